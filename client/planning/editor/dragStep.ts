import type { Editor } from '@tiptap/core';
import classes from './planParts.module.css';
import { requestMove } from './stepMoves.ts';

/** So near to the edge of the window, in pixels, it scrolls while one drags. */
const edge = 90;
const scrollBy = 14;

/**
 * Drags a step by its handle from where the pointer went down: a line shows where it would go, the page scrolls at its edges,
 * letting go moves it, and Escape leaves it where it is.
 */
export function dragStep(editor: Editor, id: string, down: PointerEvent): void {
  const handle = down.target as HTMLElement;
  const pointer = { y: down.clientY };
  const line = document.createElement('div');
  line.className = classes['dropLine'] ?? '';
  let target: { before: string | null } | null = null;
  let frame = 0;
  handle.setPointerCapture(down.pointerId);

  const look = () => {
    const steps = [...editor.view.dom.querySelectorAll<HTMLElement>('[data-part="lessonStep"]')];
    const own = steps.findIndex((step) => step.dataset['anchor'] === id);
    const index = steps.findIndex((step) => {
      const { top, height } = step.getBoundingClientRect();
      return pointer.y < top + height / 2;
    });
    const place = index < 0 ? steps.length : index;
    const beside = steps[Math.min(place, steps.length - 1)];
    target = place === own || place === own + 1 ? null : { before: steps[place]?.dataset['anchor'] ?? null };
    if (beside === undefined || target === null) {
      line.remove();
      return;
    }
    const { top, bottom, left, width } = beside.getBoundingClientRect();
    line.style.top = `${place < steps.length ? top : bottom}px`;
    line.style.left = `${left}px`;
    line.style.width = `${width}px`;
    if (!line.isConnected) document.body.append(line);
  };
  const scroll = () => {
    if (pointer.y < edge + 60) scrollTo({ top: scrollY - scrollBy, behavior: 'instant' });
    else if (pointer.y > innerHeight - edge) scrollTo({ top: scrollY + scrollBy, behavior: 'instant' });
    look();
    frame = requestAnimationFrame(scroll);
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    line.remove();
    listening.abort();
  };
  const listening = new AbortController();
  const on = { signal: listening.signal };
  handle.addEventListener('pointermove', ({ clientY }) => (pointer.y = clientY), on);
  handle.addEventListener(
    'pointerup',
    () => {
      look();
      const chosen = target;
      stop();
      if (chosen !== null) requestMove(editor, id, chosen);
    },
    on,
  );
  handle.addEventListener('pointercancel', stop, on);
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      stop();
    },
    { ...on, capture: true },
  );
  scroll();
}
