import { Extension } from '@tiptap/core';
import { Fragment, Slice, type Mark, type Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { uuidv4 } from 'lib0/random';
import { holdsText, isPart, keepsParts, partAround, runsBetween } from './parts.ts';

const guardKey = new PluginKey('planGuard');
const structural = 'planStructure';

/** Says of a transaction that it adds, moves or deletes parts of the plan on purpose. */
export const asStructure = (transaction: Transaction): Transaction => transaction.setMeta(structural, true);

/**
 * Keeps the form of a plan while one types. Deleting, cutting, replacing or dropping what reaches over several parts empties
 * them instead of taking them away; only the buttons of a part delete it. Changes of others always pass: what they did is done.
 */
export const PlanGuard = Extension.create({
  name: 'planGuard',

  dispatchTransaction({ transaction, next }) {
    const { state } = this.editor;
    const harmless =
      !transaction.docChanged ||
      isRemote(transaction) ||
      transaction.getMeta(structural) === true ||
      keepsParts(transaction.before, transaction.doc);
    if (harmless) next(transaction);
    else if (reachesOver(state)) next(emptySelection(state));
  },

  addKeyboardShortcuts() {
    return {
      // First what is written here, then the whole plan: as in a table.
      'Mod-a': () => {
        const { state, view } = this.editor;
        const { from, to, $from } = state.selection;
        const part = partAround(state.doc, $from.pos);
        if (part === null || (from <= part.from + 1 && to >= part.to - 1)) return false;
        view.dispatch(state.tr.setSelection(TextSelection.between(state.doc.resolve(part.from), state.doc.resolve(part.to))));
        return true;
      },
    };
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: guardKey,
        appendTransaction: (transactions, before, state) => {
          if (!transactions.some((transaction) => transaction.docChanged && !isRemote(transaction))) return null;
          return repair(before.doc, state);
        },
        props: {
          handleTextInput: (view, _from, _to, text) => {
            if (!reachesOver(view.state)) return false;
            const emptied = emptySelection(view.state);
            view.dispatch(emptied.insertText(text));
            return true;
          },
          handlePaste: (view) => {
            // The clipboard then goes where the emptied selection began.
            if (reachesOver(view.state)) view.dispatch(emptySelection(view.state));
            return false;
          },
          transformPasted: (slice, view) => {
            const text = withoutParts(slice);
            return new Slice(withoutCopies(text.content, view.state.doc), text.openStart, text.openEnd);
          },
        },
      }),
    ];
  },
});

const isRemote = (transaction: Transaction): boolean => transaction.getMeta(ySyncPluginKey) !== undefined;

/** Whether the selection begins in one part of the plan and ends in another. */
function reachesOver({ selection, doc }: EditorState): boolean {
  if (selection.empty) return false;
  const first = partAround(doc, selection.from);
  return first === null || selection.to > first.to || runsBetween(doc, selection.from, selection.to).length > 1;
}

/** Deletes the text of a selection and leaves all parts. The cursor ends up where the selection began. */
function emptySelection(state: EditorState): Transaction {
  const { tr, selection } = state;
  const runs = runsBetween(state.doc, selection.from, selection.to);
  for (const { from, to } of runs.toReversed()) tr.delete(from, to);
  refill(tr, state.doc);
  const start = runs[0]?.from ?? 0;
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(start, tr.doc.content.size)))).scrollIntoView();
}

/**
 * Gives parts and cells without any text a paragraph to write in, and copies of a part, which arise when
 * two people move it at once, an identity of their own. Looks only at what has changed: this happens with every character.
 */
function repair(before: Node, state: EditorState): Transaction | null {
  const { tr } = state;
  const seen = new Set<string>();
  state.doc.descendants((node, position) => {
    const id: unknown = node.attrs['id'];
    if (isPart(node) && typeof id === 'string') {
      if (id === '' || seen.has(id)) tr.setNodeAttribute(position, 'id', uuidv4());
      else seen.add(id);
    }
    return node.type.name === 'planSection';
  });
  refill(tr, before);
  return tr.docChanged ? asStructure(tr) : null;
}

function refill(tr: Transaction, before: Node): void {
  const empty: number[] = [];
  const visit = (node: Node, start: number, known: Node | null): void => {
    const old = new Set(known?.children);
    node.forEach((child, offset, index) => {
      if (old.has(child)) return;
      if (needsLine(child) && child.childCount === 0) empty.push(start + offset + 1);
      else if (!child.isTextblock && !child.isLeaf) visit(child, start + offset + 1, known?.maybeChild(index) ?? null);
    });
  };
  visit(tr.doc, 0, before);
  const paragraph = tr.doc.type.schema.nodes['paragraph'];
  if (paragraph === undefined) return;
  for (const position of empty.toReversed()) tr.insert(position, paragraph.create());
}

const needsLine = (node: Node): boolean => holdsText(node) || /cell/.test(String(node.type.spec['tableRole'] ?? ''));

/** What is pasted or dropped is text: parts around it are taken off, so that nobody pastes a second section into a plan. */
function withoutParts(slice: Slice): Slice {
  const nodes: Node[] = [];
  const open = { start: slice.openStart, end: slice.openEnd };
  const visit = (content: Fragment, first: boolean, last: boolean): void =>
    content.forEach((node, _offset, index) => {
      const [atStart, atEnd] = [first && index === 0, last && index === content.childCount - 1];
      if (!isPart(node)) {
        nodes.push(node);
        return;
      }
      if (atStart) open.start = Math.max(0, open.start - 1);
      if (atEnd) open.end = Math.max(0, open.end - 1);
      visit(node.content, atStart, atEnd);
    });
  visit(slice.content, true, true);
  return new Slice(Fragment.from(nodes), open.start, open.end);
}

/** Comment marks move with cut words, but a copy of the words is not what the comment was about. */
function withoutCopies(content: Fragment, doc: Node): Fragment {
  const present = new Set<unknown>();
  doc.descendants((node) => node.marks.forEach((mark) => isComment(mark) && present.add(mark.attrs['threadId'])));
  const clean = (node: Node): Node => {
    const kept = node.marks.filter((mark) => !isComment(mark) || !present.has(mark.attrs['threadId']));
    return (node.isText ? node : node.copy(cleanAll(node.content))).mark(kept);
  };
  const cleanAll = (fragment: Fragment): Fragment => Fragment.from(fragment.content.map(clean));
  return cleanAll(content);
}

const isComment = (mark: Mark): boolean => mark.type.name === 'comment';
