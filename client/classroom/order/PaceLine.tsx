import { useDates } from '../../ui/dates.ts';
import { useWords } from '../../ui/words.ts';
import type { ClassView } from '../media/classView.ts';
import { paceOf } from '../media/clock.ts';
import classes from '../RunSheet.module.css';
import { words } from './words.ts';

/** How the class stands against its plan and when it will be over by it; said without alarm. */
export function PaceLine({ view, now }: { view: ClassView; now: number }) {
  const t = useWords(words);
  const dates = useDates();
  if (view.position.stepId === null) return null;
  const { behind, left } = paceOf(view.steps, view.position, now);
  const minutes = Math.round(Math.abs(behind) / 60);
  const pace = minutes === 0 ? t('pace.even') : t(behind > 0 ? 'pace.behind' : 'pace.ahead', { minutes, count: minutes });
  return (
    <p className={classes.total}>
      {pace}
      {left > 0 && ` · ${t('pace.end', { time: dates.time(new Date(now + left * 1000).toISOString()) })}`}
    </p>
  );
}
