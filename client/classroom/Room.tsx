import { useEffect, useState } from 'react';
import { RecordingAlarm, RecordingState } from '../recording/RecordingState.tsx';
import { useClassRecording } from '../recording/useClassRecording.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { Controls } from './Controls.tsx';
import { LineDropPlan } from './LineDropPlan.tsx';
import { LineNote } from './LineNote.tsx';
import { formatSeconds } from './media/clock.ts';
import { Panel, type PanelTab } from './Panel.tsx';
import classes from './Room.module.css';
import { Stage } from './Stage.tsx';
import { StepStrip } from './StepStrip.tsx';
import type { InClass } from './useClassRoom.ts';
import { useShortcuts } from './useShortcuts.ts';
import { useSteps } from './useSteps.ts';

/** The class for a person at a laptop, tablet or phone: stage, step, panel, controls. */
export function Room(inClass: InClass) {
  const { visit, state, view, presence, now, arrangement, pinned, pin, frozen, lineDown } = inClass;
  const [tab, setTab] = useState<PanelTab>('steps');
  const steps = useSteps(visit, view);
  const inRecording = useClassRecording(view.self.epoch);
  const { may } = view.self;
  const sends = may.sources.length > 0;
  useShortcuts({
    KeyM: sends ? () => presence?.toggleMicrophone() : undefined,
    KeyV: sends ? () => presence?.toggleCamera() : undefined,
    KeyS: may.sources.includes('screen') ? () => void presence?.toggleScreen() : undefined,
    KeyN: steps.forward,
    KeyP: steps.back,
    KeyC: () => setTab('chat'),
  });
  const openedAt = view.session.openedAt;
  const opened = openedAt === null ? 0 : Math.max(0, now - Date.parse(openedAt)) / 1000;
  const drop = view.self.role === 'local' ? lineDown : null;
  const [dropHidden, setDropHidden] = useState(false);
  useEffect(() => {
    if (drop === null) setDropHidden(false);
  }, [drop]);

  return (
    <main className={classes.room}>
      <header className={classes.header}>
        <PageTitle title={view.session.lessonTitle} className={classes.title} />
        <span className={classes.side}>
          <RecordingState inRecording={inRecording} participants={view.participants} self={view.self} />
          <span className={classes.opened}>{formatSeconds(opened)}</span>
        </span>
      </header>
      <RecordingAlarm inRecording={inRecording} />
      <LineNote {...inClass} />
      <div className={classes.body}>
        <div className={classes.picture} data-covered={drop !== null && !dropHidden}>
          <Stage
            arrangement={arrangement}
            selfId={view.self.participantId}
            speakerId={state.speakerId}
            media={visit.media}
            presence={presence}
            frozen={frozen}
            pinned={pinned}
            pin={pin}
          />
          {drop !== null && <LineDropPlan why={drop} view={view} hidden={dropHidden} setHidden={setDropHidden} />}
        </div>
        <StepStrip view={view} now={now} steps={steps} />
        <Panel {...inClass} tab={tab} setTab={setTab} steps={steps} />
      </div>
      <Controls {...inClass} />
    </main>
  );
}
