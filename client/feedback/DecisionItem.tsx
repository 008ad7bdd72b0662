import { IconArrowBackUp, IconCheck, IconPencil, IconX } from '@tabler/icons-react';
import type { Decision } from '../../shared/feedback.ts';
import type { Person } from '../../shared/values.ts';
import { Ago } from '../ui/Ago.tsx';
import { useWords } from '../ui/words.ts';
import classes from './Suggestion.module.css';
import { words } from './words.ts';

const icons = { adopted: IconCheck, adapted: IconPencil, declined: IconX };

/** One decision on a suggestion: who, when and why, what the plan says now, whose wording it is, and what stood there before. */
export function DecisionItem({ decision, suggestedBy }: { decision: Decision; suggestedBy: string }) {
  const t = useWords(words);
  const { outcome, by, at, reason, wording, replaced, withdrawnAt, withdrawnBy } = decision;
  const Icon = icons[outcome];
  const nameOf = (person: Person | null | undefined) => person?.name || t('former');
  return (
    <li className={classes.decision} data-outcome={outcome} data-withdrawn={withdrawnAt !== null || undefined}>
      <p className={classes.outcome}>
        <Icon size={16} aria-hidden />
        <span>
          {t(`outcome.${outcome}`, { name: nameOf(by), author: suggestedBy })} · <Ago at={at} />
        </span>
      </p>
      {wording !== null && replaced !== null && (
        <p className={classes.change}>
          <del>{replaced}</del> <ins>{wording}</ins>
        </p>
      )}
      {reason !== null && <p className={classes.reason}>{t('outcome.reason', { reason })}</p>}
      {withdrawnAt !== null && (
        <p className={classes.outcome}>
          <IconArrowBackUp size={16} aria-hidden />
          <span>
            {t(wording === null ? 'outcome.reopened' : 'outcome.withdrawn', { name: nameOf(withdrawnBy) })} ·{' '}
            <Ago at={withdrawnAt} />
          </span>
        </p>
      )}
    </li>
  );
}
