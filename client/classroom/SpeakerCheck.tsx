import { Button, Group, Text } from '@mantine/core';
import { IconVolume } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../ui/words.ts';
import classes from './DeviceCheck.module.css';
import { DeviceSelect } from './DeviceSelect.tsx';
import { playTestTone } from './media/soundCheck.ts';
import type { Checking } from './useDeviceCheck.ts';
import { deviceWords } from './deviceWords.ts';

/** A tone to hear whether the loudspeaker works. Only some browsers let one choose which. */
export function SpeakerCheck({ check }: { check: Checking }) {
  const t = useWords(deviceWords);
  const [playing, setPlaying] = useState(false);
  const choosable = 'setSinkId' in HTMLMediaElement.prototype;
  const play = async () => {
    setPlaying(true);
    await playTestTone(check.speaker).finally(() => setPlaying(false));
  };
  return (
    <div>
      <Group gap="sm" align="flex-end">
        {choosable && (
          <div className={classes.select}>
            <DeviceSelect
              kind="speaker"
              devices={check.local?.devices.speaker ?? []}
              current={check.speaker}
              choose={(id) => check.choose('speaker', id)}
            />
          </div>
        )}
        <Button
          variant="default"
          leftSection={<IconVolume size={20} stroke={1.7} aria-hidden />}
          disabled={playing}
          onClick={() => void play()}
        >
          {t('check.tone')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt={6}>
        {t('check.toneHint')}
      </Text>
    </div>
  );
}
