import { IconPencil, IconX } from '@tabler/icons-react';
import { releasePart, takePart } from '../../../shared/planning.ts';
import { call } from '../../connection/call.ts';
import { useAccount } from '../../connection/session.tsx';
import { personColour } from '../../ui/people.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { useLessonChange } from '../useLessonChange.ts';
import classes from './planParts.module.css';
import { usePlanSettings } from './PlanSettings.tsx';

/** Who writes a section, a step or the analysis of a class; and for those who plan, the way to take it on and to give it back. */
export function TakePart({ part, name }: { part: string; name: string }) {
  const t = useWords(planWords);
  const account = useAccount();
  const { lesson, taken, editable } = usePlanSettings();
  const holder = taken.find((one) => one.part === part)?.person;
  const params = { lessonId: lesson.id, partId: part };
  const take = useLessonChange(() => call(takePart, { params }));
  const release = useLessonChange(() => call(releasePart, { params }));
  if (holder === undefined) {
    if (!editable) return null;
    return (
      <button
        type="button"
        className={classes['take']}
        aria-label={t('take.label', { name })}
        disabled={take.isPending}
        onClick={() => take.mutate()}
      >
        <IconPencil size={15} aria-hidden /> {t('take')}
      </button>
    );
  }
  const mine = holder.id === account.id;
  return (
    <span className={classes['taken']}>
      <span className={classes['takenDot']} style={{ background: personColour(holder) }} aria-hidden />
      {mine ? t('take.mine') : t('take.by', { name: holder.name })}
      {(mine || lesson.rights.manage) && (
        <button
          type="button"
          className={classes['release']}
          aria-label={t('take.release', { name })}
          title={t('take.release', { name })}
          disabled={release.isPending}
          onClick={() => release.mutate()}
        >
          <IconX size={14} aria-hidden />
        </button>
      )}
    </span>
  );
}
