import type { LessonPart, LessonRights } from '../../shared/planning.ts';
import type { Role } from '../../shared/programme.ts';
import type { Actor } from '../programme/index.ts';

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

/** A plan is taken over, and its changes are brought elsewhere, by those who may comment on it; an observer looks on and nothing else. */
export const mayTakeOver = ({ comment }: LessonRights) => comment;

/** Whose a template is: a team's, an organisation's, or its maker's alone. */
export interface TemplateOwner {
  createdBy: string;
  teamId: string | null;
  organisationId: string | null;
}

const plansSomewhere = ({ roles }: Actor) => [...roles.values()].some(mayPlan);

/** A template of my own is there while I plan; one of a team for those who see its lessons; one of an organisation for its pairings. */
export const seesTemplate = (actor: Actor, { createdBy, teamId, organisationId }: TemplateOwner, reach: ReadonlySet<string>) => {
  if (teamId !== null) return seesWholeTeam(actor.roles.get(teamId) ?? new Set());
  if (organisationId !== null) return reach.has(organisationId);
  return createdBy === actor.accountId && plansSomewhere(actor);
};

/** A team's templates are looked after by its planners, an organisation's by its coordinators. */
export const managesTemplate = (actor: Actor, { createdBy, teamId, organisationId }: TemplateOwner) => {
  if (teamId !== null) return mayPlan(actor.roles.get(teamId) ?? new Set());
  if (organisationId !== null) return actor.coordinates.has(organisationId);
  return createdBy === actor.accountId && plansSomewhere(actor);
};
