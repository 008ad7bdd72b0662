import type { Editor } from '@tiptap/core';
import { memo, useCallback, useEffect, useState } from 'react';
import { planSchemaVersion, type PlanGap } from '../../shared/planDocument.ts';
import { noteCopy } from '../connection/copyRegister.ts';
import { useAccount } from '../connection/session.tsx';
import { useDocument } from '../connection/useDocument.ts';
import { FeedbackPanel } from '../feedback/FeedbackPanel.tsx';
import { useLanguage } from '../ui/language.ts';
import { DocumentEnded } from './DocumentEnded.tsx';
import { DocumentLimits } from './DocumentLimits.tsx';
import { PlanEditor } from './editor/PlanEditor.tsx';
import { PlanOutline } from './editor/PlanOutline.tsx';
import { GapsAlert } from './GapsAlert.tsx';
import { LessonHeader, type LessonWithHistory } from './LessonHeader.tsx';
import classes from './LessonView.module.css';
import { keepOwnWords } from './keepOwnWords.ts';
import { PlanOpening } from './PlanOpening.tsx';
import { RefusedWords } from './RefusedWords.tsx';
import { HistoryDrawer } from './versions/HistoryDrawer.tsx';
import { useLinkedPlace } from './useLinkedPlace.ts';
import { NewsBar } from './versions/NewsBar.tsx';

/** With every character the page hears of it being saved: these are drawn again only when what they show is another. */
const [Header, News, Outline, Editing, Feedback] = [
  memo(LessonHeader),
  memo(NewsBar),
  memo(PlanOutline),
  memo(PlanEditor),
  memo(FeedbackPanel),
];

/** The page of a lesson whose card has been read: header above; contents, plan and feedback side by side where there is room. */
export function LessonView({ lesson }: { lesson: LessonWithHistory }) {
  const language = useLanguage();
  const opened = useDocument(lesson.documentId, planSchemaVersion);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [gaps, setGaps] = useState<readonly PlanGap[]>([]);
  const [history, setHistory] = useState(false);
  const showHistory = useCallback(() => setHistory(true), []);
  useLinkedPlace(editor);
  useCopyNoted(lesson);
  const doc = opened?.document.doc;
  useEffect(() => (doc === undefined ? undefined : keepOwnWords(doc)), [doc]);
  // A page that asks to be reloaded does not ask back: what was written lies in this browser's copy.
  const asksToReload = opened?.state.ended === 'outdated' && opened.state.kept && !opened.state.keeping;
  useLeavingConfirmed(!asksToReload && (opened?.state.hasUnsaved ?? false));

  return (
    <div className={classes.page}>
      <Header lesson={lesson} onGaps={setGaps} onHistory={showHistory} />
      {gaps.length > 0 && (
        <GapsAlert gaps={gaps} editor={editor} doc={doc} total={lesson.periods * lesson.minutes} onClose={() => setGaps([])} />
      )}
      <News lesson={lesson} editor={editor} connected={opened?.state.connected ?? false} />
      <div className={classes.columns}>
        <aside className={classes.outline}>{editor !== null && <Outline editor={editor} taken={lesson.taken} />}</aside>
        <div className={classes.plan}>
          <RefusedWords documentId={lesson.documentId} />
          {opened?.state.ended != null && <DocumentEnded end={opened.state.ended} onRetry={opened.document.retry} />}
          {opened != null && <DocumentLimits state={opened.state} />}
          {opened?.state.ready === true ? (
            <Editing
              // Labels inside the editor are in one language; another document is another editor.
              key={`${language}:${opened.document.doc.guid}`}
              lesson={lesson}
              document={opened.document}
              ended={opened.state.ended}
              access={opened.state.access}
              onEditor={setEditor}
            />
          ) : (
            opened?.state.ended == null && <PlanOpening />
          )}
        </div>
        <div className={classes.feedback}>
          <Feedback lesson={lesson} editor={editor} rights={lesson.rights} />
        </div>
      </div>
      {history && <HistoryDrawer lesson={lesson} editor={editor} onClose={() => setHistory(false)} />}
    </div>
  );
}

/** What this device says of the plan while it is not open: its name, and the page that shows it. */
function useCopyNoted({ id, documentId, title }: LessonWithHistory): void {
  const { id: accountId } = useAccount();
  useEffect(() => {
    noteCopy(accountId, documentId, { lessonId: id, title, schemaVersion: planSchemaVersion, openedAt: Date.now() });
  }, [accountId, id, documentId, title]);
}

/** Leaving the page is confirmed while something is not on the server yet. */
function useLeavingConfirmed(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);
}
