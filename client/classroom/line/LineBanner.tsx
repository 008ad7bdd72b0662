import { Button } from '@mantine/core';
import { useWords } from '../../ui/words.ts';
import classes from '../LineNote.module.css';
import type { InClass } from '../useClassRoom.ts';
import { words, type Say } from './words.ts';

/** What a slow line means at the moment, one's own first, else that of who teaches in the classroom; nothing while all is well. */
export function LineBanner(inClass: InClass) {
  const t = useWords(words);
  const { visit, state } = inClass;
  const { line } = visit;
  const own = state.phase === 'in' ? ownNote(inClass, t) : null;
  const note = own ?? otherNote(inClass, t);
  // Offered where it helps and where it is on; the bar has it always.
  const offers = own !== null && (line.asked || line.state !== 'full');
  return (
    <div role="status">
      {note !== null && (
        <div className={classes.note} data-calm>
          <span>{note}</span>
          {offers && (
            <Button size="compact-sm" variant="white" onClick={() => line.save(!line.asked)}>
              {t(line.asked ? 'own.all' : 'own.save')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function ownNote({ visit: { line } }: InClass, t: Say): string | null {
  if (line.state === 'cues') return t('own.cues');
  if (line.asked) return t('own.asked');
  if (line.holdsBack('camera')) return t('own.held');
  return line.state === 'full' ? null : t(`own.${line.state}`);
}

/** The lead teacher is told when the local teacher has to do without the voice: the class goes on there. */
function otherNote({ view }: InClass, t: Say): string | null {
  if (view.self.role !== 'lead') return null;
  const local = view.participants.find(({ role, away }) => role === 'local' && away);
  if (local !== undefined) {
    return t(view.position.stepId === null ? 'away.localNoStep' : 'away.local', { name: local.person.name });
  }
  const device = view.participants.find(({ role, away }) => role === 'device' && away);
  if (device !== undefined) return t('away.device');
  const cues = view.line.find(({ state }) => state === 'cues')?.participantId;
  const name = view.participants.find(({ id, role }) => id === cues && role === 'local')?.person.name;
  return name === undefined ? null : t('cues.local', { name });
}
