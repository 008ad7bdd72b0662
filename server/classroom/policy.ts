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
  local: ['camera', 'camera-2', 'microphone', 'screen', 'screen-audio'],
  device: ['camera', 'camera-2', 'microphone'],
  observer: [],
};

/** The roles in which someone with these roles in the team may join a class, the likeliest first. */
export function rolesInClass(roles: ReadonlySet<Role>): ClassRole[] {
  const order = Object.keys(joinsAs) as Role[];
  return [...new Set(order.filter((role) => roles.has(role)).flatMap((role) => joinsAs[role]))];
}

/** Whether someone who may join in these roles may plan, open, cancel and end classes. */
export function mayManage(roles: readonly ClassRole[]): boolean {
  return roles.some(teaches);
}

/** What a role may do in a class. */
export function rightsOf(role: ClassRole) {
  return {
    step: teaches(role),
    end: teaches(role),
    chat: role !== 'observer',
    sources: [...sends[role]],
    raiseHand: mayRaiseHand(role),
    takeHands: mayTakeHands(role),
    ask: mayAsk(role),
    show: teaches(role),
    time: mayTime(role),
    arrangeSeats: mayArrangeSeats(role),
    countHeads: mayCountHeads(role),
  };
}

/** A teacher who wants the floor raises a hand. Students have seats (SPEC-tools 2.1); the device is nobody, observers only watch. */
export const mayRaiseHand = (role: ClassRole): boolean => teaches(role);

/** The teachers take hands, raise those of students' seats, and call. */
export const mayTakeHands = (role: ClassRole): boolean => teaches(role);

/** The teachers ask, count by hand, and learn the answers before the class does. */
export const mayAsk = (role: ClassRole): boolean => teaches(role);

export const mayTime = (role: ClassRole): boolean => teaches(role);

export const mayArrangeSeats = (role: ClassRole): boolean => teaches(role);

/** Heads are counted by whoever stands in the room. */
export const mayCountHeads = (role: ClassRole): boolean => role === 'local';

/** Whether someone has to be let in: observers of a class with a lobby, and whoever was taken out (SPEC-joining 1). */
export function mustWait(role: ClassRole, lobby: boolean, decided: boolean | undefined): boolean {
  return decided === undefined ? lobby && role === 'observer' : !decided;
}

/** Whom the lead teacher may mute and take out: everybody but themselves and another lead teacher (SPEC-joining 3). */
export const mayBeTakenOut = (role: ClassRole): boolean => role !== 'lead';

/** Who may say something to a teacher in private: the teachers, and colleagues who watch and could teach themselves. */
export const mayPrompt = (role: ClassRole, colleague: boolean): boolean => teaches(role) || (role === 'observer' && colleague);

/** Whether a prompt is for someone: the teachers that it is for, and its author (SPEC-joining 4). */
export const readsPrompt = (
  reader: { id: string; role: ClassRole },
  prompt: { authorId: string; to: 'lead' | 'local' | 'both' },
): boolean => prompt.authorId === reader.id || (teaches(reader.role) && (prompt.to === 'both' || prompt.to === reader.role));

/** Whose picture gets what a weak line has, the highest first: what is shown, the lead teacher, the classroom, everyone else. */
export function priorityOf(role: ClassRole, source: MediaSource): number {
  if (source === 'screen') return 200;
  if (role === 'lead') return 100;
  return role === 'observer' ? 1 : 50;
}

/** A person sits in a class once; the classroom device is a seat of its own, so that one account can be both (SPEC 2.2). */
export function sharesSeat(one: ClassRole, other: ClassRole): boolean {
  return one === other || (one !== 'device' && other !== 'device');
}

const teaches = (role: ClassRole) => role === 'lead' || role === 'local';
