import type { Awareness } from 'y-protocols/awareness';
import { z } from 'zod';

/** Where somebody points on a page; shown to the others while they do. */
export interface Pointer {
  pageId: string;
  x: number;
  y: number;
  tool: 'pointer' | 'laser';
  button: 'up' | 'down';
}

const Shown = z.object({
  pointer: z.object({
    pageId: z.string(),
    x: z.number(),
    y: z.number(),
    tool: z.enum(['pointer', 'laser']),
    button: z.enum(['up', 'down']),
  }),
  user: z.object({ id: z.string(), name: z.string(), colour: z.number().int() }),
});
export type Pointing = z.output<typeof Shown>;

/** How often one's own pointer is told, and when it is taken away because it rests, in milliseconds. */
const every = 80;
const resting = 3000;

/** Tells the others where one points, no more often than a weak line bears. */
export function createPointerSender(awareness: Awareness) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let latest: Pointer | null = null;
  const hide = () => {
    clearTimeout(timer);
    timer = undefined;
    if (latest !== null) awareness.setLocalStateField('pointer', null);
    latest = null;
  };
  const send = () => {
    timer = undefined;
    awareness.setLocalStateField('pointer', latest);
  };
  return {
    point(pointer: Pointer): void {
      latest = pointer;
      timer ??= setTimeout(send, every);
      clearTimeout(rest);
      rest = setTimeout(hide, resting);
    },
    close(): void {
      clearTimeout(rest);
      hide();
    },
  };
}

/** Where the others point on a page, by connection. */
export function pointersOn(awareness: Awareness, pageId: string): Map<string, Pointing> {
  const found = new Map<string, Pointing>();
  for (const [client, state] of awareness.getStates()) {
    const read = client === awareness.clientID ? null : Shown.safeParse(state);
    if (read?.success === true && read.data.pointer.pageId === pageId) found.set(String(client), read.data);
  }
  return found;
}
