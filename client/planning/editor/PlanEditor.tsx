import { Alert, Text, VisuallyHidden } from '@mantine/core';
import { IconEye, IconMessage } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { EditorContent } from '@tiptap/react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { releasePart, takePart, type Lesson, type TakenPart } from '../../../shared/planning.ts';
import { call } from '../../connection/call.ts';
import type { DocumentState, OpenDocument } from '../../connection/document.ts';
import { useAccount } from '../../connection/session.tsx';
import { useReaders } from '../../feedback/useThreads.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { Uploads } from '../files/Uploads.ts';
import { UploadTray } from '../files/UploadTray.tsx';
import { planWords } from '../planWords.ts';
import { SaveBadge } from '../SaveBadge.tsx';
import { useLessonChange } from '../useLessonChange.ts';
import { useTaughtTimes } from '../useTaughtTimes.ts';
import { CommentBubble } from './CommentBubble.tsx';
import { chooseFiles, insertFiles } from './inserts/fileInserts.ts';
import classes from './PlanEditor.module.css';
import { PlanSettingsContext, sharePlanSettings, type PlanSettings } from './PlanSettings.tsx';
import { PlanToolbar } from './PlanToolbar.tsx';
import { PresentPeople } from './PresentPeople.tsx';
import { gatherRemoteChanges } from './remoteChanges.ts';
import { SuggestMenu } from './tools/SuggestMenu.tsx';
import { ToolDialogs } from './tools/ToolDialogs.tsx';
import type { ToolRequest } from './tools/toolRequests.ts';
import { usePlanEditor } from './usePlanEditor.ts';
import { usePresence, usePublishedPlace } from './usePresence.ts';
import { useReaderKeys } from './useReaderKeys.ts';
import { useStepMoves } from './useStepMoves.ts';

export interface PlanEditorProps {
  lesson: Lesson & { taken: readonly TakenPart[] };
  document: OpenDocument;
  /** Why the document has been closed for good, and what the account may do in it, as the server has said. */
  ended: DocumentState['ended'];
  access: DocumentState['access'];
  /** Told of the editor while it is there. */
  onEditor: (editor: Editor | null) => void;
}

/** The plan on its sheet, with the tools above it. Shown only once the document has its content. */
export function PlanEditor({ lesson, document, ended, access, onEditor }: PlanEditorProps) {
  const t = useWords(planWords);
  const { id, name, colour } = useAccount();
  const me = useMemo(() => ({ id, name, colour }), [id, name, colour]);
  const sheet = useRef<HTMLDivElement>(null);
  const common = useWords(commonWords);
  const [announcement, announce] = useState('');
  const [notice, setNotice] = useState<string | null>(null);
  const [request, setRequest] = useState<ToolRequest | null>(null);
  const [uploads] = useState(() => new Uploads(lesson.id));
  useEffect(() => () => uploads.close(), [uploads]);
  const people = useReaders(lesson.id);
  const { rights } = lesson;
  // The server has the last word, and it is not waited for: until it has answered nobody writes what it would refuse.
  // What has become too large can only be cut here.
  const open = ended === null || ended === 'too-large';
  const editable = rights.editPlan && open && (access === null || access === 'write');
  const editor = usePlanEditor({
    ydoc: document.doc,
    awareness: document.awareness,
    me,
    editable,
    lessonId: lesson.id,
    uploads,
    notice: setNotice,
  });
  useEffect(() => gatherRemoteChanges(editor, document.provider), [editor, document]);
  const { mutateAsync: take } = useLessonChange((partId: string) => call(takePart, { params: { lessonId: lesson.id, partId } }));
  const { mutateAsync: release } = useLessonChange((partId: string) =>
    call(releasePart, { params: { lessonId: lesson.id, partId } }),
  );
  const taught = useTaughtTimes(lesson.id);
  const visit = useNavigate();
  const settings = useMemo(
    (): PlanSettings => ({ lesson, taken: lesson.taken, me: id, editable, taught, take, release, visit }),
    [lesson, id, editable, taught, take, release, visit],
  );
  useLayoutEffect(() => sharePlanSettings(editor, settings), [editor, settings]);
  const present = usePresence(document.awareness, id);
  usePublishedPlace(editor, document.awareness);
  useReaderKeys(editor, !editable && rights.comment);
  const moves = useStepMoves({
    editor,
    lessonId: lesson.id,
    busy: () => present.flatMap(({ place }) => place ?? []),
    announce,
  });

  useEffect(() => {
    const choose = (kind: 'image' | 'file') => chooseFiles(kind, (files) => insertFiles(editor, uploads, files));
    Object.assign(editor.storage.planTools, {
      open: (next: ToolRequest) => setRequest(toggled(next)),
      chooseFiles: choose,
      people,
    });
  }, [editor, uploads, people]);

  useEffect(() => {
    onEditor(editor);
    return () => onEditor(null);
  }, [editor, onEditor]);

  return (
    <PlanSettingsContext value={settings}>
      <PlanToolbar editor={editor} editable={editable}>
        {!rights.editPlan && (
          <Text size="sm" className={classes.mode}>
            {rights.comment ? <IconMessage size={18} aria-hidden /> : <IconEye size={18} aria-hidden />}
            {t(rights.comment ? 'mode.comment' : 'mode.read')}
          </Text>
        )}
        <PresentPeople editor={editor} awareness={document.awareness} people={present} />
        {rights.editPlan && <SaveBadge document={document} />}
      </PlanToolbar>
      <FormError error={moves.error} />
      {notice !== null && (
        <Alert
          role="status"
          color="yellow"
          mb="sm"
          withCloseButton
          closeButtonLabel={common('close')}
          onClose={() => setNotice(null)}
        >
          {notice}
        </Alert>
      )}
      <div className={classes.sheet} ref={sheet}>
        <EditorContent editor={editor} />
        {rights.comment && <CommentBubble editor={editor} sheet={sheet} />}
      </div>
      {editable && <SuggestMenu editor={editor} />}
      <UploadTray uploads={uploads} />
      <ToolDialogs editor={editor} request={request} onClose={() => setRequest(null)} />
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
    </PlanSettingsContext>
  );
}

/** Pressing the button of a question once more takes the question away. */
const toggled = (next: ToolRequest) => (now: ToolRequest | null) =>
  next.name === 'delete' && now?.name === 'delete' && now.button === next.button ? null : next;
