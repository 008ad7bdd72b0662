import { Extension, type Editor } from '@tiptap/core';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { startComment } from '../../feedback/composer.ts';
import { requestMove } from './stepMoves.ts';
import { stepAtCursor } from './structure.ts';

/** A step that was just moved from here, and before which step it stood: what undo takes back first. */
interface Moved {
  id: string;
  before: string | null;
}

declare module '@tiptap/core' {
  interface Storage {
    planKeys: { moved: Moved | null };
  }
}

/** Keys of a plan beside those of its text. */
export const PlanKeys = Extension.create<object, { moved: Moved | null }>({
  name: 'planKeys',
  // Undo of a move comes before undo of the text.
  priority: 200,
  addStorage: () => ({ moved: null }),
  onTransaction({ transaction }) {
    // Whoever has written since wants that to be undone.
    if (transaction.docChanged && transaction.getMeta(ySyncPluginKey) === undefined) this.storage.moved = null;
  },
  addKeyboardShortcuts() {
    const move = (by: -1 | 1) => () => moveAtCursor(this.editor, by);
    return {
      'Alt-ArrowUp': move(-1),
      'Alt-ArrowDown': move(1),
      'Mod-z': () => {
        const { moved } = this.storage;
        if (moved === null) return false;
        this.storage.moved = null;
        requestMove(this.editor, moved.id, { before: moved.before });
        return true;
      },
      'Mod-Alt-m': () => startComment(this.editor),
    };
  },
});

function moveAtCursor(editor: Editor, by: -1 | 1): boolean {
  const id = stepAtCursor(editor);
  if (id === null) return false;
  requestMove(editor, id, { by });
  return true;
}
