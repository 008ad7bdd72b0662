import { prosemirrorJSONToYDoc } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { planRoot, rawText } from '../../shared/planDocument.ts';
import { planSchema } from '../../shared/planSchema.ts';
import { conflict } from '../errors.ts';

/** The words of a passage and what stands around them, as of now. */
export interface Passage {
  quote: string;
  prefix: string;
  suffix: string;
}

/** How many characters around a passage are kept, and how many of the passage itself. */
const surroundings = 40;
export const longestQuote = 2000;

/** One text of the plan at its place in the whole: `start` counts characters, with one for the end of each block. */
export interface Segment {
  text: Y.XmlText;
  start: number;
  content: string;
}

/**
 * Lays the mark of a thread over the words between two relative positions (`Y.encodeRelativePosition`) and answers them.
 * Only text is formatted, so concurrent typing, splitting and deleting merge with it as with any bold word.
 * @throws conflict `passage_gone` when the words are no longer there.
 */
export function markPassage(doc: Y.Doc, passage: { threadId: string; from: Uint8Array; to: Uint8Array }): Passage {
  const plan = layOut(doc.getXmlFragment(planRoot));
  const from = resolve(doc, plan, passage.from);
  const to = resolve(doc, plan, passage.to);
  if (from === null || to === null) throw passageGone();
  const key = commentKey(passage.threadId);
  const pieces = plan.segments.flatMap((segment) => pieceOf(segment, from, to));
  const quote = pieces.map(({ segment, begin, end }) => segment.content.slice(begin, end)).join('\n');
  if (quote.trim() === '') throw passageGone();
  for (const { segment, begin, end } of pieces) {
    segment.text.format(begin, end - begin, { [key]: { threadId: passage.threadId } });
  }
  const first = pieces[0];
  const last = pieces.at(-1);
  return {
    quote: quote.slice(0, longestQuote),
    prefix: first ? first.segment.content.slice(Math.max(0, first.begin - surroundings), first.begin) : '',
    suffix: last ? last.segment.content.slice(last.end, last.end + surroundings) : '',
  };
}

/** The threads whose mark is somewhere in the plan. */
export function markedThreads(doc: Y.Doc): Set<string> {
  const { segments } = layOut(doc.getXmlFragment(planRoot));
  return new Set(segments.flatMap(({ text }) => commentsOf(text).map(({ threadId }) => threadId)));
}

/** Takes the mark of a thread away wherever it is. */
export function unmarkPassage(doc: Y.Doc, threadId: string): void {
  for (const { text } of layOut(doc.getXmlFragment(planRoot)).segments) {
    const keys = commentsOf(text).filter((comment) => comment.threadId === threadId);
    for (const { key } of keys) text.format(0, text.length, { [key]: null });
  }
}

/**
 * The name under which editors store a thread's mark in the text. Marks that may overlap carry a hash of themselves there;
 * it is made by the editor's own binding, so that the two can never disagree.
 */
export function commentKey(threadId: string): string {
  const marks = [{ type: 'comment', attrs: { threadId } }];
  const paragraph = { type: 'paragraph', content: [{ type: 'text', text: 'x', marks }] };
  const content = [{ type: 'planSection', attrs: { kind: 'basics' }, content: [paragraph] }];
  const doc = prosemirrorJSONToYDoc(planSchema, { type: 'doc', content }, planRoot);
  const key = commentsIn(doc.getXmlFragment(planRoot))[0];
  doc.destroy();
  if (key === undefined) throw new Error('The schema of plans has no comment mark.');
  return key;
}

function commentsIn(parent: Y.XmlFragment): string[] {
  return layOut(parent).segments.flatMap(({ text }) => commentsOf(text).map(({ key }) => key));
}

export function commentsOf(text: Y.XmlText): { key: string; threadId: string }[] {
  const parts = text.toDelta() as { attributes?: Record<string, { threadId?: unknown } | null> }[];
  return parts.flatMap(({ attributes }) =>
    Object.entries(attributes ?? {}).flatMap(([key, value]) =>
      /^comment(--.*)?$/.test(key) && typeof value?.threadId === 'string' ? [{ key, threadId: value.threadId }] : [],
    ),
  );
}

/** What of one text belongs to a passage. */
export interface Piece {
  segment: Segment;
  begin: number;
  end: number;
}

/** All texts of the plan in order, and where each element begins and ends among their characters. */
export interface Layout {
  segments: Segment[];
  places: Map<Y.XmlFragment | Y.XmlText, { starts: number[]; end: number }>;
}

export function layOut(root: Y.XmlFragment): Layout {
  const segments: Segment[] = [];
  const places: Layout['places'] = new Map();
  let at = 0;
  const visit = (node: Y.XmlFragment): void => {
    const starts: number[] = [];
    for (const child of node.toArray()) {
      starts.push(at);
      if (child instanceof Y.XmlText) {
        const content = rawText(child);
        segments.push({ text: child, start: at, content });
        places.set(child, { starts: [], end: at + content.length });
        at += content.length;
      } else if (child instanceof Y.XmlElement) {
        visit(child);
        at += 1;
      }
    }
    places.set(node, { starts, end: at });
  };
  visit(root);
  return { segments, places };
}

/** Where a relative position is among the characters of the plan; null when its place is gone or was never there. */
function resolve(doc: Y.Doc, plan: Layout, encoded: Uint8Array): number | null {
  const absolute = decode(doc, encoded);
  const place = absolute === null ? undefined : plan.places.get(absolute.type as Y.XmlFragment | Y.XmlText);
  if (absolute === null || place === undefined) return null;
  if (absolute.type instanceof Y.XmlText) return place.end - absolute.type.length + absolute.index;
  return place.starts[absolute.index] ?? place.end;
}

function decode(doc: Y.Doc, encoded: Uint8Array): Y.AbsolutePosition | null {
  try {
    const relative = Y.decodeRelativePosition(encoded);
    // Yjs would make a root type of whatever name it is asked for.
    if (relative.tname !== null && relative.tname !== planRoot) return null;
    return Y.createAbsolutePositionFromRelativePosition(relative, doc);
  } catch {
    return null;
  }
}

function endOf(segment: Segment): number {
  return segment.start + segment.content.length;
}

/** What of a segment lies between two places. Yjs destroys a character whose halves are formatted apart, so it is taken in whole. */
export function pieceOf(segment: Segment, from: number, to: number): Piece[] {
  const begin = Math.max(from, segment.start) - segment.start;
  const end = Math.min(to, endOf(segment)) - segment.start;
  if (begin >= end) return [];
  const splits = (index: number) => /^[\ud800-\udbff][\udc00-\udfff]$/.test(segment.content.slice(index - 1, index + 1));
  return [{ segment, begin: splits(begin) ? begin - 1 : begin, end: splits(end) ? end + 1 : end }];
}

const passageGone = () => conflict('passage_gone', 'The words you chose are no longer in the plan. Choose the passage again.');
