import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { listDevices, removeDevice, type ClassroomDevice } from '../../../shared/devices.ts';
import { call } from '../../connection/call.ts';
import { answerKey } from '../../connection/useAnswer.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { useWords } from '../../ui/words.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { words } from './words.ts';

/** Asks once before a device is taken out of use. */
export function StopDeviceDialog({ device, close }: { device: ClassroomDevice; close: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      title={t('remove.title', { name: device.name })}
      body={t('remove.body')}
      stay={common('cancel')}
      confirm={t('remove.confirm')}
      action={useCallback(async () => {
        await call(removeDevice, { params: { deviceId: device.id } });
        await queries.invalidateQueries({ queryKey: answerKey(listDevices) });
        close();
      }, [device.id, queries, close])}
      close={close}
    />
  );
}
