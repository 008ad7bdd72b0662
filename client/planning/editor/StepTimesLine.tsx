import { Link } from 'react-router';
import { useDates } from '../../ui/dates.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import classes from './planParts.module.css';
import { usePlanSettings } from './PlanSettings.tsx';

/** Older classes are in the title of the link; the line itself stays short. */
const mostTold = 5;

/** How long a step took the last time it was taught, with the way to that class. */
export function StepTimesLine({ stepId }: { stepId: string }) {
  const t = useWords(planWords);
  const dates = useDates();
  const times = usePlanSettings().times.get(stepId) ?? [];
  const [last] = times;
  if (last === undefined) return null;
  const tell = (seconds: number) => t('step.actual', { minutes: Math.max(1, Math.round(seconds / 60)) });
  const all = times.slice(0, mostTold).map(({ openedAt, seconds }) => `${dates.moment(openedAt)} ${tell(seconds)}`);
  return (
    <Link className={classes['stepActual'] ?? ''} to={`/class/${last.sessionId}`} title={all.join('\n')}>
      {tell(last.seconds)}
    </Link>
  );
}
