import { IconTrash } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import classes from './planParts.module.css';
import { openTool } from './tools/toolRequests.ts';

/** The button that deletes a part of the plan, after asking. */
export function DeletePart(props: { editor: Editor; label: string; question: string; onDelete: () => void }) {
  const { editor, label, question, onDelete } = props;
  return (
    <button
      type="button"
      className={classes['tool']}
      aria-label={label}
      aria-haspopup="dialog"
      title={label}
      onClick={({ currentTarget }) => openTool(editor, { name: 'delete', button: currentTarget, question, run: onDelete })}
    >
      <IconTrash size={18} stroke={1.7} aria-hidden />
    </button>
  );
}
