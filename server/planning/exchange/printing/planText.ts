import { textBelow, type PlanNode } from '../../../../shared/planNode.ts';

/** Blocks as short lines: lists with a mark in front, tables a line a row. */
export function planText(blocks: readonly PlanNode[]): string {
  return blocks.map(lineOf).join('\n').trim();
}

function lineOf(node: PlanNode): string {
  if (node.type === 'bulletList') return (node.content ?? []).map((item) => `· ${textBelow(item)}`).join('\n');
  if (node.type === 'orderedList') {
    const start = Number(node.attrs?.['start'] ?? 1) || 1;
    return (node.content ?? []).map((item, index) => `${start + index}. ${textBelow(item)}`).join('\n');
  }
  if (node.type === 'tableRow') return (node.content ?? []).map((cell) => textBelow(cell).replaceAll('\n', ' ')).join(' | ');
  if (node.type === 'table') return (node.content ?? []).map(lineOf).join('\n');
  return textBelow(node);
}
