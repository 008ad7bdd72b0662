import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import type { ReactNode } from 'react';
import type { UndoManager } from 'yjs';
import { useWords } from '../../ui/words.ts';
import classes from './PlanEditor.module.css';
import { formatActions, insertActions, keysAction, readableKeys } from './tools/actions.ts';
import { editorWords } from './tools/editorWords.ts';
import { moveFocus } from './tools/moveFocus.ts';
import { TableToolbar } from './tools/TableToolbar.tsx';

/** In groups, with a line between them. People and lines are typed, or found in the slash menu. */
const groups = [
  formatActions.slice(0, 2),
  formatActions.slice(2, 6),
  formatActions.slice(6),
  insertActions.filter(({ key }) => key !== 'mention' && key !== 'rule'),
  [keysAction],
];
const tools = groups.flat();

/** Formats of text, what can be put into it, undo and redo, and at the end how the document stands. */
export function PlanToolbar({ editor, editable, children }: { editor: Editor; editable: boolean; children: ReactNode }) {
  const t = useWords(editorWords);
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const undo = (yUndoPluginKey.getState(now.state) as { undoManager?: UndoManager } | undefined)?.undoManager;
      return {
        active: tools.map(({ active }) => active !== undefined && now.isActive(...active)),
        canUndo: (undo?.undoStack.length ?? 0) > 0,
        canRedo: (undo?.redoStack.length ?? 0) > 0,
      };
    },
  });
  const history = [
    ['undo', IconArrowBackUp, state.canUndo, 'Mod-z'],
    ['redo', IconArrowForwardUp, state.canRedo, 'Mod-Shift-z'],
  ] as const;
  return (
    <div className={classes['toolbar']}>
      {editable && (
        <div role="toolbar" tabIndex={-1} aria-label={t('tools.label')} className={classes['formats']} onKeyDown={moveFocus}>
          {history.map(([key, Icon, can, keys], index) => (
            <button
              key={key}
              type="button"
              className={classes['format']}
              tabIndex={index === 0 ? 0 : -1}
              aria-disabled={!can}
              aria-label={t(`tools.${key}`)}
              title={`${t(`tools.${key}`)} ${readableKeys(keys)}`}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => (key === 'undo' ? editor.commands.undo() : editor.commands.redo())}
            >
              <Icon size={19} stroke={1.8} aria-hidden />
            </button>
          ))}
          {tools.map(({ key, icon: Icon, keys, active, run }, index) => (
            <button
              key={key}
              type="button"
              className={classes['format']}
              data-first={groups.some(([first]) => first === tools[index]) ? '' : undefined}
              tabIndex={-1}
              aria-pressed={active === undefined ? undefined : (state.active[index] ?? false)}
              aria-label={t(`action.${key}`)}
              title={keys === undefined ? t(`action.${key}`) : `${t(`action.${key}`)} ${readableKeys(keys)}`}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => run(editor)}
            >
              <Icon size={19} stroke={1.8} aria-hidden />
            </button>
          ))}
        </div>
      )}
      <div className={classes['status']}>{children}</div>
      {editable && <TableToolbar editor={editor} />}
    </div>
  );
}
