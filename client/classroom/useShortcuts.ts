import { useEffect, useRef } from 'react';

/**
 * Keyboard shortcuts with Alt and a letter, so that they neither fire while somebody writes nor need a switch to turn them
 * off (WCAG 2.1.4). Keys are told by their place: with Alt, a Mac's letters turn into other signs.
 */
export function useShortcuts(actions: Record<string, (() => void) | undefined>): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
      const action = current.current[event.code];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
