import type { KeyboardEvent } from 'react';

/** Within a toolbar the arrow keys lead from button to button, and Tab leads on. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (by === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons.at((at + by + buttons.length) % buttons.length)?.focus();
  event.preventDefault();
}
