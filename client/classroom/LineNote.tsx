import { Button, Loader } from '@mantine/core';
import { IconVolume3 } from '@tabler/icons-react';
import { useWords } from '../ui/words.ts';
import classes from './LineNote.module.css';
import type { InClass } from './useClassRoom.ts';
import { words, type Say } from './words.ts';

/** The state of the line in plain words, only while there is something to say. */
export function LineNote(inClass: InClass) {
  const t = useWords(words);
  const { visit, state, audio, sound } = inClass;
  const note = noteOf(inClass, t);
  const returning = state.phase === 'returning';
  return (
    <>
      <div role="status">
        {note !== null && (
          <div className={classes.note} data-calm={!returning}>
            {(returning || visit.media.line === 'unsteady') && <Loader size={16} color="currentColor" aria-hidden />}
            <span>{note}</span>
            {returning && state.exhausted && (
              <Button size="compact-sm" variant="white" onClick={() => visit.hurry()}>
                {t('line.retry')}
              </Button>
            )}
          </div>
        )}
      </div>
      {audio?.blocked === true && (
        <button type="button" className={classes.hear} onClick={() => audio.unblock()}>
          <IconVolume3 size={20} aria-hidden />
          {t('sound.blocked')}
        </button>
      )}
      {sound.echo && (
        <div className={classes.note} data-calm>
          {t('sound.echo')}
        </div>
      )}
    </>
  );
}

function noteOf({ state, view, visit }: InClass, t: Say): string | null {
  const { line, unsupported } = visit.media;
  if (state.offline) return t('line.offline');
  if (state.phase === 'returning') return t(line === 'connected' ? 'line.returning' : 'line.lost');
  if (unsupported) return t('line.unsupported');
  if (view.mediaMissing !== null) {
    return t(view.mediaMissing === 'media_missing' ? 'line.noMedia.media_missing' : 'line.noMedia.other');
  }
  if (line === 'unsteady') return t('line.unsteady');
  return null;
}
