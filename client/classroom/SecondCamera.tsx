import { NativeSelect, Text } from '@mantine/core';
import { useWords } from '../ui/words.ts';
import { deviceWords } from './deviceWords.ts';
import { FaultNote } from './FaultNote.tsx';
import type { Presence } from './media/Presence.ts';

/** A second camera of the classroom, such as one on the board or on a student's desk; off unless chosen. */
export function SecondCamera({ presence }: { presence: Presence }) {
  const t = useWords(deviceWords);
  const { local, second } = presence;
  const first = local.camera.track?.getSettings().deviceId;
  const current = second?.deviceId ?? '';
  const others = local.devices.camera.filter(({ deviceId }) => deviceId !== first);
  const named = others.map(({ deviceId, label }, at) => ({
    value: deviceId,
    label: label || `${t('devices.camera')} ${at + 2}`,
  }));
  // One that was pulled out stays chosen: it comes back by itself.
  const gone = current !== '' && !named.some(({ value }) => value === current);
  const data = [
    { value: '', label: t('devices.noSecond') },
    ...named,
    ...(gone ? [{ value: current, label: t('devices.second') }] : []),
  ];
  return (
    <div>
      <NativeSelect
        label={t('devices.second')}
        description={t('devices.secondHint')}
        data={data}
        value={current}
        disabled={data.length === 1 || second?.opening === true}
        onChange={(event) => void presence.openSecond(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      />
      {data.length === 1 && (
        <Text size="sm" c="dimmed" mt={6}>
          {t('devices.onlyOne')}
        </Text>
      )}
      {second !== null && second.fault !== null && (
        <FaultNote fault={second.fault} kind="camera" again={() => void presence.openSecond(second.deviceId)} />
      )}
    </div>
  );
}
