import { useEffect, useRef, useState } from 'react';
import type { Participant } from '../../shared/classroom.ts';
import { useWords } from '../ui/words.ts';
import { RecordingDialog } from './RecordingDialog.tsx';
import classes from './RecordingState.module.css';
import type { InRecording } from './useClassRecording.ts';
import { words } from './words.ts';

interface RecordingStateProps {
  inRecording: InRecording | null;
  participants: readonly Participant[];
  self: { participantId: string; role: string };
}

/** Whether the class is being recorded, for everybody and at all times; it opens what there is to know and to decide about it. */
export function RecordingState({ inRecording, participants, self }: RecordingStateProps) {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  if (inRecording === null) return null;
  const { recording, mine, may } = inRecording;
  const { phase } = recording;
  const isPerson = self.role === 'lead' || self.role === 'local';
  const asked = phase !== 'off' && isPerson && mine === null;
  if (phase === 'off' && !may.record && !may.answerForSchool) return null;
  return (
    <>
      <button type="button" className={classes.state} data-phase={phase} onClick={() => setOpen(true)} title={t('state.details')}>
        <span className={classes.dot} aria-hidden />
        {t(phase === 'off' ? 'state.start' : `state.${phase}`)}
      </button>
      {(open || asked) && (
        <RecordingDialog
          inRecording={inRecording}
          participants={participants}
          asked={asked}
          isPerson={isPerson}
          close={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** The same on the big screen of the room, where nobody presses anything. */
export function RecordingSign({ inRecording }: { inRecording: InRecording | null }) {
  const t = useWords(words);
  const phase = inRecording?.recording.phase ?? 'off';
  if (phase === 'off') return null;
  return (
    <div className={classes.corner}>
      <span className={classes.state} data-phase={phase} role="status">
        <span className={classes.dot} aria-hidden />
        {t(`state.${phase}`)}
      </span>
    </div>
  );
}

/** How long it is said that the recording goes on, in milliseconds. */
const overForMs = 8_000;

/** Says at once when nothing is being recorded although it should be, and for a while when it goes on. */
export function RecordingAlarm({ inRecording }: { inRecording: InRecording | null }) {
  const t = useWords(words);
  const reason = inRecording?.recording.phase === 'interrupted' ? (inRecording.recording.reason ?? 'recorder') : null;
  const [over, setOver] = useState(false);
  const was = useRef(reason);
  useEffect(() => {
    const ended = was.current !== null && reason === null;
    was.current = reason;
    if (!ended) return;
    setOver(true);
    const timer = setTimeout(() => setOver(false), overForMs);
    return () => clearTimeout(timer);
  }, [reason]);
  return (
    <div role="alert">
      {reason !== null && <div className={classes.alarm}>{t(`alarm.${reason}`)}</div>}
      {reason === null && over && (
        <div className={classes.alarm} data-over>
          {t('alarm.over')}
        </div>
      )}
    </div>
  );
}
