import type { Editor } from '@tiptap/core';

/**
 * Brings a part of the plan into view and moves the focus there: a section by its kind, a step or a class by its id.
 * @param field Of a step, the written part to go to. Of a class, `learnerProfile`: its analysis, not its name.
 */
export function jumpTo(editor: Editor | null, anchor: string, field?: string): void {
  if (editor === null) return;
  const part = editor.view.dom.querySelector<HTMLElement>(`[data-anchor="${CSS.escape(anchor)}"]`);
  if (part === null) return;
  const place = (field === undefined ? null : part.querySelector<HTMLElement>(`[data-part="${field}"]`)) ?? part;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  place.scrollIntoView({ block: field === undefined ? 'start' : 'center', behavior: still ? 'auto' : 'smooth' });
  const text = place.querySelector('p');
  if (editor.isEditable && text !== null && field !== undefined) {
    // At once: what is typed next belongs here, and the editor's own command waits for the next frame.
    editor.commands.setTextSelection(editor.view.posAtDOM(text, 0));
    editor.view.focus();
    return;
  }
  const target = part.querySelector<HTMLElement>('h2, input, [tabindex]');
  target?.focus({ preventScroll: true });
}
