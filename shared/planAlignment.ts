import { sameAttributes, textBelow, type PlanAttributes, type PlanNode } from './planNode.ts';

/** Which members of two lists belong together, as indices; both grow from pair to pair. */
export type Pairs = readonly (readonly [number, number])[];

/** A run of characters that stands in both of two lines. */
export interface Run {
  before: number;
  after: number;
  length: number;
}

/**
 * How much comparing may cost, in cells of tables. What is left over when it is used up counts as replaced: the result is
 * coarser, and still true.
 */
export class Effort {
  private cells: number;

  constructor(cells = 20_000_000) {
    this.cells = cells;
  }

  /** Takes what a table of this size costs; false when there is not enough left. */
  take(rows: number, columns: number): boolean {
    const cost = (rows + 1) * (columns + 1);
    if (cost > Math.min(this.cells, 5_000_000)) return false;
    this.cells -= cost;
    return true;
  }
}

/** Below this two blocks of the same kind are two blocks, not one that was changed. From 0 to 1. */
const leastLikeness = 0.35;
const likenessLength = 2_000;

/** Pairs the blocks of two lists: parts by what they are, blocks by their words, and then those that are alike. */
export function alignNodes(before: readonly PlanNode[], after: readonly PlanNode[], effort: Effort): Pairs {
  const exact = align(before.map(keyOf), after.map(keyOf), effort);
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...exact, [before.length, after.length] as const]) {
    const gap = alignAlike(before.slice(i, nextI), after.slice(j, nextJ), effort);
    for (const [a, b] of gap) pairs.push([i + a, j + b]);
    if (nextI < before.length) pairs.push([nextI, nextJ]);
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return pairs;
}

/** What a part of a plan is, apart from what is written in it; null for ordinary blocks. */
export function identityOf({ type, attrs = {} }: PlanNode): string | null {
  const id = attrs['id'];
  if (typeof id === 'string' && id !== '') return `${type} ${id}`;
  const kind = attrs['kind'] ?? attrs['site'] ?? attrs['layer'];
  return typeof kind === 'string' ? `${type} ${kind}` : null;
}

/** The runs of characters that two lines have in common, by words. */
export function matchLines(before: string, after: string, effort: Effort): Run[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const runs: Run[] = [];
  const starts = (words: readonly string[]) => {
    let at = 0;
    return words.map((word) => (at += word.length) - word.length);
  };
  const [startsA, startsB] = [starts(a), starts(b)];
  for (const [i, j] of align(a, b, effort)) {
    const run = { before: startsA[i] ?? 0, after: startsB[j] ?? 0, length: (a[i] ?? '').length };
    const last = runs.at(-1);
    if (last !== undefined && last.before + last.length === run.before && last.after + last.length === run.after) {
      last.length += run.length;
    } else runs.push(run);
  }
  return runs;
}

/** How much two texts have in common, from 0 to 1: Dice's coefficient of their pairs of characters. */
export function likeness(one: string, other: string): number {
  const [a, b] = [bigrams(one), bigrams(other)];
  let [size, shared] = [0, 0];
  for (const count of [...a.values(), ...b.values()]) size += count;
  for (const [pair, count] of a) shared += Math.min(count, b.get(pair) ?? 0);
  return size === 0 ? Number(one === other) : (2 * shared) / size;
}

/** The longest common subsequence of two lists. What is too large for the effort is paired only at its ends. */
function align(before: readonly string[], after: readonly string[], effort: Effort): Pairs {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const [rows, columns] = [before.length - head - tail, after.length - head - tail];
  const middle =
    rows > 0 && columns > 0 && effort.take(rows, columns)
      ? bestPath(rows, columns, (i, j) => Number(before[head + i] === after[head + j]))
      : [];
  return [
    ...Array.from({ length: head }, (_none, index) => [index, index] as const),
    ...middle.map(([i, j]) => [head + i, head + j] as const),
    ...Array.from({ length: tail }, (_none, index) => [head + rows + index, head + columns + index] as const),
  ];
}

/** Pairs what is left between exact pairs: one block with one block, and else those that read alike. */
function alignAlike(before: readonly PlanNode[], after: readonly PlanNode[], effort: Effort): Pairs {
  const fits = (one: PlanNode, other: PlanNode) =>
    one.type === other.type && identityOf(one) === null && identityOf(other) === null;
  const [first, other] = [before[0], after[0]];
  if (first === undefined || other === undefined) return [];
  if (before.length === 1 && after.length === 1) return fits(first, other) ? [[0, 0]] : [];
  // A likeness costs about as much as a hundred cells.
  if (!effort.take(before.length * 10, after.length * 10)) return [];
  const texts = [before.map(textBelow), after.map(textBelow)] as const;
  return bestPath(before.length, after.length, (i, j) => {
    const [a, b] = [before[i], after[j]];
    if (a === undefined || b === undefined || !fits(a, b)) return 0;
    const alike = likeness(texts[0][i] ?? '', texts[1][j] ?? '');
    return alike < leastLikeness ? 0 : alike;
  });
}

/** The pairs with the greatest sum of worth; neither side goes back. */
function bestPath(rows: number, columns: number, worth: (row: number, column: number) => number): [number, number][] {
  const width = columns + 1;
  const best = new Float32Array((rows + 1) * width);
  const worths = new Float32Array(rows * columns);
  const at = (row: number, column: number) => best[row * width + column] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const here = worth(i, j);
      worths[i * columns + j] = here;
      const paired = here > 0 ? at(i + 1, j + 1) + (worths[i * columns + j] ?? 0) : 0;
      best[i * width + j] = Math.max(paired, at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (at(i, j) === at(i + 1, j)) i++;
    else if (at(i, j) === at(i, j + 1)) j++;
    else pairs.push([i++, j++]);
  }
  return pairs;
}

/** Parts are told apart by what they are, blocks by their words. */
function keyOf(node: PlanNode): string {
  const attrs: PlanAttributes = node.attrs ?? {};
  return identityOf(node) ?? `${node.type} ${sameAttributes(attrs) ? '' : JSON.stringify(attrs)} ${textBelow(node)}`;
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** The words of a line, in Chinese too. They never split a character. */
const wordsOf = (line: string): string[] => Array.from(segmenter.segment(line), ({ segment }) => segment);

function bigrams(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  const end = Math.min(text.length, likenessLength) - 1;
  for (let at = 0; at < end; at++) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}
