import type { Node } from '@tiptap/pm/model';

/** Whether the text directly in a part is nothing but one empty paragraph: then its place says what belongs there. */
export function isEmptyText(part: Node): boolean {
  const first = part.firstChild;
  return part.childCount === 1 && first?.type.name === 'paragraph' && first.content.size === 0;
}
