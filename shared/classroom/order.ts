import { z } from 'zod';
import { Done, Id, Person } from '../values.ts';
import type { floors } from '../planDocument.ts';
import { Epoch, type ClassRole } from './basics.ts';

/** Who moves the steps: either teacher, the lead teacher, or whoever holds the floor in the step the class is at. */
export const StepRule = z.enum(['either', 'lead', 'floor']);
export type StepRule = z.output<typeof StepRule>;

/** What keeps a class in order: who moves the steps, and the lead teacher's means to mute and to take out (SPEC-joining 2, 3). */
export const order = {
  requests: {
    'class:rule': { input: z.object({ ...Epoch, rule: StepRule }), output: Done },
    /** Turns somebody's microphone off; they can turn it on again themselves. */
    'class:mute': { input: z.object({ ...Epoch, participantId: Id }), output: Done },
    /** Takes somebody out. To come back they wait at the door. */
    'class:remove': { input: z.object({ ...Epoch, participantId: Id }), output: Done },
  },
  pushes: {
    'class:rule': z.object({ rule: StepRule }),
    /** For the one whose microphone was turned off. */
    'class:muted': z.object({ by: Person }),
  },
} as const;

/** Somebody in a class as these rules see them: one who is away is not there. */
interface Present {
  role: ClassRole;
  away: boolean;
}

/** Whether what is the lead teacher's is this role's now: it falls to the local teacher while no lead teacher is there. */
export function leadsNow(role: ClassRole, people: readonly Present[]): boolean {
  return role === 'lead' || (role === 'local' && !isThere('lead', people));
}

/** Whether this role moves the steps now. What is another's falls to whichever teacher is there while that one is not. */
export function movesSteps(
  role: ClassRole,
  rule: StepRule,
  floor: (typeof floors)[number] | undefined,
  people: readonly Present[],
): boolean {
  if (role !== 'lead' && role !== 'local') return false;
  const holder = rule === 'lead' ? 'lead' : rule === 'floor' && (floor === 'lead' || floor === 'local') ? floor : role;
  return holder === role || !isThere(holder, people);
}

const isThere = (role: ClassRole, people: readonly Present[]) => people.some((one) => one.role === role && !one.away);
