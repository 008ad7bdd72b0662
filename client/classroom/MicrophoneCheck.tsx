import { Button, Group, Stack, Text } from '@mantine/core';
import { IconMicrophone, IconMicrophoneOff } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../ui/words.ts';
import classes from './DeviceCheck.module.css';
import { DeviceSelect } from './DeviceSelect.tsx';
import { FaultNote } from './FaultNote.tsx';
import { watchLevel } from './media/soundCheck.ts';
import type { Checking } from './useDeviceCheck.ts';
import { deviceWords } from './deviceWords.ts';

/** A voice at arm's length is above this level; a quiet room below it. */
const audible = 0.35;

/** The level of the microphone as a bar, and whether anything has been heard at all. */
export function MicrophoneCheck({ check }: { check: Checking }) {
  const t = useWords(deviceWords);
  const microphone = check.local?.microphone ?? { track: null, opening: true, fault: null };
  const on = microphone.track !== null && !check.muted;
  const Icon = on ? IconMicrophone : IconMicrophoneOff;
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <div className={classes.select}>
          <DeviceSelect
            kind="microphone"
            devices={check.local?.devices.microphone ?? []}
            current={microphone.track?.getSettings().deviceId}
            choose={(id) => check.choose('microphone', id)}
          />
        </div>
        {microphone.track !== null && (
          <Button
            variant="default"
            leftSection={<Icon size={20} stroke={1.7} aria-hidden />}
            onClick={() => check.setMuted(!check.muted)}
          >
            {on ? t('check.turnOffMicrophone') : t('check.turnOnMicrophone')}
          </Button>
        )}
      </Group>
      {microphone.fault !== null && (
        <FaultNote fault={microphone.fault} kind="microphone" again={() => void check.local?.open('microphone')} />
      )}
      {microphone.track !== null && on && <Level key={microphone.track.id} track={microphone.track} />}
    </Stack>
  );
}

/** The bar is moved without rendering: fifteen times a second is too often for everything around it. */
function Level({ track }: { track: MediaStreamTrack }) {
  const t = useWords(deviceWords);
  const bar = useRef<HTMLDivElement>(null);
  const [heard, setHeard] = useState(false);
  useEffect(
    () =>
      watchLevel(track, (level) => {
        if (bar.current !== null) bar.current.style.transform = `scaleX(${level.toFixed(3)})`;
        if (level > audible) setHeard(true);
      }),
    [track],
  );
  return (
    <div>
      <div className={classes.level} aria-hidden>
        <div ref={bar} className={classes.levelBar} />
      </div>
      <Text size="sm" c="dimmed" mt={6} role="status">
        {heard ? t('check.heard') : t('check.level')}
      </Text>
    </div>
  );
}
