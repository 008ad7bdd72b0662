import * as Y from 'yjs';
import { planRoot } from '../../shared/planDocument.ts';
import { conflict } from '../errors.ts';
import { commentsOf, layOut, longestQuote, pieceOf, type Piece } from './passages.ts';

/** Formatting of a stretch of text, as Yjs keeps it. */
type Formats = Record<string, unknown>;
type Delta = { insert: string | object; attributes?: Formats }[];

/**
 * Puts other words in the place of the passage of a thread, and moves the thread's mark onto them. Lines of the new wording go
 * where the passage's own lines are; lines that are left over begin new paragraphs, and the passage's own that are left over
 * become empty. The new words look like the first of those they replace.
 * @param passage `expected` are the words that whoever decides has seen there.
 * @returns the words that stand there now: blank lines are left out.
 * @throws conflict `suggestion_orphaned` when the passage is gone, and `passage_changed` with `details.words`, its present words
 * (null when they are too many to be shown).
 */
export function replacePassage(doc: Y.Doc, passage: { threadId: string; expected: string; wording: string }): string {
  const pieces = findPieces(doc, passage.threadId);
  const words = wordsOf(pieces);
  if (words === null) throw conflict('suggestion_orphaned', 'The words that this suggestion is about are no longer in the plan.');
  if (words !== passage.expected) {
    const shown = words.length > longestQuote ? null : words;
    throw conflict('passage_changed', 'The words that this suggestion is about have changed meanwhile.', { words: shown });
  }
  const lines = passage.wording.split(/\r?\n/).filter((line) => line.trim() !== '');
  for (const [index, { segment, begin, end }] of pieces.entries()) {
    const formats = formatsAt(segment.text, begin);
    const line = lines[index] ?? '';
    if (line !== '') segment.text.insert(begin, line, formats);
    segment.text.delete(begin + line.length, end - begin);
    const rest = lines.slice(index + 1);
    if (index === pieces.length - 1 && rest.length > 0) breakOff(segment.text, begin + line.length, rest, formats);
  }
  return lines.join('\n');
}

/**
 * The passage of a thread: everything from its first marked character to its last. What others have written in between
 * belongs to it, since new wording in its place would have to say what becomes of that.
 */
function findPieces(doc: Y.Doc, threadId: string): Piece[] {
  const { segments } = layOut(doc.getXmlFragment(planRoot));
  const marked = segments.flatMap(({ text, start }) => {
    const keys = commentsOf(text).flatMap((comment) => (comment.threadId === threadId ? comment.key : []));
    return keys.length === 0 ? [] : stretchesOf(text, keys).map(({ from, to }) => ({ from: start + from, to: start + to }));
  });
  const [first, last] = [marked[0], marked.at(-1)];
  return first === undefined || last === undefined ? [] : segments.flatMap((segment) => pieceOf(segment, first.from, last.to));
}

function wordsOf(pieces: readonly Piece[]): string | null {
  const words = pieces.map(({ segment, begin, end }) => segment.content.slice(begin, end)).join('\n');
  return words.trim() === '' ? null : words;
}

/** Where a text carries one of some marks. */
function stretchesOf(text: Y.XmlText, keys: readonly string[]): { from: number; to: number }[] {
  let at = 0;
  return deltaOf(text).flatMap(({ insert, attributes }) => {
    const from = at;
    at += lengthOf(insert);
    return keys.some((key) => attributes?.[key] != null) ? [{ from, to: at }] : [];
  });
}

function formatsAt(text: Y.XmlText, index: number): Formats {
  let at = 0;
  for (const { insert, attributes } of deltaOf(text)) {
    at += lengthOf(insert);
    if (index < at) return attributes ?? {};
  }
  return {};
}

/** Lines that have no line of the passage to go to begin paragraphs of their own; what stood after the passage follows them. */
function breakOff(text: Y.XmlText, index: number, lines: readonly string[], formats: Formats): void {
  const block = text.parent as Y.XmlElement;
  const container = block.parent as Y.XmlElement;
  const place = block.toArray().indexOf(text) + 1;
  const following = block.toArray().slice(place);
  const tail = after(deltaOf(text), index);
  const paragraphs = lines.map((line, number) => {
    const last = number === lines.length - 1;
    const content = new Y.XmlText();
    content.applyDelta([{ insert: line, attributes: formats }, ...(last ? tail : [])]);
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [content, ...(last ? following.map((node) => node.clone() as Y.XmlElement | Y.XmlText) : [])]);
    return paragraph;
  });
  text.delete(index, text.length - index);
  block.delete(place, following.length);
  container.insert(container.toArray().indexOf(block) + 1, paragraphs);
}

function after(delta: Delta, index: number): Delta {
  let at = 0;
  return delta.flatMap((part) => {
    const from = Math.max(0, index - at);
    at += lengthOf(part.insert);
    if (at <= index) return [];
    return [typeof part.insert === 'string' ? { ...part, insert: part.insert.slice(from) } : part];
  });
}

const deltaOf = (text: Y.XmlText) => text.toDelta() as Delta;

const lengthOf = (insert: string | object): number => (typeof insert === 'string' ? insert.length : 1);
