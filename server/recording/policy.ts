import type { ClassRole } from '../../shared/classroom.ts';
import type { Role } from '../../shared/programme.ts';
import { mayManage, rolesInClass, type ClassPlace, type SessionAccess } from '../classroom/index.ts';

/** The lead teacher starts and stops the recording (M03). */
export const mayRecord = (role: ClassRole): boolean => role === 'lead';

/** Those who may manage the class delete its recordings and try again what failed; so do coordinators. */
export function mayLookAfter({ access }: SessionAccess): boolean {
  return mayManage(rolesInClass(access.roles)) || access.roles.has('coordinator');
}

/** A recipient teacher answers for the school, or a coordinator who is there for it. */
export function mayAnswerForSchool(roles: ReadonlySet<Role>, isOfSchool: boolean): boolean {
  return roles.has('recipient') || (isOfSchool && roles.has('coordinator'));
}

/** What comes out of the classroom shows children: it needs the school's consent (SPEC 1.3). */
const inClassroom: ReadonlySet<ClassRole> = new Set(['local', 'device']);

/**
 * Whether what somebody sends may be kept (R02): people after they have agreed themselves, and whatever comes out of the
 * classroom after the school has. The classroom device is no person; observers send nothing.
 */
export function mayBeKept({ role, person }: ClassPlace['seat'], agreed: ReadonlySet<string>, school: boolean): boolean {
  if (role === 'observer' || (inClassroom.has(role) && !school)) return false;
  return role === 'device' || agreed.has(person.id);
}
