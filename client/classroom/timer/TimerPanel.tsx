import { Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { longestTimer } from '../../../shared/classroom/timer.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { useDoing } from '../tools/useDoing.ts';
import type { InClass } from '../useClassRoom.ts';
import { Countdown } from './Countdown.tsx';
import { secondsLeft } from './countdown.ts';
import { words } from './words.ts';

const quick = [1, 2, 3, 5, 10];

/** 计时: starts a countdown that everybody sees, holds it, gives more time. */
export function TimerPanel({ visit, view, now }: InClass) {
  const t = useWords(words);
  const { run, busy, error } = useDoing();
  const [minutes, setMinutes] = useState<number | string>('');
  const { timer } = view;
  const start = (seconds: number) => run(() => visit.ask('timer:start', { seconds }));
  const over = timer !== null && secondsLeft(timer, now) === 0;
  const held = timer !== null && timer.endsAt === null;
  return (
    <Stack p="md" gap="lg">
      {timer === null ? (
        <Text c="dimmed">{t('lead')}</Text>
      ) : (
        <Stack gap="sm">
          <Countdown timer={timer} now={now} />
          <Group gap="sm">
            {!over && (
              <Button
                leftSection={held ? <IconPlayerPlay size={20} aria-hidden /> : <IconPlayerPause size={20} aria-hidden />}
                onClick={() => run(() => visit.ask('timer:hold', { held: !held }))}
              >
                {t(held ? 'goOn' : 'hold')}
              </Button>
            )}
            <Button
              variant="default"
              leftSection={<IconPlus size={20} aria-hidden />}
              onClick={() => run(() => visit.ask('timer:extend', { seconds: 60 }))}
            >
              {t('extend')}
            </Button>
            <Button variant="subtle" onClick={() => run(() => visit.ask('timer:stop', {}))}>
              {t('stop')}
            </Button>
          </Group>
        </Stack>
      )}
      <Stack component="section" gap="sm">
        <Title order={3} size="h4">
          {t('quick')}
        </Title>
        <Group gap="xs">
          {quick.map((count) => (
            <Button key={count} variant="light" disabled={busy} onClick={() => start(count * 60)}>
              {t('minutes', { count })}
            </Button>
          ))}
        </Group>
        <Group
          component="form"
          align="end"
          gap="sm"
          onSubmit={(event) => {
            event.preventDefault();
            if (typeof minutes === 'number') start(Math.round(minutes * 60));
          }}
        >
          <NumberInput
            label={t('own')}
            w="10rem"
            min={0.5}
            max={longestTimer / 60}
            step={1}
            decimalScale={1}
            clampBehavior="blur"
            value={minutes}
            onChange={setMinutes}
          />
          <Button type="submit" disabled={typeof minutes !== 'number' || minutes < 0.1}>
            {t('start')}
          </Button>
        </Group>
      </Stack>
      <FormError error={error} />
    </Stack>
  );
}
