import { useEffect, useState } from 'react';
import { RecordingAlarm, RecordingSign } from '../recording/RecordingState.tsx';
import { useClassRecording } from '../recording/useClassRecording.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { useWords } from '../ui/words.ts';
import classes from './BigScreen.module.css';
import { Controls } from './Controls.tsx';
import { LineBanner } from './line/LineBanner.tsx';
import { LineNote } from './LineNote.tsx';
import { Stage } from './Stage.tsx';
import { StageOverlays } from './stage/overlays.tsx';
import type { InClass } from './useClassRoom.ts';
import { stepWords } from './stepWords.ts';

/** Controls stay this long after the last movement, in milliseconds. */
const controlsFor = 4000;

/**
 * The class on the big screen of the room: pictures and what the students do, readable from five metres. Controls come on
 * a movement, a touch or a key, and go by themselves.
 */
export function BigScreen(inClass: InClass) {
  const t = useWords(stepWords);
  const { visit, state, view, presence, arrangement, content, pinned, pin, frozen, tileNotes } = inClass;
  const shown = useLately();
  const inRecording = useClassRecording(view.self.epoch);
  const step = view.steps.find(({ id }) => id === view.position.stepId);
  return (
    <main className={classes.screen} data-controls={shown}>
      <PageTitle title={view.session.lessonTitle} className={classes.title} />
      <LineNote {...inClass} />
      <LineBanner {...inClass} quiet={!shown} />
      <RecordingAlarm inRecording={inRecording} />
      <div className={classes.stage}>
        <RecordingSign inRecording={inRecording} />
        <Stage
          arrangement={arrangement}
          content={content}
          selfId={view.self.participantId}
          speakerId={state.speakerId}
          media={visit.media}
          presence={presence}
          frozen={frozen}
          noteOf={tileNotes}
          pinned={pinned}
          pin={pin}
        />
        <StageOverlays {...inClass} />
      </div>
      {step !== undefined && (
        <section className={classes.step} aria-label={t('step.now')} data-step={step.id}>
          <h2 className={classes.name}>
            {step.position + 1} {step.name || t('step.unnamed')}
          </h2>
          {step.students !== '' && <p className={classes.students}>{step.students}</p>}
        </section>
      )}
      <div className={classes.controls}>
        <Controls {...inClass} />
      </div>
    </main>
  );
}

/** Whether somebody has lately moved, touched or pressed something. */
function useLately(): boolean {
  const [lately, setLately] = useState(true);
  useEffect(() => {
    let timer = setTimeout(() => setLately(false), controlsFor);
    const happened = () => {
      setLately(true);
      clearTimeout(timer);
      timer = setTimeout(() => setLately(false), controlsFor);
    };
    const events = ['pointermove', 'pointerdown', 'keydown'] as const;
    for (const event of events) window.addEventListener(event, happened);
    return () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, happened);
    };
  }, []);
  return lately;
}
