import type { LessonPart, LessonRights } from '../../shared/planning.ts';
import type { Role } from '../../shared/programme.ts';

type Roles = ReadonlySet<Role>;

/** Who writes plans, and can therefore be a planner: rear-support members, stationed members and recipient teachers. */
export const mayPlan = (roles: Roles) => roles.has('rear') || roles.has('stationed') || roles.has('recipient');

/** Mentors and coordinators read and comment, they never edit the plan itself. */
const mayComment = (roles: Roles) => mayPlan(roles) || roles.has('mentor') || roles.has('coordinator');

/** An observer sees only what was given to them; everybody else sees the lessons of their team. */
export const seesWholeTeam = (roles: Roles) => mayComment(roles);

export const maySee = (roles: Roles, part: LessonPart | null) => seesWholeTeam(roles) || (roles.has('observer') && part !== null);

/** The lead planner and the coordinator look after people, card and state. A part outlives nobody's role. */
const mayManage = (roles: Roles, part: LessonPart | null) =>
  roles.has('coordinator') || (mayPlan(roles) && part === 'lead-planner');

/** Everything that someone may do with a lesson that they can see. */
export const lessonRights = (roles: Roles, part: LessonPart | null): LessonRights => ({
  editPlan: mayPlan(roles),
  comment: mayComment(roles),
  manage: mayManage(roles, part),
  openClass: mayPlan(roles),
});

/** Whether a role of the team fits a part in a lesson: planners plan, mentors advise, and anybody may look on. */
export const fitsPart = (roles: Roles, part: LessonPart) =>
  part === 'observer' || (part === 'mentor' ? roles.has('mentor') : mayPlan(roles));
