import { alignNodes, Effort, identityOf, likeness, matchLines } from './planAlignment.ts';
import { formatsOf, holdsLine, lineOf, sameAttributes, shownOf, textBelow, type PlanNode } from './planNode.ts';

export type Change = 'same' | 'added' | 'removed' | 'changed';

/** Some characters of a line. `changed` is the same words in another formatting. */
export interface Piece {
  text: string;
  change: Change;
  /** How many places it takes in the line, when that is not the number of its characters: a formula takes one. */
  size?: number;
}

/** What became of one node. `before` is null for what was added, `after` for what was removed. */
export interface Difference {
  before: PlanNode | null;
  after: PlanNode | null;
  change: Change;
  /** It stands in another place among its siblings. */
  moved: boolean;
  /** What became of what is below it, in the order of afterwards; removed ones stand where they were. */
  children: readonly Difference[];
  /** What became of the characters of a line; null when it is no line. */
  pieces: readonly Piece[] | null;
}

/** A line that keeps less than this of its words reads better as one replaced. */
const leastKept = 0.3;

/** The difference between two plans, or two nodes of the same kind. Comments are not part of it. */
export function findDifference(before: PlanNode, after: PlanNode, effort = new Effort()): Difference {
  const own = sameAttributes(before.attrs, after.attrs);
  if (holdsLine(before) || holdsLine(after)) {
    const pieces = comparePieces(before, after, effort);
    const same = own && pieces.every(({ change }) => change === 'same');
    return { before, after, change: same ? 'same' : 'changed', moved: false, children: [], pieces };
  }
  const children = compareChildren(before.content ?? [], after.content ?? [], effort);
  const same = own && children.every(({ change, moved }) => change === 'same' && !moved);
  return { before, after, change: same ? 'same' : 'changed', moved: false, children, pieces: null };
}

/** How many lines and parts of a plan have changed: what is added or removed as a whole counts once. */
export function countChanges(difference: Difference): number {
  if (difference.change === 'same') return Number(difference.moved);
  if (difference.change !== 'changed') return Number(!isEmpty(difference.after ?? difference.before));
  const below = difference.children.reduce((sum, child) => sum + countChanges(child), 0);
  const own =
    difference.moved || difference.pieces !== null || !sameAttributes(difference.before?.attrs, difference.after?.attrs);
  return below + Number(own);
}

/** An empty line that comes or goes is no change of what a plan says. */
const isEmpty = (node: PlanNode | null): boolean => node === null || (holdsLine(node) && textBelow(node).trim() === '');

function compareChildren(before: readonly PlanNode[], after: readonly PlanNode[], effort: Effort): Difference[] {
  const pairs = alignNodes(before, after, effort);
  const partners = new Map(pairs.map(([i, j]) => [j, i]));
  const paired = new Set(pairs.map(([i]) => i));
  const movable = new Map<string, number>();
  before.forEach((node, index) => {
    const identity = paired.has(index) ? null : identityOf(node);
    if (identity !== null) movable.set(identity, index);
  });
  const moved = new Set<number>();
  const made = after.map((node, index): Difference => {
    const partner = partners.get(index);
    const identity = identityOf(node);
    const origin = partner ?? (identity === null ? undefined : movable.get(identity));
    const old = origin === undefined ? undefined : before[origin];
    if (old === undefined) return whole(node, 'added');
    if (partner !== undefined) return findDifference(old, node, effort);
    moved.add(origin ?? -1);
    movable.delete(identity ?? '');
    return { ...findDifference(old, node, effort), moved: true };
  });
  // Each removed node stands behind the last node before it that is still there.
  const all: Difference[] = [];
  let next = 0;
  const removeUntil = (end: number) => {
    for (; next < end; next++) {
      const node = before[next];
      if (node !== undefined && !paired.has(next) && !moved.has(next)) all.push(whole(node, 'removed'));
    }
  };
  made.forEach((difference, index) => {
    const partner = partners.get(index);
    if (partner !== undefined) {
      removeUntil(partner);
      next = partner + 1;
    }
    all.push(difference);
  });
  removeUntil(before.length);
  return all;
}

function whole(node: PlanNode, change: 'added' | 'removed'): Difference {
  const [before, after] = change === 'added' ? [null, node] : [node, null];
  const pieces = holdsLine(node) ? [pieceOf(shownOf(node), change)].filter(({ text }) => text !== '') : null;
  const children = pieces === null ? (node.content ?? []).map((child) => whole(child, change)) : [];
  return { before, after, change, moved: false, children, pieces };
}

function comparePieces(before: PlanNode, after: PlanNode, effort: Effort): Piece[] {
  const [old, now] = [lineOf(before), lineOf(after)];
  const pieces: Piece[] = [];
  const add = (shown: readonly string[], change: Change) => {
    const last = pieces.at(-1);
    if (shown.length === 0) return;
    if (last?.change === change) pieces[pieces.length - 1] = joined(last, pieceOf(shown, change));
    else pieces.push(pieceOf(shown, change));
  };
  const replaced = old !== '' && now !== '' && likeness(old, now) < leastKept;
  const formats = [formatsOf(before), formatsOf(after)] as const;
  const [shownOld, shownNow] = [shownOf(before), shownOf(after)];
  let [i, j] = [0, 0];
  for (const run of replaced ? [] : matchLines(old, now, effort)) {
    add(shownOld.slice(i, run.before), 'removed');
    add(shownNow.slice(j, run.after), 'added');
    for (let at = 0; at < run.length; at++) {
      const same = formats[0][run.before + at] === formats[1][run.after + at];
      const [was, is] = [shownOld[run.before + at] ?? '', shownNow[run.after + at] ?? ''];
      // Two formulas count as one character each and may still say different things.
      if (was !== is) add([was], 'removed');
      add([is], same ? 'same' : was === is ? 'changed' : 'added');
    }
    [i, j] = [run.before + run.length, run.after + run.length];
  }
  add(shownOld.slice(i), 'removed');
  add(shownNow.slice(j), 'added');
  return pieces;
}

function pieceOf(shown: readonly string[], change: Change): Piece {
  const text = shown.join('');
  return text.length === shown.length ? { text, change } : { text, change, size: shown.length };
}

/** How many places a piece takes in its line. */
export const placesOf = ({ text, size }: Piece): number => size ?? text.length;

function joined(one: Piece, other: Piece): Piece {
  const text = one.text + other.text;
  const size = placesOf(one) + placesOf(other);
  return { text, change: one.change, ...(size === text.length ? {} : { size }) };
}
