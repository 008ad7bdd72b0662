import { useEffect, useRef } from 'react';
import type { Shortcut } from './shortcuts.ts';

/**
 * Keyboard shortcuts with Alt and a letter, so that they neither fire while somebody writes nor need a switch to turn them
 * off (WCAG 2.1.4). Keys are told by their place: with Alt, a Mac's letters turn into other signs.
 */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
      const run = current.current.find(({ letter }) => event.code === `Key${letter}`)?.run;
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
