import type { Editor } from '@tiptap/core';
import type { EditorState } from '@tiptap/pm/state';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap';
import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { NewAnchor } from '../../shared/feedback.ts';

/** A passage of the plan as the server wants it: Yjs relative positions and the words between them. */
export type Passage = Extract<NewAnchor, { type: 'plan' }>;

/** How many characters of a passage are sent along; the server reads the words themselves from the live plan. */
const longestQuote = 2000;

/**
 * The words selected in an editor, as positions that stay with them while others type; null when no words are selected.
 * The selection may be of a reader who cannot write.
 */
export function selectedPassage(editor: Editor): Passage | null {
  const words = selectedWords(editor);
  const sync = syncOf(editor.state);
  if (words === null || sync === undefined) return null;
  const position = (at: number) => absolutePositionToRelativePosition(at, sync.type, sync.binding.mapping) as Y.RelativePosition;
  return {
    type: 'plan',
    from: encode(leaningRight(position(words.from), sync.type)),
    to: encode(position(words.to)),
    quote: words.quote.slice(0, longestQuote),
  };
}

/** Where a passage is in the editor now; null when its words are gone. */
export function findPassage(state: EditorState, { from, to }: Passage): { from: number; to: number } | null {
  const sync = syncOf(state);
  if (sync?.type.doc == null) return null;
  const { doc } = sync.type;
  const place = (encoded: string): number | null =>
    relativePositionToAbsolutePosition(doc, sync.type, Y.decodeRelativePosition(fromBase64(encoded)), sync.binding.mapping);
  const [begin, end] = [place(from), place(to)];
  return begin === null || end === null || begin >= end || end > state.doc.content.size ? null : { from: begin, to: end };
}

/** Whether the editor's selection holds words that a comment can be about. */
export const hasSelectedWords = (editor: Editor): boolean => selectedWords(editor) !== null;

const syncOf = (state: EditorState) =>
  ySyncPluginKey.getState(state) as { type: Y.XmlFragment; binding: ProsemirrorBinding } | undefined;

/** A selection may begin or end between blocks; what counts is the text in it, without blanks around it. */
function selectedWords({ state: { doc, selection } }: Editor): { from: number; to: number; quote: string } | null {
  let from: number | null = null;
  let to = 0;
  doc.nodesBetween(selection.from, selection.to, (node, start) => {
    if (!node.isText || node.text === undefined) return;
    const begin = Math.max(selection.from - start, 0);
    const end = Math.min(selection.to - start, node.text.length);
    const text = node.text.slice(begin, end);
    if (text.trim() === '') return;
    from ??= start + begin + text.length - text.trimStart().length;
    to = start + begin + text.trimEnd().length;
  });
  return from === null ? null : { from, to, quote: doc.textBetween(from, to, '\n', '\n') };
}

/**
 * The binding's positions hold on to the character before them. The beginning of a passage holds on to its first
 * character instead, so that words typed just before it are not taken in.
 */
function leaningRight(position: Y.RelativePosition, root: Y.XmlFragment): Y.RelativePosition {
  const absolute = root.doc === null ? null : Y.createAbsolutePositionFromRelativePosition(position, root.doc);
  return absolute?.type instanceof Y.XmlText ? Y.createRelativePositionFromTypeIndex(absolute.type, absolute.index, 0) : position;
}

const encode = (position: Y.RelativePosition): string => toBase64(Y.encodeRelativePosition(position));
