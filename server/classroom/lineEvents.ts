import type { classEvents } from '../../shared/classroom.ts';
import type { lineRequests } from '../../shared/classroom/line.ts';
import { tooMany } from '../errors.ts';
import type { RequestHandlers } from '../realtime/gateway.ts';
import type { ClassroomDeps } from './index.ts';
import { enterLineState, lineOf, lineOwner } from './line.ts';
import type { LiveClasses } from './liveClasses.ts';

/** Each change costs a write: a page that says more than one a second says it later (SPEC-line 2.4). */
const reportEveryMs = 1_000;

const done = { done: true } as const;

/** Answers what a page says of its own line. */
export function lineHandlers(
  { db }: ClassroomDeps,
  classes: LiveClasses,
): Pick<RequestHandlers<typeof classEvents>, keyof typeof lineRequests> {
  return {
    'line:report': async ({ epoch, state, asked }, socket) => {
      const { live, seat } = classes.place(socket, epoch);
      if (seat.line.state === state && seat.line.asked === asked) return done;
      const now = new Date();
      if (now.getTime() - seat.line.at.getTime() < reportEveryMs) throw tooMany(1);
      const changed = seat.line.state !== state;
      seat.line = { state, asked, at: now };
      // In the order of arrivals and leavings, so that who has left meanwhile is not written down as here again.
      await live.serial(async () => {
        if (seat.socket === socket && changed) await enterLineState(db, lineOwner(live.id, seat), state, now);
      });
      if (seat.socket === socket) live.push('line:changed', { line: lineOf(seat) });
      return done;
    },
  };
}
