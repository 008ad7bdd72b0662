import type { ClassTimer } from '../../../shared/classroom/timer.ts';
import { useWords } from '../../ui/words.ts';
import { formatSeconds } from '../media/clock.ts';
import { secondsLeft } from './countdown.ts';
import classes from './timer.module.css';
import { words } from './words.ts';

/** A countdown as a clock with what is left of it. */
export function Countdown({ timer, now }: { timer: ClassTimer; now: number }) {
  const t = useWords(words);
  const left = secondsLeft(timer, now);
  const over = left === 0;
  return (
    <div className={classes.countdown} role="timer" aria-label={t('running')} data-over={over}>
      <span className={classes.clock}>{formatSeconds(left)}</span>
      {(over || timer.endsAt === null) && <span className={classes.note}>{t(over ? 'over' : 'held')}</span>}
      <div className={classes.bar} aria-hidden>
        <div style={{ width: `${Math.min(100, (left / timer.seconds) * 100)}%` }} />
      </div>
    </div>
  );
}
