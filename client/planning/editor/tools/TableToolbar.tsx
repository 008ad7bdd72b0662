import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { useWords } from '../../../ui/words.ts';
import classes from '../PlanEditor.module.css';
import { editorWords } from './editorWords.ts';
import { moveFocus } from './moveFocus.ts';
import { tableTools } from './tables.ts';

/** The tools of the table that the cursor is in; nothing elsewhere. */
export function TableToolbar({ editor }: { editor: Editor }) {
  const t = useWords(editorWords);
  const can = useEditorState({
    editor,
    selector: ({ editor: now }) => (now.isActive('table') ? tableTools.map((tool) => tool.can(now)) : null),
  });
  if (can === null) return null;
  return (
    <div
      role="toolbar"
      tabIndex={-1}
      aria-label={t('table.label')}
      className={`${classes['formats'] ?? ''} ${classes['tableTools'] ?? ''}`}
      onKeyDown={moveFocus}
    >
      {tableTools.map(({ key, icon: Icon, run }, index) => (
        <button
          key={key}
          type="button"
          className={classes['format']}
          tabIndex={index === 0 ? 0 : -1}
          disabled={can[index] !== true}
          aria-label={t(`table.${key}`)}
          title={t(`table.${key}`)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => run(editor)}
        >
          <Icon size={19} stroke={1.8} aria-hidden />
        </button>
      ))}
    </div>
  );
}
