import type { ClassRole, MediaSource } from '../../shared/classroom.ts';
import type { Role } from '../../shared/programme.ts';

/** What each role of a team may be in a class, the likeliest first (SPEC 1.1). */
const joinsAs: Record<Role, readonly ClassRole[]> = {
  rear: ['lead', 'local', 'observer'],
  stationed: ['local', 'lead', 'device'],
  recipient: ['local', 'lead', 'device'],
  mentor: ['observer'],
  observer: ['observer'],
  coordinator: ['observer'],
};

/** What each role of a class may send (SPEC 1.3). An observer sends nothing (M01). */
const sends: Record<ClassRole, readonly MediaSource[]> = {
  lead: ['camera', 'microphone', 'screen', 'screen-audio'],
  local: ['camera', 'microphone', 'screen', 'screen-audio'],
  device: ['camera', 'microphone'],
  observer: [],
};

/** The roles in which someone with these roles in the team may join a class, the likeliest first. */
export function rolesInClass(roles: ReadonlySet<Role>): ClassRole[] {
  const order = Object.keys(joinsAs) as Role[];
  return [...new Set(order.filter((role) => roles.has(role)).flatMap((role) => joinsAs[role]))];
}

/** Whether someone who may join in these roles may plan, open, cancel and end classes. */
export function mayManage(roles: readonly ClassRole[]): boolean {
  return roles.some(mayLead);
}

/** What a role may do in a class. */
export function rightsOf(role: ClassRole): { step: boolean; end: boolean; chat: boolean; sources: MediaSource[] } {
  return { step: mayLead(role), end: mayLead(role), chat: role !== 'observer', sources: [...sends[role]] };
}

/** A person sits in a class once; the classroom device is a seat of its own, so that one account can be both (SPEC 2.2). */
export function sharesSeat(one: ClassRole, other: ClassRole): boolean {
  return one === other || (one !== 'device' && other !== 'device');
}

const mayLead = (role: ClassRole) => role === 'lead' || role === 'local';
