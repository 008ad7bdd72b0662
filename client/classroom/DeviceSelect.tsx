import { NativeSelect } from '@mantine/core';
import { useWords } from '../ui/words.ts';
import { deviceWords } from './deviceWords.ts';

const labels = { camera: 'devices.camera', microphone: 'devices.microphone', speaker: 'devices.speaker' } as const;

/** Chooses a camera, microphone or loudspeaker by the name the system gives it. */
export function DeviceSelect(props: {
  kind: keyof typeof labels;
  devices: MediaDeviceInfo[];
  current: string | undefined;
  choose: (deviceId: string) => void;
}) {
  const t = useWords(deviceWords);
  const named = props.devices.map(({ deviceId, label }, at) => ({
    value: deviceId,
    label: label || `${t(labels[props.kind])} ${at + 1}`,
  }));
  const known = named.some(({ value }) => value === props.current);
  return (
    <NativeSelect
      label={t(labels[props.kind])}
      data={known ? named : [{ value: '', label: t('devices.default') }, ...named.filter(({ value }) => value !== 'default')]}
      value={known ? props.current : ''}
      disabled={named.length === 0}
      onChange={(event) => event.currentTarget.value !== '' && props.choose(event.currentTarget.value)}
    />
  );
}
