import { Extension } from '@tiptap/core';
import { Plugin, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { relativePositionToAbsolutePosition, yCursorPluginKey, ySyncPluginKey, type ProsemirrorBinding } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { readInput } from './readInput.ts';
import { findPart } from './structure.ts';

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
    if (change?.isChangeOrigin === true && sync !== undefined) {
      // Whoever wrote it has made the links in it.
      transaction.setMeta('preventAutolink', true);
      if (!keepCaret(transaction, sync.binding)) followStep(transaction, this.editor.state);
    }
    const cursors: unknown = transaction.getMeta(yCursorPluginKey);
    if (cursors === undefined || transaction.docChanged) {
      next(transaction);
      return;
    }
    // A cursor that is drawn where something is being composed would break it off; it is drawn with the next change.
    if (this.editor.view.composing) return;
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

/** Answers false when the cursor's own text was taken out of the plan. */
function keepCaret(transaction: Transaction, binding: ProsemirrorBinding): boolean {
  const remembered = binding.beforeTransactionSelection as Remembered | null;
  if (remembered?.type !== 'text') return true;
  const anchor = locate(remembered.anchor, binding);
  const head = locate(remembered.head, binding);
  const { doc, selection } = transaction;
  if (anchor === null || head === null || Math.max(anchor, head) > doc.content.size) return false;
  if (selection.anchor === anchor && selection.head === head) return true;
  transaction.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head)));
  return true;
}

/** A step that was moved is another element with the same id: the cursor goes on to the same place in it. */
function followStep(transaction: Transaction, { selection: { $head }, doc: before }: EditorState): void {
  for (let depth = $head.depth; depth > 0; depth--) {
    const step = $head.node(depth);
    if (step.type.name !== 'lessonStep') continue;
    const [old, now] = [findPart(before, String(step.attrs['id'])), findPart(transaction.doc, String(step.attrs['id']))];
    if (old === null || now === null) return;
    const at = Math.min(now.position + $head.pos - old.position, now.position + now.node.nodeSize - 1);
    transaction.setSelection(TextSelection.near(transaction.doc.resolve(at)));
    return;
  }
}

/** Where a remembered place is now; null when its text was taken out of the plan. */
function locate(place: Y.RelativePosition | null, { doc, type, mapping }: ProsemirrorBinding): number | null {
  const found = place === null ? null : Y.createAbsolutePositionFromRelativePosition(place, doc);
  if (!(found?.type instanceof Y.XmlText) || found.type._item?.deleted !== false) return null;
  return relativePositionToAbsolutePosition(doc, type, place, mapping);
}
