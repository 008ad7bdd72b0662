import { IconX } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../../ui/words.ts';
import type { InClass } from '../useClassRoom.ts';
import classes from './Prompts.module.css';
import { words } from './words.ts';

/** How long a prompt is shown over the stage, in milliseconds: long enough to end a sentence and then read it. */
const shownFor = 20_000;

/**
 * The newest prompt for whoever is teaching, over their own stage. It is not shown while they share their screen, which the
 * class would see: then the number at the tool says that there is one.
 */
export function usePromptToast({ view, presence }: InClass): ReactNode {
  const t = useWords(words);
  const own = view.participants.find(({ id }) => id === view.self.participantId)?.person.id;
  const newest = view.prompts.findLast(({ person }) => person.id !== own);
  const [done, setDone] = useState(newest?.id);
  const id = newest?.id;
  useEffect(() => {
    if (id === undefined || id === done) return;
    const timer = setTimeout(() => setDone(id), shownFor);
    return () => clearTimeout(timer);
  }, [id, done]);
  const teaches = view.self.role === 'lead' || view.self.role === 'local';
  if (newest === undefined || newest.id === done || !teaches || presence?.screen !== null) return null;
  return (
    <div className={classes.toast} role="status" aria-label={t('toast.label')}>
      <div>
        <p className={classes.from}>{newest.person.name}</p>
        <p className={classes.body}>{newest.body}</p>
      </div>
      <button type="button" className={classes.close} aria-label={t('toast.close')} onClick={() => setDone(newest.id)}>
        <IconX size={18} aria-hidden />
      </button>
    </div>
  );
}
