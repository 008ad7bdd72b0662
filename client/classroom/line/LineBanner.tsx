import { Button } from '@mantine/core';
import { useWords } from '../../ui/words.ts';
import classes from '../LineNote.module.css';
import type { InClass } from '../useClassRoom.ts';
import { sendsBadly } from './tileNotes.ts';
import { words, type Say } from './words.ts';

/**
 * What a slow line means at the moment; nothing while all is well. That the teacher in the classroom does without the voice
 * comes before what one's own line is like: without her one would not hear or see her either.
 */
export function LineBanner({ quiet = false, ...inClass }: InClass & { quiet?: boolean }) {
  const t = useWords(words);
  const { visit, state } = inClass;
  const { line } = visit;
  const other = otherNote(inClass, t);
  // While the line is being restored, that is said already.
  const restored = state.phase === 'in' && visit.media.line !== 'unsteady';
  const note = other ?? (restored ? ownNote(inClass, t) : null);
  // Offered where it helps and where it is on; the bar has it always.
  const offers = other === null && !quiet && (line.asked || line.state !== 'full');
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

function ownNote({ visit: { line }, view }: InClass, t: Say): string | null {
  if (line.state === 'cues') return t(view.self.role === 'local' ? 'own.cues' : 'own.cuesAfar');
  if (line.asked) return t('own.asked');
  if (line.holdsBack('camera')) return t('own.held');
  if (line.state !== 'full') return t(`own.${line.state}`);
  return sendsBadly(view, view.self.participantId) ? t('own.sendsBadly') : null;
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
  const lost = new Set(view.line.filter(({ state }) => state === 'cues').map(({ participantId }) => participantId));
  const name = view.participants.find(({ id, role }) => role === 'local' && lost.has(id))?.person.name;
  return name === undefined ? null : t('cues.local', { name });
}
