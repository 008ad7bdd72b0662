import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconHeading,
  IconItalic,
  IconList,
  IconListNumbers,
  IconUnderline,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import type { KeyboardEvent, ReactNode } from 'react';
import type { UndoManager } from 'yjs';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import classes from './PlanEditor.module.css';

const tools = [
  { key: 'bold', icon: IconBold, active: 'bold', run: (editor: Editor) => editor.chain().focus().toggleBold().run() },
  { key: 'italic', icon: IconItalic, active: 'italic', run: (editor: Editor) => editor.chain().focus().toggleItalic().run() },
  {
    key: 'underline',
    icon: IconUnderline,
    active: 'underline',
    run: (editor: Editor) => editor.chain().focus().toggleUnderline().run(),
  },
  {
    key: 'heading',
    icon: IconHeading,
    active: 'heading',
    run: (editor: Editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  },
  {
    key: 'bullets',
    icon: IconList,
    active: 'bulletList',
    run: (editor: Editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    key: 'numbers',
    icon: IconListNumbers,
    active: 'orderedList',
    run: (editor: Editor) => editor.chain().focus().toggleOrderedList().run(),
  },
] as const;

/** Formats of text, undo and redo, and at the end how the document stands. */
export function PlanToolbar({ editor, editable, children }: { editor: Editor; editable: boolean; children: ReactNode }) {
  const t = useWords(planWords);
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const undo = (yUndoPluginKey.getState(now.state) as { undoManager?: UndoManager } | undefined)?.undoManager;
      return {
        active: tools.map(({ active }) => now.isActive(active)),
        canUndo: (undo?.undoStack.length ?? 0) > 0,
        canRedo: (undo?.redoStack.length ?? 0) > 0,
      };
    },
  });
  return (
    <div className={classes['toolbar']}>
      {editable && (
        <div role="toolbar" tabIndex={-1} aria-label={t('tools.label')} className={classes['formats']} onKeyDown={moveFocus}>
          {tools.map(({ key, icon: Icon, run }, index) => (
            <button
              key={key}
              type="button"
              className={classes['format']}
              tabIndex={index === 0 ? 0 : -1}
              aria-pressed={state.active[index] ?? false}
              aria-label={t(`tools.${key}`)}
              title={t(`tools.${key}`)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => run(editor)}
            >
              <Icon size={19} stroke={1.8} aria-hidden />
            </button>
          ))}
          {(
            [
              ['undo', IconArrowBackUp, state.canUndo],
              ['redo', IconArrowForwardUp, state.canRedo],
            ] as const
          ).map(([key, Icon, can]) => (
            <button
              key={key}
              type="button"
              className={classes['format']}
              tabIndex={-1}
              disabled={!can}
              aria-label={t(`tools.${key}`)}
              title={t(`tools.${key}`)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => (key === 'undo' ? editor.commands.undo() : editor.commands.redo())}
            >
              <Icon size={19} stroke={1.8} aria-hidden />
            </button>
          ))}
        </div>
      )}
      <div className={classes['status']}>{children}</div>
    </div>
  );
}

/** Within a toolbar the arrow keys lead from button to button, and Tab leads on. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (by === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons.at((at + by + buttons.length) % buttons.length)?.focus();
  event.preventDefault();
}
