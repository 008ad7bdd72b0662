import { wordsOfLeaf } from './planLeaf.ts';

/** The attributes of a node or a mark. */
export type PlanAttributes = Readonly<Record<string, unknown>>;

export interface PlanMark {
  type: string;
  attrs?: PlanAttributes;
}

/** A node of a plan as plain data: what an editor gives for it (`doc.toJSON()`), and what a version holds. */
export interface PlanNode {
  type: string;
  attrs?: PlanAttributes;
  content?: readonly PlanNode[];
  text?: string;
  marks?: readonly PlanMark[];
}

/** Stands for whatever is no text inside a line, such as a line break. */
const object = '\ufffc';

/** Whether a node holds a line of text, not other blocks. */
export const holdsLine = (node: PlanNode): boolean =>
  node.type === 'paragraph' || node.type === 'heading' || (node.content ?? []).some(({ text }) => text !== undefined);

/** The characters of a line; what is no text counts as one of them. */
export const lineOf = (node: PlanNode): string => (node.content ?? []).map(({ text }) => text ?? object).join('');

/** The marks of each character of a line. */
export const marksOf = (node: PlanNode): (readonly PlanMark[])[] =>
  (node.content ?? []).flatMap((part) => Array.from({ length: (part.text ?? object).length }, () => part.marks ?? []));

/** What each character of a line reads as; what is no text may read as several characters. */
export const shownOf = (node: PlanNode): string[] =>
  (node.content ?? []).flatMap(({ type, attrs, text }) => text?.split('') ?? [wordsOfLeaf(type, attrs) || object]);

/** All text below a node, one line a block. */
export function textBelow(node: PlanNode): string {
  if (holdsLine(node)) return shownOf(node).join('');
  return wordsOfLeaf(node.type, node.attrs) || (node.content ?? []).map(textBelow).join('\n');
}

/** How a node came to where it is, which says nothing of what is planned. */
const unsaid: ReadonlySet<string> = new Set(['seen']);

/** Whether two sets of attributes say the same; one that is missing says what null says. */
export function sameAttributes(one: PlanAttributes = {}, other: PlanAttributes = {}): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (key) => unsaid.has(key) || JSON.stringify(one[key] ?? null) === JSON.stringify(other[key] ?? null),
  );
}

/** Comments lie over a plan and are not part of what it says. */
export const isComment = (mark: PlanMark): boolean => mark.type === 'comment';

/** How each character of a line is formatted, whatever the order of its marks; what is no text also says what it is. */
export const formatsOf = (node: PlanNode): string[] =>
  (node.content ?? []).flatMap((part) => {
    const marks = (part.marks ?? []).filter((mark) => !isComment(mark));
    const format = marks.map((mark) => JSON.stringify([mark.type, mark.attrs ?? {}])).toSorted();
    if (part.text === undefined) return [JSON.stringify([part.type, part.attrs ?? {}, part.content ?? [], format])];
    return Array.from({ length: part.text.length }, () => format.join());
  });
