import { z } from 'zod';
import { Done, Id, Moment, Person } from '../values.ts';
import { Epoch } from './basics.ts';

/** Somebody at the door of a class, and since when. */
export const Waiting = z.object({ person: Person, since: Moment });
export type Waiting = z.output<typeof Waiting>;

/** The door of a class: whether observers wait to be let in, and who is waiting, the longest first. */
export const Lobby = z.object({ on: z.boolean(), waiting: z.array(Waiting) });
export type Lobby = z.output<typeof Lobby>;

/**
 * Joining a class whose door one may not yet pass is refused as `must_wait`, and one waits from then on: `lobby:decided`
 * says how it ended, and whoever was admitted joins again (SPEC-joining 1).
 */
export const lobby = {
  requests: {
    'lobby:set': { input: z.object({ ...Epoch, on: z.boolean() }), output: Done },
    'lobby:decide': { input: z.object({ ...Epoch, accountId: Id, admitted: z.boolean() }), output: Done },
  },
  pushes: {
    /** For those who may let in. */
    'lobby:changed': z.object({ lobby: Lobby }),
    /** For the one who waited. */
    'lobby:decided': z.object({ sessionId: Id, admitted: z.boolean() }),
  },
} as const;
