import type { ClassRole } from '../../shared/classroom.ts';
import { notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Identity } from '../identity/index.ts';
import type { Planning } from '../planning/index.ts';
import { together } from '../realtime/together.ts';
import type { Devices } from './devices.ts';
import { rolesInClass } from './policy.ts';

export type ClassAccess = ReturnType<typeof createClassAccess>;

/** Whether somebody who is in a class may still be there (SPEC 5). */
export function createClassAccess({ identity, planning, devices }: { identity: Identity; planning: Planning; devices: Devices }) {
  const mayBeIn = async (caller: Caller, lessonId: string, role: ClassRole): Promise<boolean> => {
    try {
      const ofSchool = role === 'device' ? await devices.lessonsOf(caller.accountId) : null;
      if (ofSchool !== null) return ofSchool.some(({ id }) => id === lessonId);
      return rolesInClass((await planning.lessons.access(lessonId, caller)).roles).includes(role);
    } catch (error) {
      if ((error as { code?: unknown }).code === notFound().code) return false;
      throw error;
    }
  };
  return {
    /** Asked with everything that changes the class or sends; the session is looked at too. */
    async stillAllowed(caller: Caller, lessonId: string, role: ClassRole): Promise<boolean> {
      if ((await identity.sessions.endedAmong([caller])).size > 0) return false;
      return mayBeIn(caller, lessonId, role);
    },

    /**
     * Asked for every seat of a class again and again, by whoever looks at the sessions already: one answer serves all seats
     * that are asked after in the same moment.
     */
    ofSeats(lessonId: string): (caller: Caller, role: ClassRole) => Promise<boolean> {
      const rolesOfAll = together(() => planning.lessons.rolesOfAll(lessonId));
      return async (caller, role) => {
        if (role === 'device') return mayBeIn(caller, lessonId, role);
        return rolesInClass((await rolesOfAll()).get(caller.accountId) ?? new Set()).includes(role);
      };
    },
  };
}
