import { z } from 'zod';
import { Moment } from '../values.ts';
import { Epoch } from './basics.ts';

/** A countdown that everybody in the class sees: it runs to `endsAt`, or stands still with `leftMs` to go. */
export const ClassTimer = z.object({
  seconds: z.number().int(),
  endsAt: Moment.nullable(),
  leftMs: z.number().int().nullable(),
});
export type ClassTimer = z.output<typeof ClassTimer>;

/** Milliseconds that a countdown has left at a moment of the server's clock; never less than none. */
export function timeLeft({ endsAt, leftMs }: ClassTimer, now: number): number {
  return Math.max(0, endsAt === null ? (leftMs ?? 0) : Date.parse(endsAt) - now);
}

/** The longest countdown, in seconds. */
export const longestTimer = 3 * 60 * 60;

const Answer = z.object({ timer: ClassTimer.nullable() });

export const timerRequests = {
  /** Starts a countdown anew. */
  'timer:start': { input: z.object({ ...Epoch, seconds: z.number().int().min(5).max(longestTimer) }), output: Answer },
  /** Holds the countdown, or lets it go on. */
  'timer:hold': { input: z.object({ ...Epoch, held: z.boolean() }), output: Answer },
  /** Gives more time, also to a countdown that has run out. */
  'timer:extend': { input: z.object({ ...Epoch, seconds: z.number().int().min(5).max(600) }), output: Answer },
  'timer:stop': { input: z.object({ ...Epoch }), output: Answer },
};

export const timerPushes = { 'timer:changed': Answer };
