import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconVideo, IconVideoOff } from '@tabler/icons-react';
import { useWords } from '../ui/words.ts';
import classes from './DeviceCheck.module.css';
import { DeviceSelect } from './DeviceSelect.tsx';
import { FaultNote } from './FaultNote.tsx';
import { TrackVideo } from './TrackVideo.tsx';
import type { Checking } from './useDeviceCheck.ts';
import { deviceWords } from './deviceWords.ts';

/** One's own picture, mirrored as in a mirror at home, or what is the matter with the camera. */
export function PreviewCheck({ check }: { check: Checking }) {
  const t = useWords(deviceWords);
  const camera = check.local?.camera ?? { track: null, opening: true, fault: null };
  const on = camera.track !== null || camera.opening;
  const Icon = on ? IconVideo : IconVideoOff;
  return (
    <Stack gap="sm">
      <div className={classes.preview}>
        {camera.track !== null && <TrackVideo track={camera.track} mirrored label={t('check.preview')} />}
        {camera.opening && (
          <Stack align="center" gap="sm" p="lg">
            <Loader color="white" type="dots" />
            <Text ta="center">{t('check.opening')}</Text>
          </Stack>
        )}
        {camera.track === null && !camera.opening && (
          <Stack align="center" gap="sm" p="lg">
            <IconVideoOff size={40} stroke={1.4} aria-hidden />
            {camera.fault === null && <Text ta="center">{t('check.cameraOff')}</Text>}
          </Stack>
        )}
      </div>
      {camera.fault !== null && <FaultNote fault={camera.fault} kind="camera" again={() => void check.local?.open('camera')} />}
      <Group gap="sm" wrap="wrap" align="flex-end">
        <div className={classes.select}>
          <DeviceSelect
            kind="camera"
            devices={check.local?.devices.camera ?? []}
            current={camera.track?.getSettings().deviceId}
            choose={(id) => check.choose('camera', id)}
          />
        </div>
        <Button
          variant="default"
          leftSection={<Icon size={20} stroke={1.7} aria-hidden />}
          onClick={() => (on ? check.local?.stop('camera') : void check.local?.open('camera'))}
        >
          {on ? t('check.turnOffCamera') : t('check.turnOnCamera')}
        </Button>
      </Group>
    </Stack>
  );
}
