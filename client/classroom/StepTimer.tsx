import type { ClassStep } from '../../shared/classroom.ts';
import { useWords } from '../ui/words.ts';
import type { ClassView } from './media/classView.ts';
import { elapsedSeconds, formatSeconds } from './media/clock.ts';
import classes from './StepStrip.module.css';
import { stepWords } from './stepWords.ts';

/** How long a step has taken, against its plan; said without alarm when it takes longer. */
export function StepTimer({ step, view, now }: { step: ClassStep; view: ClassView; now: number }) {
  const t = useWords(stepWords);
  const elapsed = elapsedSeconds(step, view.position, now);
  const planned = step.minutes === null ? null : step.minutes * 60;
  const over = planned !== null && elapsed > planned;
  return (
    <span className={classes.timer} data-over={over} role="timer">
      <span className={classes.clock}>{formatSeconds(elapsed)}</span>
      <span>
        {' / '}
        {step.minutes === null ? t('step.unplanned') : t('step.planned', { minutes: step.minutes, count: step.minutes })}
      </span>
      {over && planned !== null && (
        <span className={classes.over}> {t('step.over', { time: formatSeconds(elapsed - planned) })}</span>
      )}
    </span>
  );
}
