import { Extension, type Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { DecorationSet } from '@tiptap/pm/view';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap';
import type { NewsMark } from '../../../shared/planNews.ts';
import { light } from '../useLinkedPlace.ts';
import { translate } from '../../ui/words.ts';
import { drawMarks, placeMark, type Placed } from './newsMarks.ts';
import { newsWords } from './newsWords.ts';

/** A mark, and where it is in the shared document whatever others do to it. */
interface Anchored {
  mark: Placed;
  from: unknown;
  to: unknown;
}

interface Shown {
  anchors: readonly Anchored[];
  drawn: DecorationSet;
}

const newsKey = new PluginKey<Shown>('planNews');
const nothing: Shown = { anchors: [], drawn: DecorationSet.empty };

/** Marks what is new to the reader. It belongs to every editor of a plan; what it shows is told by `showNews`. */
export const NewsHighlight = Extension.create({
  name: 'planNews',
  addProseMirrorPlugins: () => [
    new Plugin<Shown>({
      key: newsKey,
      state: { init: () => nothing, apply: (transaction, shown, _before, state) => follow(transaction, shown, state) },
      props: { decorations: (state) => newsKey.getState(state)?.drawn },
    }),
  ],
});

/** Marks changes in the plan, each with its number in the list. They must be those of the plan as the editor has it now. */
export function showNews(editor: Editor, entries: readonly { marks: readonly NewsMark[] }[]): void {
  const { doc, tr } = editor.state;
  const placed = entries.flatMap(({ marks }, entry) => marks.flatMap((mark) => placeMark(mark, entry, doc) ?? []));
  editor.view.dispatch(tr.setMeta(newsKey, placed).setMeta('addToHistory', false));
}

/**
 * Brings a marked change into view, and the focus there for those at the keyboard. Answers false when its place is gone.
 * @param entry Its number in the list.
 */
export function goToNews(editor: Editor, entry: number, focus: boolean): boolean {
  const found = newsKey.getState(editor.state)?.drawn.find(undefined, undefined, (spec) => spec['entry'] === entry)[0];
  if (found === undefined) return false;
  const { view } = editor;
  const { node } = view.domAtPos(found.from, 1);
  const place = view.nodeDOM(found.from) ?? node;
  const element = place instanceof HTMLElement ? place : place.parentElement;
  if (element === null) return false;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({
    block: element.offsetHeight > innerHeight / 2 ? 'start' : 'center',
    behavior: still ? 'auto' : 'smooth',
  });
  light(element);
  if (focus && editor.isEditable) editor.commands.focus(found.from, { scrollIntoView: false });
  if (focus && !editor.isEditable) {
    element.closest('[data-anchor]')?.querySelector<HTMLElement>('h2, [tabindex]')?.focus({ preventScroll: true });
  }
  return true;
}

function follow(transaction: Transaction, shown: Shown, state: EditorState): Shown {
  const told = transaction.getMeta(newsKey) as readonly Placed[] | undefined;
  const sync = syncOf(state);
  if (told !== undefined) {
    const relative = (place: number) =>
      sync === null ? null : (absolutePositionToRelativePosition(place, sync.type, sync.mapping) as unknown);
    const anchors = told.map((mark) => ({
      mark,
      from: 'from' in mark ? relative(mark.from) : null,
      to: 'to' in mark ? relative(mark.to) : null,
    }));
    return told.length === 0 ? nothing : { anchors, drawn: draw(transaction.doc, told) };
  }
  if (!transaction.docChanged || shown === nothing) return shown;
  // What others do arrives as a new document; where the words are in it only the shared document knows.
  if (transaction.getMeta(ySyncPluginKey) === undefined || sync === null) {
    return { ...shown, drawn: shown.drawn.map(transaction.mapping, transaction.doc) };
  }
  const absolute = (place: unknown) => relativePositionToAbsolutePosition(sync.doc, sync.type, place, sync.mapping);
  const placed = shown.anchors.flatMap(({ mark, from: first, to: last }): Placed[] => {
    if (mark.type === 'part') return [mark];
    const from = absolute(first);
    if (typeof from !== 'number') return [];
    if (mark.type !== 'words') return [{ ...mark, from }];
    const to = absolute(last);
    return typeof to === 'number' && from < to ? [{ ...mark, from, to }] : [];
  });
  return { ...shown, drawn: draw(transaction.doc, placed) };
}

const draw = (doc: Node, placed: readonly Placed[]): DecorationSet =>
  DecorationSet.create(
    doc,
    drawMarks(placed, doc, (words) => translate(newsWords, 'gone', { words })),
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
