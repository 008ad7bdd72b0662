import type { Editor } from '@tiptap/core';
import { useEffect } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { jumpTo } from './jump.ts';
import type { Present } from './usePresence.ts';

/**
 * Keeps the view where a person's cursor is. It ends as soon as the follower types, scrolls or presses Escape, and when the
 * person has left.
 */
export function useFollowing(editor: Editor, awareness: Awareness, person: Present | null, stop: () => void): void {
  const id = person?.id ?? null;
  const place = person?.place ?? null;

  useEffect(() => {
    if (id === null) return;
    const end = (event: Event) => {
      const pressed = event instanceof KeyboardEvent ? event.key : null;
      if (pressed !== null && ['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(pressed)) return;
      const inBanner = event.target instanceof Element && event.target.closest('[data-following]') !== null;
      if (!inBanner || pressed === 'Escape') stop();
    };
    const events = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
    for (const name of events) addEventListener(name, end, { capture: true, passive: true });
    return () => events.forEach((name) => removeEventListener(name, end, { capture: true }));
  }, [id, stop]);

  useEffect(() => {
    if (id === null) return;
    if (place !== null) jumpTo(editor, place);
    const show = () => {
      const caret = editor.view.dom.querySelector<HTMLElement>(`[data-person="${CSS.escape(id)}"]`);
      if (caret === null) return;
      const { top } = caret.getBoundingClientRect();
      if (top < 160 || top > innerHeight * 0.7) caret.scrollIntoView({ block: 'center', behavior: 'smooth' });
    };
    // The cursor is drawn a moment after it was heard of.
    const soon = () => void requestAnimationFrame(show);
    awareness.on('change', soon);
    editor.on('update', soon);
    return () => {
      awareness.off('change', soon);
      editor.off('update', soon);
    };
  }, [id, place, editor, awareness]);
}
