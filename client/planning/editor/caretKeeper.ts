import { Extension } from '@tiptap/core';
import { Plugin, TextSelection, type Transaction } from '@tiptap/pm/state';
import { relativePositionToAbsolutePosition, yCursorPluginKey, ySyncPluginKey, type ProsemirrorBinding } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { readInput } from './readInput.ts';

/**
 * Keeps the cursor between the characters it was between when somebody else's change arrives. The binding (y-tiptap 3.0.9)
 * takes any difference in the cursor's paragraph for a sign that blocks were moved, and then puts the cursor back at the old
 * number of characters wherever the blocks at the top have attributes of their own, as sections do: whoever types after
 * somebody else in one paragraph would write backwards. Where the place that Yjs remembers is still in the plan, it is right.
 */
export const CaretKeeper = Extension.create({
  name: 'caretKeeper',
  dispatchTransaction({ transaction, next }) {
    const change = transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
    const sync = ySyncPluginKey.getState(this.editor.state) as { binding: ProsemirrorBinding } | undefined;
    if (change?.isChangeOrigin === true && sync !== undefined) keepCaret(transaction, sync.binding);
    const cursors: unknown = transaction.getMeta(yCursorPluginKey);
    if (cursors === undefined || transaction.docChanged) {
      next(transaction);
      return;
    }
    // The cursors of others have moved: they are drawn around this person's own as it is now.
    readInput(this.editor);
    next(this.editor.state.tr.setMeta(yCursorPluginKey, cursors));
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    // A key that comes right after a click, before the browser has told of it, is meant for where the click was.
    const keydown = (_view: unknown, event: KeyboardEvent): boolean => {
      if (!event.isComposing) readInput(editor);
      return false;
    };
    return [new Plugin({ props: { handleDOMEvents: { keydown } } })];
  },
});

/** What the binding remembers of the selection from before a change. */
interface Remembered {
  type: string;
  anchor: Y.RelativePosition | null;
  head: Y.RelativePosition | null;
}

function keepCaret(transaction: Transaction, binding: ProsemirrorBinding): void {
  const remembered = binding.beforeTransactionSelection as Remembered | null;
  if (remembered?.type !== 'text') return;
  const anchor = locate(remembered.anchor, binding);
  const head = locate(remembered.head, binding);
  const { doc, selection } = transaction;
  if (anchor === null || head === null || Math.max(anchor, head) > doc.content.size) return;
  if (selection.anchor === anchor && selection.head === head) return;
  transaction.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head)));
}

/** Where a remembered place is now; null when its text was taken out of the plan. */
function locate(place: Y.RelativePosition | null, { doc, type, mapping }: ProsemirrorBinding): number | null {
  const found = place === null ? null : Y.createAbsolutePositionFromRelativePosition(place, doc);
  if (!(found?.type instanceof Y.XmlText) || found.type._item?.deleted !== false) return null;
  return relativePositionToAbsolutePosition(doc, type, place, mapping);
}
