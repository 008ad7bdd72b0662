import { textBelow, type PlanNode } from '../../../../shared/planNode.ts';
import type { Piece } from '../reading/pieces.ts';

/** A paragraph of plain words. */
export const paragraph = (text: string, bold = false): PlanNode => ({
  type: 'paragraph',
  ...(text === '' ? {} : { content: [{ type: 'text', ...(bold ? { marks: [{ type: 'bold' }] } : {}), text }] }),
});

/** A piece without the first characters of its line, or null when nothing is left of it. */
export function withoutStart(piece: Piece, characters: number): Piece | null {
  const [first, ...more] = piece.nodes;
  if (first === undefined) return null;
  const line = trimmedLine(first, characters);
  const nodes = line === null ? more : [line, ...more];
  return nodes.length === 0 ? null : { ...piece, nodes, text: nodes.map(textBelow).join('\n').trim(), level: 0, label: false };
}

function trimmedLine(node: PlanNode, characters: number): PlanNode | null {
  let left = characters;
  const content = (node.content ?? []).flatMap((part): PlanNode[] => {
    const length = (part.text ?? '\ufffc').length;
    const cut = Math.min(left, length);
    left -= cut;
    if (cut === 0) return [part];
    return part.text === undefined || cut === length ? [] : [{ ...part, text: part.text.slice(cut) }];
  });
  const [first, ...others] = content;
  if (first === undefined) return null;
  const start = first.text?.trimStart();
  const trimmed = start === undefined ? first : { ...first, text: start };
  const kept = start === '' ? others : [trimmed, ...others];
  return kept.length === 0 ? null : { type: 'paragraph', content: kept };
}

/** How many characters of the line of a piece come before some words at its end. */
export function startBefore(piece: Piece, rest: string): number {
  const line = piece.nodes[0] === undefined ? '' : textBelow(piece.nodes[0]);
  const whole = piece.text;
  const indent = line.length - line.trimStart().length;
  return indent + (whole.length - rest.length);
}

export const nodesOf = (pieces: readonly Piece[]): PlanNode[] => pieces.flatMap(({ nodes }) => nodes);
