import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { listDevices, removeDevice, type ClassroomDevice } from '../../../shared/devices.ts';
import { call } from '../../connection/call.ts';
import { answerKey } from '../../connection/useAnswer.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { useAction } from '../useAction.ts';
import { words } from './words.ts';

/** Asks once before a device is taken out of use. */
export function StopDeviceDialog({ device, close }: { device: ClassroomDevice; close: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const queries = useQueryClient();
  const { run, busy, error } = useAction(
    useCallback(async () => {
      await call(removeDevice, { params: { deviceId: device.id } });
      await queries.invalidateQueries({ queryKey: answerKey(listDevices) });
      close();
    }, [device.id, queries, close]),
  );
  return (
    <Modal
      opened
      onClose={close}
      title={t('remove.title', { name: device.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack>
        <Text>{t('remove.body')}</Text>
        <FormError error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {common('cancel')}
          </Button>
          <Button color="red.9" loading={busy} onClick={run}>
            {t('remove.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
