import type { ClassStep } from '../../../shared/classroom.ts';
import { useWords } from '../../ui/words.ts';
import { formatSeconds } from '../media/clock.ts';
import { stepWords } from '../stepWords.ts';
import classes from './after.module.css';
import { words } from './words.ts';

/** Under so many seconds of difference a step took as long as planned. */
const about = 30;

/** How long each step took beside its plan: a bar each, on one scale, and the difference in plain words. */
export function StepTimes({ steps }: { steps: readonly ClassStep[] }) {
  const t = useWords(words);
  const say = useWords(stepWords);
  const longest = Math.max(60, ...steps.map(({ minutes, actualSeconds }) => Math.max((minutes ?? 0) * 60, actualSeconds)));
  const width = (seconds: number) => ({ width: `${(seconds / longest) * 100}%` });
  const difference = ({ minutes, actualSeconds, startedAt }: ClassStep): string => {
    if (startedAt === null) return say('step.skipped');
    if (minutes === null) return '';
    const more = actualSeconds - minutes * 60;
    if (Math.abs(more) < about) return t('time.asPlanned');
    return t(more > 0 ? 'time.longer' : 'time.shorter', { time: formatSeconds(Math.abs(more)) });
  };
  const planned = steps.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
  const actual = steps.reduce((sum, { actualSeconds }) => sum + actualSeconds, 0);
  return (
    <table className={classes.times}>
      <thead>
        <tr>
          <th scope="col">{say('step.heading')}</th>
          <th scope="col">{say('step.plannedTime')}</th>
          <th scope="col">{say('step.actualTime')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.id}>
            <td className={classes.step}>
              <div>
                {step.position + 1} {step.name || say('step.unnamed')}
              </div>
              <div className={classes.bars} aria-hidden>
                <span className={classes.planned} style={width((step.minutes ?? 0) * 60)} />
                <span className={classes.actual} style={width(step.actualSeconds)} />
              </div>
              <div className={classes.difference}>{difference(step)}</div>
            </td>
            <td>{step.minutes === null ? '–' : say('step.minutes', { minutes: step.minutes })}</td>
            <td>{step.startedAt === null ? '–' : formatSeconds(step.actualSeconds)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{say('step.sum')}</th>
          <td>{say('step.minutes', { minutes: planned })}</td>
          <td>{formatSeconds(actual)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
