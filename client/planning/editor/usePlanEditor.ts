import type { Editor } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret';
import { useEditor } from '@tiptap/react';
import { useEffect, useMemo } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { planRoot } from '../../../shared/planDocument.ts';
import { planExtensions } from '../../../shared/planSchema.ts';
import { translate } from '../../ui/words.ts';
import type { Uploads } from '../files/Uploads.ts';
import { planWords } from '../planWords.ts';
import { NewsHighlight } from '../versions/newsHighlight.ts';
import { drawCaret, drawSelection } from './caret.ts';
import { CaretKeeper } from './caretKeeper.ts';
import { drawnNodes } from './drawnNodes.ts';
import { ExactText } from './exactText.ts';
import { FileInserts } from './inserts/fileInserts.ts';
import { InsertKeys } from './inserts/insertKeys.ts';
import { KeptNodes } from './keptNodes.ts';
import { PlanPaste } from './paste/planPaste.ts';
import { PlainFocus } from './plainFocus.ts';
import { PlanGuard } from './planGuard.ts';
import { PlanKeys } from './planKeys.ts';
import { SuggestMenus } from './tools/suggest.ts';
import { TableEditing } from './tools/tables.ts';
import { PlanTools } from './tools/toolRequests.ts';
import { PlanTyping } from './tools/typing.ts';

export interface PlanEditorOptions {
  ydoc: Y.Doc;
  awareness: Awareness;
  me: { id: string; name: string; colour: number };
  editable: boolean;
  lessonId: string;
  /** Where files go that are pasted or dropped. */
  uploads: Uploads;
  /** Told, as a sentence, of what could not be pasted. */
  notice: (sentence: string) => void;
}

/**
 * The editor of a plan. It is made once per document, after its content is there: an editor that is made on an empty
 * document would have undo take the plan away. All roles get the same schema; who may not write gets no cursor to write with.
 */
export function usePlanEditor({ ydoc, awareness, me, editable, lessonId, uploads, notice }: PlanEditorOptions): Editor {
  const extensions = useMemo(
    () => [
      ...planExtensions(drawnNodes()),
      Collaboration.configure({ document: ydoc, field: planRoot }),
      CollaborationCaret.configure({ provider: { awareness }, user: me, render: drawCaret, selectionRender: drawSelection }),
      PlanGuard,
      CaretKeeper,
      KeptNodes,
      ExactText,
      PlainFocus,
      NewsHighlight,
      PlanKeys,
      PlanTools,
      PlanTyping,
      SuggestMenus,
      TableEditing,
      InsertKeys,
      FileInserts.configure({ uploads, lessonId }),
      PlanPaste.configure({ notice }),
    ],
    [ydoc, awareness, me, lessonId, uploads, notice],
  );
  const editor = useEditor(
    {
      extensions,
      editable,
      // The page's content policy allows no style elements; PlanEditor.module.css has what ProseMirror needs.
      injectCSS: false,
      editorProps: { attributes: { 'aria-label': translate(planWords, 'plan.label'), spellcheck: 'false' } },
    },
    [extensions],
  );
  useEffect(() => {
    if (editor.isEditable !== editable) editor.setEditable(editable, false);
  }, [editor, editable]);
  return editor;
}
