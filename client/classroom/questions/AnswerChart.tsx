import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AnswerBar, QuestionKind } from '../../../shared/classroom/questions.ts';
import { useWords } from '../../ui/words.ts';
import classes from './questions.module.css';
import { useOptionName } from './useOptionName.ts';
import { words } from './words.ts';

interface Props {
  kind: QuestionKind;
  bars: readonly AnswerBar[];
  correct: string | null;
  /** What stands below a bar, such as what counts hands. */
  below?: (bar: AnswerBar) => ReactNode;
}

/** How a class answered: a bar an answer, with how many and how large a part; the right one has a sign, not a colour alone. */
export function AnswerChart({ kind, bars, correct, below }: Props) {
  const t = useWords(words);
  const nameOf = useOptionName();
  const total = bars.reduce((sum, { devices, counted }) => sum + devices + counted, 0);
  if (bars.length === 0) return <p className={classes.none}>{t('chart.empty')}</p>;
  return (
    <ul className={classes.chart} aria-label={t('chart.label')} data-kind={kind}>
      {bars.map((bar) => {
        const count = bar.devices + bar.counted;
        const percent = total === 0 ? 0 : Math.round((count / total) * 100);
        const name = nameOf(bar.label);
        const right = bar.key === correct;
        return (
          <li key={bar.key} className={classes.bar} data-right={right} data-hidden={bar.hidden}>
            <span className={classes.answer}>
              {name}
              {right && <IconCheck className={classes.check} role="img" aria-label={t('chart.correct')} stroke={2.4} />}
              {bar.hidden && <span className={classes.hiddenNote}>{t('chart.hidden')}</span>}
            </span>
            <span className={classes.track} aria-hidden>
              <span className={classes.fill} style={{ width: `${percent}%` }} />
            </span>
            <span className={classes.number}>
              {t('chart.people', { count })} <span className={classes.percent}>{percent}%</span>
            </span>
            {below !== undefined && <div className={classes.below}>{below(bar)}</div>}
          </li>
        );
      })}
    </ul>
  );
}
