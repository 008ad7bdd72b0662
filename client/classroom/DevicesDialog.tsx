import { Modal, Stack } from '@mantine/core';
import { commonWords } from '../ui/commonWords.ts';
import { useWords } from '../ui/words.ts';
import { recallDevices, rememberDevices } from './deviceChoice.ts';
import { DeviceSelect } from './DeviceSelect.tsx';
import { FaultNote } from './FaultNote.tsx';
import type { Presence } from './media/Presence.ts';
import { SecondCamera } from './SecondCamera.tsx';
import type { LocalKind } from './media/LocalMedia.ts';
import { deviceWords } from './deviceWords.ts';

const kinds: LocalKind[] = ['camera', 'microphone'];

/** Changes camera and microphone while the class goes on. */
export function DevicesDialog({ presence, close }: { presence: Presence; close: () => void }) {
  const t = useWords(deviceWords);
  const common = useWords(commonWords);
  const { local } = presence;
  const choose = (kind: LocalKind, deviceId: string) => {
    rememberDevices({ ...recallDevices(), [kind]: deviceId });
    void presence.choose(kind, deviceId);
  };
  return (
    <Modal opened onClose={close} title={t('devices.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack>
        {kinds.map((kind) => {
          const { track, fault } = local[kind];
          return (
            <div key={kind}>
              <DeviceSelect
                kind={kind}
                devices={local.devices[kind]}
                current={track?.getSettings().deviceId}
                choose={(id) => choose(kind, id)}
              />
              {fault !== null && <FaultNote fault={fault} kind={kind} again={() => void local.open(kind)} />}
            </div>
          );
        })}
        {presence.maySendSecond && <SecondCamera presence={presence} />}
      </Stack>
    </Modal>
  );
}
