import type { Editor } from '@tiptap/core';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { jumpTo } from './editor/jump.ts';

/** The parts of a plan are drawn after the editor is there; so often, and for so long, they are looked for, in milliseconds. */
const lookEvery = 100;
const lookFor = 5_000;

/**
 * An address can name a place in the plan, as the results of a search do: `?at=` a section's kind or the id of a step or class, with
 * `&part=` its written part, or `?file=` a file. The page goes there once, and the place lights up.
 */
export function useLinkedPlace(editor: Editor | null): void {
  const [search] = useSearchParams();
  const [at, part, file] = [search.get('at'), search.get('part'), search.get('file')];
  const shown = useRef('');

  useEffect(() => {
    const wanted = JSON.stringify([at, part, file]);
    if (editor === null || (at === null && file === null) || shown.current === wanted) return;
    const until = Date.now() + lookFor;
    const timer = setInterval(() => {
      const place = find(editor, { at, part, file });
      if (place === null && Date.now() < until) return;
      clearInterval(timer);
      shown.current = wanted;
      if (place === null) return;
      if (at === null) place.scrollIntoView({ block: 'center' });
      else jumpTo(editor, at, part ?? undefined);
      light(place);
    }, lookEvery);
    return () => clearInterval(timer);
  }, [editor, at, part, file]);
}

function find(editor: Editor, { at, part, file }: Record<'at' | 'part' | 'file', string | null>): HTMLElement | null {
  const { dom } = editor.view;
  if (at !== null) {
    const anchor = dom.querySelector<HTMLElement>(`[data-anchor="${CSS.escape(at)}"]`);
    const inside = part === null ? null : anchor?.querySelector<HTMLElement>(`[data-part="${CSS.escape(part)}"]`);
    return inside ?? anchor;
  }
  const address = `/api/files/${CSS.escape(file ?? '')}`;
  return dom.querySelector<HTMLElement>(
    `[data-file-id="${CSS.escape(file ?? '')}"], img[src^="${address}"], a[href^="${address}"]`,
  );
}

/** Lights a place up. The light fades and nothing moves, so it is also for those who asked for less motion. */
export function light(place: HTMLElement): void {
  const glow = { boxShadow: 'inset 0 0 0 3px var(--mantine-color-yellow-5)' };
  place.animate([glow, { ...glow, offset: 0.7 }, { boxShadow: 'inset 0 0 0 3px transparent' }], {
    duration: 2_500,
  });
}
