import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { updateYFragment, ySyncPluginKey, type ProsemirrorBinding } from '@tiptap/y-tiptap';
import { simpleDiffStringWithCursor } from 'lib0/diff';
import * as Y from 'yjs';

/**
 * Writes into the shared document exactly the characters that were typed. The binding (y-tiptap 3.0.9) finds out what has changed by
 * comparing a line before and after, without looking where the cursor is: whoever types "y" before somebody else's "yu" would
 * be taken to have typed it behind their "y". When the other's letters then go, as those of a composition do, one of them stays in
 * the text. So the line that the cursor is in is written here, around the cursor; the binding then finds nothing left to do in it,
 * and is spared comparing the plan up to that line. What is no typing in one line is left to the binding.
 */
export const ExactText = Extension.create({
  name: 'exactText',
  onCreate() {
    const { editor } = this;
    const sync = ySyncPluginKey.getState(editor.state) as { binding?: ProsemirrorBinding } | undefined;
    const binding = sync?.binding;
    if (binding === undefined) return;
    const compare = binding._prosemirrorChanged.bind(binding);
    binding._prosemirrorChanged = (doc) => {
      binding.doc.transact(() => {
        writeLine(binding, doc, editor.state.selection.head);
        compare(doc);
      }, ySyncPluginKey);
    };
  },
});

/** A node of the plan that has changed, with the element of the shared document that it is. */
interface Changed {
  element: Y.XmlElement | Y.XmlFragment;
  node: Node;
}

function writeLine(binding: ProsemirrorBinding, doc: Node, cursor: number): void {
  const path = changedPath(binding, doc);
  const line = path.at(-1);
  const $cursor = doc.resolve(Math.min(cursor, doc.content.size));
  if (line === undefined || !line.node.isTextblock || $cursor.parent !== line.node) return;
  const texts = textsOf(line.node);
  const index = texts.findIndex(({ from, to }) => $cursor.parentOffset >= from && $cursor.parentOffset <= to);
  const text = line.element.toArray().filter((child) => child instanceof Y.XmlText)[index];
  const written = texts[index];
  if (text === undefined || written === undefined || line.element.length !== partsOf(line.node)) return;
  const before = plainText(text);
  const after = written.text;
  const at = $cursor.parentOffset - written.from - Math.max(0, after.length - before.length);
  const { index: from, remove, insert } = simpleDiffStringWithCursor(before, after, Math.max(0, at));
  text.delete(from, remove);
  text.insert(from, insert);
  // What else is to be done in the line, such as marks, and that the rest of the plan is as it was.
  updateYFragment(binding.doc, line.element, line.node, binding);
  for (const { element, node } of path) binding.mapping.set(element, node);
}

/** From the plan down to the one line in which something has changed; nothing when more, or something else, has. */
function changedPath({ type, mapping }: ProsemirrorBinding, doc: Node): Changed[] {
  const path: Changed[] = [{ element: type, node: doc }];
  for (let last = path[0]; last !== undefined && !last.node.isTextblock; last = path.at(-1)) {
    const elements = last.element.toArray();
    const { children } = last.node;
    if (elements.length !== children.length) return [];
    const changed = children.flatMap((node, index) => {
      const element = elements[index];
      return element !== undefined && mapping.get(element) === node ? [] : [{ element, node }];
    });
    const [only, ...others] = changed;
    if (only === undefined || others.length > 0 || !(only.element instanceof Y.XmlElement)) return [];
    const before = mapping.get(only.element);
    if (before === undefined || Array.isArray(before) || !before.sameMarkup(only.node)) return [];
    path.push({ element: only.element, node: only.node });
  }
  return path;
}

/** The stretches of text in a line, between what is no text. */
function textsOf(line: Node): { from: number; to: number; text: string }[] {
  const texts: { from: number; to: number; text: string }[] = [];
  line.forEach(({ text }, from) => {
    if (text === undefined) return;
    const last = texts.at(-1);
    if (last?.to === from) Object.assign(last, { to: from + text.length, text: last.text + text });
    else texts.push({ from, to: from + text.length, text });
  });
  return texts;
}

/** How many children the element of a line has: one for each stretch of text, and one for each thing between. */
const partsOf = (line: Node): number => textsOf(line).length + line.children.filter(({ isText }) => !isText).length;

const plainText = (text: Y.XmlText): string =>
  (text.toDelta() as { insert: unknown }[]).map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
