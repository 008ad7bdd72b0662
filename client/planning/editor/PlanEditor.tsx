import { Text, VisuallyHidden } from '@mantine/core';
import { IconEye, IconMessage } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { EditorContent } from '@tiptap/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Lesson } from '../../../shared/planning.ts';
import type { DocumentState, OpenDocument } from '../../connection/document.ts';
import { useAccount } from '../../connection/session.tsx';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { SaveBadge } from '../SaveBadge.tsx';
import { CommentBubble } from './CommentBubble.tsx';
import classes from './PlanEditor.module.css';
import { PlanSettingsContext, type PlanSettings } from './PlanSettings.tsx';
import { PlanToolbar } from './PlanToolbar.tsx';
import { PresentPeople } from './PresentPeople.tsx';
import { readInputBeforeChanges } from './readInput.ts';
import { usePlanEditor } from './usePlanEditor.ts';

export interface PlanEditorProps {
  lesson: Lesson;
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
  const [announcement, announce] = useState('');
  const { rights } = lesson;
  // The server has the last word, and it is not waited for: until it has answered nobody writes what it would refuse.
  const editable = rights.editPlan && state.ended === null && (state.access === null || state.access === 'write');
  const editor = usePlanEditor({ ydoc: document.doc, awareness: document.awareness, me, editable });
  useEffect(() => readInputBeforeChanges(editor, document.provider), [editor, document]);
  const settings = useMemo((): PlanSettings => ({ lesson, editable, announce }), [lesson, editable]);

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
        <PresentPeople awareness={document.awareness} myId={id} />
        {rights.editPlan && <SaveBadge state={state.saveState} />}
      </PlanToolbar>
      <div className={classes.sheet} ref={sheet}>
        <EditorContent editor={editor} />
        {rights.comment && <CommentBubble editor={editor} sheet={sheet} />}
      </div>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
    </PlanSettingsContext>
  );
}
