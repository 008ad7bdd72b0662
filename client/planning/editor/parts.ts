import type { Node } from '@tiptap/pm/model';

/** Nodes that make up the form of a plan, in which blocks of text are written. */
const partNames: ReadonlySet<string> = new Set([
  'planSection',
  'learnerProfile',
  'sitePreparation',
  'homeworkLayer',
  'lessonStep',
  'stepField',
]);

export const isPart = (node: Node): boolean => partNames.has(node.type.name);

/** Parts in which text is written directly. A section may hold text and further parts, a step only its fields. */
export const holdsText = (node: Node): boolean => isPart(node) && node.type.name !== 'lessonStep';

/** What makes a part the same part before and after a change: its identity, not what is written in it. */
export function partKey({ type, attrs }: Node): string {
  const identity: unknown = attrs['id'] ?? attrs['kind'] ?? attrs['site'] ?? attrs['layer'];
  return `${type.name}:${String(identity)}`;
}

/** Whether every part of `before` is still there, at the same level. Parts may have been added, and text may differ. */
export function keepsParts(before: Node, after: Node): boolean {
  if (before === after) return true;
  const parts = before.children.filter(isPart);
  const others = after.children.filter(isPart);
  return parts.every((part, index) => {
    const samePlace = others[index];
    if (samePlace === part) return true;
    const key = partKey(part);
    const match =
      samePlace !== undefined && partKey(samePlace) === key ? samePlace : others.find((other) => partKey(other) === key);
    return match !== undefined && keepsParts(part, match);
  });
}

/** A stretch of text blocks within one part: positions of its beginning and end. */
export interface Run {
  from: number;
  to: number;
}

/** The stretches of text between two positions of a document, each cut to what lies between them. */
export function runsBetween(doc: Node, from: number, to: number): Run[] {
  const runs: Run[] = [];
  const visit = (parent: Node, start: number): void => {
    let open: Run | null = null;
    parent.forEach((child, offset) => {
      const at = start + offset;
      if (isPart(child)) {
        open = null;
        visit(child, at + 1);
        return;
      }
      open ??= runs[runs.push({ from: at, to: at }) - 1] ?? null;
      if (open !== null) open.to = at + child.nodeSize;
    });
  };
  visit(doc, 0);
  return runs
    .filter((run) => run.from < to && run.to > from)
    .map((run) => ({ from: Math.max(run.from, from), to: Math.min(run.to, to) }));
}

/** The innermost part around a position: where it begins, and the node. */
export function partAround(doc: Node, position: number): { node: Node; from: number; to: number } | null {
  const $position = doc.resolve(position);
  for (let depth = $position.depth; depth > 0; depth--) {
    const node = $position.node(depth);
    if (isPart(node)) return { node, from: $position.start(depth), to: $position.end(depth) };
  }
  return null;
}
