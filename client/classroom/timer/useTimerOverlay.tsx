import { IconHourglass } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../ui/words.ts';
import { formatSeconds } from '../media/clock.ts';
import type { InClass } from '../useClassRoom.ts';
import { secondsLeft } from './countdown.ts';
import classes from './timer.module.css';
import { words } from './words.ts';

/** From so many seconds on, the countdown says that it ends. */
const ending = 10;

/** The countdown over the stage, for everybody. */
export function useTimerOverlay({ view, now }: InClass): ReactNode {
  const t = useWords(words);
  const { timer } = view;
  if (timer === null) return null;
  const left = secondsLeft(timer, now);
  const over = left === 0;
  return (
    <div
      className={classes.overlay}
      data-over={over}
      data-ending={!over && left <= ending}
      role="timer"
      aria-label={t('running')}
    >
      <IconHourglass stroke={1.8} aria-hidden />
      {over ? t('over') : formatSeconds(left)}
    </div>
  );
}
