import { Alert, Text, VisuallyHidden } from '@mantine/core';
import { IconEye, IconMessage } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { EditorContent } from '@tiptap/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Lesson, TakenPart } from '../../../shared/planning.ts';
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
import { useStepTimes } from '../useStepTimes.ts';
import { CommentBubble } from './CommentBubble.tsx';
import { chooseFiles, insertFiles } from './inserts/fileInserts.ts';
import classes from './PlanEditor.module.css';
import { PlanSettingsContext, type PlanSettings } from './PlanSettings.tsx';
import { PlanToolbar } from './PlanToolbar.tsx';
import { PresentPeople } from './PresentPeople.tsx';
import { readInputBeforeChanges } from './readInput.ts';
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
  state: DocumentState;
  /** Told of the editor while it is there. */
  onEditor: (editor: Editor | null) => void;
}

/** The plan on its sheet, with the tools above it. Shown only once the document has its content. */
export function PlanEditor({ lesson, document, state, onEditor }: PlanEditorProps) {
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
  const open = state.ended === null || state.ended === 'too-large';
  const editable = rights.editPlan && open && (state.access === null || state.access === 'write');
  const editor = usePlanEditor({
    ydoc: document.doc,
    awareness: document.awareness,
    me,
    editable,
    lessonId: lesson.id,
    uploads,
    notice: setNotice,
  });
  useEffect(() => readInputBeforeChanges(editor, document.provider), [editor, document]);
  const times = useStepTimes(lesson.id);
  const settings = useMemo(
    (): PlanSettings => ({ lesson, taken: lesson.taken, editable, times, announce }),
    [lesson, editable, times],
  );
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
    Object.assign(editor.storage.planTools, { open: setRequest, chooseFiles: choose, people });
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
        {rights.editPlan && <SaveBadge state={state.saveState} />}
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
