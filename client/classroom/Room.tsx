import { useEffect, useState } from 'react';
import { RecordingAlarm, RecordingState } from '../recording/RecordingState.tsx';
import { useClassRecording } from '../recording/useClassRecording.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { useWords } from '../ui/words.ts';
import { Controls } from './Controls.tsx';
import { LineDropPlan } from './LineDropPlan.tsx';
import { LineBanner } from './line/LineBanner.tsx';
import { StepCues } from './line/StepCues.tsx';
import { LineNote } from './LineNote.tsx';
import { formatSeconds } from './media/clock.ts';
import { OrderNotes } from './order/OrderNotes.tsx';
import { Panel, type PanelTab } from './Panel.tsx';
import classes from './Room.module.css';
import { Stage } from './Stage.tsx';
import { StageOverlays } from './stage/overlays.tsx';
import { StepStrip } from './StepStrip.tsx';
import { stepWords } from './stepWords.ts';
import { ToolPanel } from './tools/ToolPanel.tsx';
import { useToolBar } from './tools/useToolBar.ts';
import type { InClass } from './useClassRoom.ts';
import { FloatingClass } from './pip/FloatingClass.tsx';
import { useFloating } from './pip/useFloating.ts';
import { shortcutsOf } from './shortcuts.ts';
import { useShortcuts } from './useShortcuts.ts';
import { useSteps } from './useSteps.ts';
import { words } from './words.ts';

/** The class for a person at a laptop, tablet or phone: stage, step, panel, controls. */
export function Room(inClass: InClass) {
  const { visit, state, view, presence, now, arrangement, content, pinned, pin, frozen, lineDown, tileNotes } = inClass;
  const t = useWords(words);
  const ofStep = useWords(stepWords);
  const [tab, setTab] = useState<PanelTab>('steps');
  const steps = useSteps(visit, view);
  const inRecording = useClassRecording(view.self.epoch);
  const toolBar = useToolBar(inClass);
  const showTab = (next: PanelTab) => {
    toolBar.close();
    setTab(next);
  };
  const floating = useFloating();
  const shortcuts = shortcutsOf({ inClass, steps, toolBar, showTab, say: t, ofStep });
  useShortcuts(shortcuts);
  const openedAt = view.session.openedAt;
  const opened = openedAt === null ? 0 : Math.max(0, now - Date.parse(openedAt)) / 1000;
  const drop = view.self.role === 'local' ? lineDown : null;
  const cues = view.self.role === 'local' && drop === null && visit.line.state === 'cues';
  const covering = drop !== null ? 'drop' : cues ? 'cues' : null;
  const [hidden, setHidden] = useState(false);
  useEffect(() => setHidden(false), [covering]);

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
      <OrderNotes {...inClass} showPeople={() => showTab('people')} />
      <LineBanner {...inClass} />
      <div className={classes.body}>
        <div className={classes.picture} data-covered={covering !== null && !hidden}>
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
          {cues && <StepCues view={view} hidden={hidden} setHidden={setHidden} />}
          {drop !== null && <LineDropPlan why={drop} view={view} hidden={hidden} setHidden={setHidden} />}
        </div>
        <StepStrip view={view} now={now} steps={steps} />
        {toolBar.panel === null ? (
          <Panel {...inClass} tab={tab} setTab={setTab} steps={steps} />
        ) : (
          <ToolPanel tool={toolBar.panel} close={toolBar.close} />
        )}
      </div>
      <Controls {...inClass} toolBar={toolBar} shortcuts={shortcuts} floating={floating} />
      {floating.opened !== null && <FloatingClass opened={floating.opened} inClass={inClass} steps={steps} />}
    </main>
  );
}
