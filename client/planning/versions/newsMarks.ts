import type { Node } from '@tiptap/pm/model';
import { Decoration } from '@tiptap/pm/view';
import type { NewsMark } from '../../../shared/planNews.ts';
import classes from './news.module.css';

/** A mark at its positions in a document. `entry` is the number of the change in the list. Of a step or class the id says where it is. */
export type Placed =
  | { type: 'words'; entry: number; from: number; to: number }
  | { type: 'block'; entry: number; from: number; name: string }
  | { type: 'part'; entry: number; id: string }
  | { type: 'gap'; entry: number; from: number; words: string };

/** The place of a mark in a document that is as it was when the mark was made; null when it is not. */
export function placeMark(mark: NewsMark, entry: number, doc: Node): Placed | null {
  const found = find(doc, mark.path);
  if (found === null) return null;
  const { node, at } = found;
  const inside = at + 1;
  if (mark.type === 'words') return { type: 'words', entry, from: inside + mark.from, to: inside + mark.to };
  if (mark.type === 'gap') {
    const before = node.isTextblock ? mark.at : sizeBefore(node, mark.at);
    return { type: 'gap', entry, from: inside + Math.min(before, node.content.size), words: mark.words };
  }
  const id: unknown = node.attrs['id'];
  if (typeof id === 'string' && id !== '') return { type: 'part', entry, id };
  if (node.isAtom) return { type: 'block', entry, from: at, name: node.type.name };
  return { type: 'words', entry, from: inside, to: at + node.nodeSize - 1 };
}

/** How marks are drawn; what is no longer where its mark says is not. `gone` says what was deleted to those who hear the page. */
export function drawMarks(placed: readonly Placed[], doc: Node, gone: (words: string) => string): Decoration[] {
  const parts = partsOf(doc, new Set(placed.flatMap((mark) => (mark.type === 'part' ? mark.id : []))));
  return placed.flatMap((mark): Decoration[] => {
    const spec = { entry: mark.entry };
    const attrs = { 'data-news': '' };
    switch (mark.type) {
      case 'words':
        return [Decoration.inline(mark.from, mark.to, { ...attrs, class: classes['new'] ?? '' }, spec)];
      case 'gap': {
        const label = gone(mark.words);
        const options = { ...spec, side: -1, ignoreSelection: true, key: `news ${mark.entry} ${mark.from} ${label}` };
        return [Decoration.widget(mark.from, () => gap(label), options)];
      }
      case 'part':
        return (parts.get(mark.id) ?? []).map(({ at, node }) =>
          Decoration.node(at, at + node.nodeSize, { ...attrs, class: classes['newPart'] ?? '' }, spec),
        );
      case 'block': {
        const node = doc.nodeAt(mark.from);
        if (node?.type.name !== mark.name) return [];
        return [Decoration.node(mark.from, mark.from + node.nodeSize, { ...attrs, class: classes['newPart'] ?? '' }, spec)];
      }
    }
  });
}

function gap(label: string): HTMLElement {
  const sign = document.createElement('span');
  sign.className = classes['gap'] ?? '';
  sign.dataset['news'] = '';
  sign.dataset['gone'] = '';
  sign.contentEditable = 'false';
  sign.setAttribute('role', 'img');
  sign.setAttribute('aria-label', label);
  sign.title = label;
  return sign;
}

/** Finds a node by the indices of children; the document itself begins before its first position. */
function find(doc: Node, path: readonly number[]): { node: Node; at: number } | null {
  let [node, at] = [doc, -1];
  for (const index of path) {
    const child = node.maybeChild(index);
    if (child === null) return null;
    at += 1 + sizeBefore(node, index);
    node = child;
  }
  return { node, at };
}

const sizeBefore = (node: Node, index: number): number =>
  node.children.slice(0, index).reduce((sum, child) => sum + child.nodeSize, 0);

/** Steps and classes by their ids. They stand right in a section. */
function partsOf(doc: Node, ids: ReadonlySet<string>): Map<string, { at: number; node: Node }[]> {
  const parts = new Map<string, { at: number; node: Node }[]>();
  if (ids.size === 0) return parts;
  doc.forEach((section, offset) =>
    section.forEach((node, within) => {
      const id: unknown = node.attrs['id'];
      if (typeof id !== 'string' || !ids.has(id) || parts.has(id)) return;
      parts.set(id, [{ at: offset + 1 + within, node }]);
    }),
  );
  return parts;
}
