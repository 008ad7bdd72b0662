import type { Answer } from '../../shared/http.ts';
import type { LessonPart, listColleagues } from '../../shared/planning.ts';
import type { Role } from '../../shared/programme.ts';
import type { Person } from '../../shared/values.ts';
import type { Db } from '../database/schema.ts';
import { conflict, invalidInput, notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Programme } from '../programme/index.ts';
import type { SeenLesson } from './lessons.ts';
import type { LessonAccess } from './index.ts';
import { fitsPart, maySee } from './policy.ts';

export interface PeopleDeps {
  db: Db;
  identity: Identity;
  notifications: Notifications;
  programme: Programme;
}

export type People = ReturnType<typeof createPeople>;

/** Which role stands for a person who holds several. */
const byWeight: readonly Role[] = ['rear', 'stationed', 'recipient', 'mentor', 'observer', 'coordinator'];

/** The people of a lesson: planners, mentors, observers. */
export function createPeople({ db, identity, notifications, programme }: PeopleDeps) {
  /** The active members of a team, each once. */
  const colleagues = async (teamId: string): Promise<Answer<typeof listColleagues>['items']> => {
    const members = await programme.teams.members(teamId);
    const people = await identity.accounts.people([...new Set(members.map((member) => member.accountId))]);
    return [...people.values()].flatMap((person) => {
      const own = members.filter((member) => member.accountId === person.id);
      const first = own.toSorted((a, b) => byWeight.indexOf(a.role) - byWeight.indexOf(b.role))[0];
      return first === undefined ? [] : [{ ...person, role: first.role, endsOn: first.endsOn }];
    });
  };

  const rolesInTeam = async (teamId: string): Promise<Map<string, Set<Role>>> => {
    const roles = new Map<string, Set<Role>>();
    for (const { accountId, role } of await programme.teams.members(teamId)) {
      roles.set(accountId, new Set([...(roles.get(accountId) ?? []), role]));
    }
    return roles;
  };

  /** @throws invalidInput when one of them is not in the team or cannot be a planner. */
  const checkCoPlanners = async (teamId: string, accountIds: readonly string[]): Promise<void> => {
    const roles = await rolesInTeam(teamId);
    const unfit = accountIds.filter((id) => !fitsPart(roles.get(id) ?? new Set(), 'co-planner'));
    if (unfit.length > 0) throw invalidInput([{ path: 'body.coPlannerIds', message: 'not a planner of this team' }]);
  };

  /** @throws notFound when not a member of the team, invalidInput when the role does not fit, conflict `last_lead_planner` */
  const invite = async (seen: SeenLesson, accountId: string, part: LessonPart, by: string): Promise<void> => {
    const roles = (await rolesInTeam(seen.lesson.teamId)).get(accountId);
    if (roles === undefined) throw notFound();
    if (!fitsPart(roles, part)) throw invalidInput([{ path: 'body.part', message: 'does not fit their role in the team' }]);
    if (part !== 'lead-planner') requireAnotherLead(seen, accountId);
    await db
      .insertInto('lesson_people')
      .values({ lesson_id: seen.lesson.id, account_id: accountId, part })
      .onConflict((row) => row.columns(['lesson_id', 'account_id']).doUpdateSet({ part }))
      .execute();
    if (!seen.people.some((person) => person.account_id === accountId)) await tell(seen.lesson, [accountId], by);
  };

  /** @throws notFound when they have no part in the lesson, conflict `last_lead_planner` */
  const remove = async (seen: SeenLesson, accountId: string): Promise<void> => {
    if (!seen.people.some((person) => person.account_id === accountId)) throw notFound();
    requireAnotherLead(seen, accountId);
    await db.deleteFrom('lesson_people').where('lesson_id', '=', seen.lesson.id).where('account_id', '=', accountId).execute();
  };

  /** Tells people that they have a part in a lesson. */
  const tell = (lesson: { id: string; title: string }, to: readonly string[], by: string): Promise<void> =>
    notifications.notify({
      to,
      kind: 'lesson.invited',
      actorId: by,
      data: { lesson: lesson.title },
      path: `/lessons/${lesson.id}`,
    });

  /** The lead planner and the co-planners of a lesson. */
  const planners = async (lessonId: string): Promise<string[]> => {
    const rows = await db
      .selectFrom('lesson_people')
      .select('account_id')
      .where('lesson_id', '=', lessonId)
      .where('part', 'in', ['lead-planner', 'co-planner'])
      .execute();
    return rows.map((row) => row.account_id);
  };

  /** The accounts that can see a lesson: members of its team, and the coordinators of its pairing. */
  const readerIds = async (lesson: { id: string; teamId: string }): Promise<string[]> => {
    const [roles, coordinators, rows] = await Promise.all([
      rolesInTeam(lesson.teamId),
      programme.teams.coordinators(lesson.teamId),
      db.selectFrom('lesson_people').select(['account_id', 'part']).where('lesson_id', '=', lesson.id).execute(),
    ]);
    const parts = new Map(rows.map((row) => [row.account_id, row.part]));
    const members = [...roles].flatMap(([id, held]) => (maySee(held, parts.get(id) ?? null) ? id : []));
    return [...new Set([...members, ...coordinators])];
  };

  /** Everybody who can see a lesson, by name. */
  const readers = async ({ lesson }: LessonAccess): Promise<Person[]> => {
    const people = await identity.accounts.people(await readerIds(lesson));
    return [...people.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'zh'));
  };

  return { colleagues, checkCoPlanners, invite, remove, tell, planners, readers, readerIds };
}

/** A lesson without a lead planner would be looked after by nobody in the team. */
function requireAnotherLead({ people }: SeenLesson, accountId: string): void {
  const leads = people.filter((person) => person.part === 'lead-planner').map((person) => person.account_id);
  if (leads.length === 1 && leads[0] === accountId) {
    throw conflict('last_lead_planner', 'A lesson needs a lead planner: make someone else the lead planner first.');
  }
}
