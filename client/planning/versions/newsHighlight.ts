import { Extension, type Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap';
import { placesOf, type Difference } from '../../../shared/planDifference.ts';
import classes from './news.module.css';

interface Range {
  from: number;
  to: number;
}

/** The marked ranges, and where they are in the shared document whatever others do to it. */
interface News {
  anchors: readonly { from: unknown; to: unknown }[];
  drawn: DecorationSet;
}

const newsKey = new PluginKey<News>('planNews');
const nothing: News = { anchors: [], drawn: DecorationSet.empty };

/** Marks words that are new to the reader. It belongs to every editor of a plan; what it shows is told by `showNews`. */
export const NewsHighlight = Extension.create({
  name: 'planNews',
  addProseMirrorPlugins: () => [
    new Plugin<News>({
      key: newsKey,
      state: { init: () => nothing, apply: (transaction, news, _before, state) => follow(transaction, news, state) },
      props: { decorations: (state) => newsKey.getState(state)?.drawn },
    }),
  ],
});

/** Marks the words that a difference has added. It must end with the plan as the editor has it now; null takes the marks away. */
export function showNews(editor: Editor, difference: Difference | null): void {
  const ranges = difference === null ? [] : addedRanges(difference, editor.state.doc, -1);
  editor.view.dispatch(editor.state.tr.setMeta(newsKey, ranges).setMeta('addToHistory', false));
}

/** The places of what has been added: as a difference tells, at the positions that the same plan has in an editor. */
export function addedRanges(difference: Difference, node: Node, position: number): Range[] {
  const ranges: Range[] = [];
  let at = position + 1;
  for (const piece of difference.pieces ?? []) {
    if (piece.change === 'removed') continue;
    if (piece.change !== 'same') ranges.push({ from: at, to: at + placesOf(piece) });
    at += placesOf(piece);
  }
  let index = 0;
  for (const child of difference.children) {
    if (child.after === null) continue;
    const below = node.maybeChild(index++);
    if (below === null) break;
    ranges.push(...addedRanges(child, below, at));
    at += below.nodeSize;
  }
  return ranges;
}

function follow(transaction: Transaction, news: News, state: EditorState): News {
  const told = transaction.getMeta(newsKey) as readonly Range[] | undefined;
  const sync = syncOf(state);
  if (told !== undefined) {
    const anchors =
      sync === null
        ? []
        : told.map(({ from, to }) => ({
            from: absolutePositionToRelativePosition(from, sync.type, sync.mapping) as unknown,
            to: absolutePositionToRelativePosition(to, sync.type, sync.mapping) as unknown,
          }));
    return { anchors, drawn: draw(transaction.doc, told) };
  }
  if (!transaction.docChanged || news === nothing) return news;
  // What others do arrives as a new document; where the words are in it only the shared document knows.
  if (transaction.getMeta(ySyncPluginKey) === undefined || sync === null) {
    return { ...news, drawn: news.drawn.map(transaction.mapping, transaction.doc) };
  }
  const ranges = news.anchors.flatMap((anchor) => {
    const [from, to] = [anchor.from, anchor.to].map((place) =>
      relativePositionToAbsolutePosition(sync.doc, sync.type, place, sync.mapping),
    );
    return typeof from === 'number' && typeof to === 'number' && from < to ? [{ from, to }] : [];
  });
  return { ...news, drawn: draw(transaction.doc, ranges) };
}

const draw = (doc: Node, ranges: readonly Range[]): DecorationSet =>
  DecorationSet.create(
    doc,
    ranges.map(({ from, to }) => Decoration.inline(from, to, { class: classes['new'] ?? '', 'data-news': '' })),
  );

interface Sync {
  doc: ProsemirrorBinding['doc'];
  type: ProsemirrorBinding['type'];
  mapping: ProsemirrorBinding['mapping'];
}

function syncOf(state: EditorState): Sync | null {
  const sync = ySyncPluginKey.getState(state) as { binding?: ProsemirrorBinding | null } | undefined;
  const binding = sync?.binding;
  return binding == null ? null : { doc: binding.doc, type: binding.type, mapping: binding.mapping };
}
