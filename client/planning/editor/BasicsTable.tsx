import type { Lesson } from '../../../shared/planning.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { words } from '../words.ts';
import classes from './planParts.module.css';

/** What stands on the card of the lesson, as the first lines of the plan. It is changed on the card, so that it is true in one place. */
export function BasicsTable({ lesson }: { lesson: Lesson }) {
  const t = useWords(planWords);
  const size = useWords(words)('lesson.size', { periods: lesson.periods, minutes: lesson.minutes });
  const lines = [
    [t('basics.topic'), lesson.title],
    [t('basics.subject'), lesson.subject],
    [t('basics.grade'), lesson.grade],
    [t('basics.textbook'), lesson.textbook],
    [t('basics.periods'), size],
  ] as const;
  return (
    <dl className={classes['basics']} contentEditable={false}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === '' ? t('basics.empty') : value}</dd>
        </div>
      ))}
    </dl>
  );
}
