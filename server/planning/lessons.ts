import { sql, type RawBuilder, type Selectable, type Transaction } from 'kysely';
import type * as Y from 'yjs';
import { LessonPart, type Lesson, type LessonState } from '../../shared/planning.ts';
import { planKind } from '../../shared/planDocument.ts';
import type { Role } from '../../shared/programme.ts';
import type { Person } from '../../shared/values.ts';
import { gathered } from '../database/gathered.ts';
import type { Database, Db } from '../database/schema.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Identity } from '../identity/index.ts';
import type { Actor, Programme } from '../programme/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { LessonAccess, NewLesson } from './index.ts';
import { lessonRights, maySee, seesWholeTeam } from './policy.ts';
import { fillPlan, standardPlan } from './template.ts';

type LessonRow = Selectable<Database['lessons']>;
type PersonRow = Pick<Selectable<Database['lesson_people']>, 'account_id' | 'part'>;

/** A lesson of the database with what the caller is to it. */
export interface SeenLesson extends LessonAccess {
  row: LessonRow;
  people: PersonRow[];
}

export interface LessonsDeps {
  db: Db;
  identity: Identity;
  programme: Programme;
  documents: Documents;
}

export type Lessons = ReturnType<typeof createLessons>;

/** Lessons: who sees which, how they are made, and how they are shown. */
export function createLessons({ db, identity, programme, documents }: LessonsDeps) {
  /** @throws notFound when unknown or not visible to the caller. */
  const access = async (lessonId: string, caller: Caller): Promise<SeenLesson> => {
    const row = await db.selectFrom('lessons').selectAll().where('id', '=', lessonId).executeTakeFirst();
    const [seen] = row === undefined ? [] : await seenAmong([row], await programme.actor(caller));
    if (seen === undefined) throw notFound();
    return seen;
  };

  /** Everybody who can see a lesson, with their roles in it. */
  const rolesOfAll = async (lessonId: string): Promise<Map<string, ReadonlySet<Role>>> => {
    const row = await db.selectFrom('lessons').select('team_id').where('id', '=', lessonId).executeTakeFirst();
    if (row === undefined) return new Map();
    const [members, coordinators, people] = await Promise.all([
      programme.teams.members(row.team_id),
      programme.teams.coordinators(row.team_id),
      db.selectFrom('lesson_people').select(['account_id', 'part']).where('lesson_id', '=', lessonId).execute(),
    ]);
    const inTeam = new Map<string, Set<Role>>();
    const add = (accountId: string, role: Role) =>
      void inTeam.set(accountId, (inTeam.get(accountId) ?? new Set<Role>()).add(role));
    for (const { accountId, role } of members) add(accountId, role);
    for (const accountId of coordinators) add(accountId, 'coordinator');
    const parts = new Map(people.map(({ account_id, part }) => [account_id, part]));
    const all = [...new Set([...inTeam.keys(), ...parts.keys()])];
    return new Map(
      all.flatMap((accountId) => {
        const [roles, part] = [inTeam.get(accountId) ?? new Set<Role>(), parts.get(accountId) ?? null];
        return maySee(roles, part) ? [[accountId, withPart(roles, part)] as const] : [];
      }),
    );
  };

  const rowOfDocument = gathered(
    (documentIds: string[]) =>
      db
        .selectFrom('lessons')
        .selectAll()
        .where('document_id', '=', sql<string>`any(${documentIds}::uuid[])`)
        .execute(),
    ({ document_id }) => document_id,
  );

  /** The people with a part in a lesson, in the order they got it. */
  const peopleOf = gathered(
    (lessonIds: string[]) =>
      db
        .selectFrom('lesson_people')
        .select(['lesson_id', 'account_id', 'part'])
        .where('lesson_id', '=', sql<string>`any(${lessonIds}::uuid[])`)
        .orderBy('created_at')
        .orderBy('account_id')
        .execute(),
    ({ lesson_id }) => lesson_id,
  );

  /** Like `access`, by the plan's document; null when there is none that the caller can see. */
  const byDocument = async (documentId: string, caller: Caller): Promise<SeenLesson | null> => {
    const [row] = await rowOfDocument(documentId);
    const [seen] = row === undefined ? [] : await seenAmong([row], await programme.actor(caller));
    return seen ?? null;
  };

  /** @throws notFound, forbidden */
  const managed = async (lessonId: string, caller: Caller): Promise<SeenLesson> => {
    const seen = await access(lessonId, caller);
    if (!seen.rights.manage) throw forbidden('Only the lead planner or a coordinator can change this.');
    return seen;
  };

  /** Those of the lessons that the caller sees, in no particular order. */
  const among = async (lessonIds: readonly string[], caller: Caller): Promise<SeenLesson[]> => {
    const rows = await db
      .selectFrom('lessons')
      .selectAll()
      .where('id', '=', sql<string>`any(${[...lessonIds]}::uuid[])`)
      .execute();
    return seenAmong(rows, await programme.actor(caller));
  };

  /** The lessons that an actor can see, as a condition on the table. */
  const sightOf = ({ accountId, roles: held }: Actor): RawBuilder<boolean> => {
    const teams = [...held].filter(([, roles]) => seesWholeTeam(roles)).map(([teamId]) => teamId);
    const watched = [...held.keys()].filter((teamId) => !teams.includes(teamId));
    return sql<boolean>`(lessons.team_id = any(${teams}::uuid[]) or (lessons.team_id = any(${watched}::uuid[]) and exists (
      select 1 from lesson_people where lesson_people.lesson_id = lessons.id and lesson_people.account_id = ${accountId})))`;
  };

  const seenBy = async (caller: Caller): Promise<RawBuilder<boolean>> => sightOf(await programme.actor(caller));

  const visible = async (caller: Caller): Promise<SeenLesson[]> => {
    const actor = await programme.actor(caller);
    const rows = await db
      .selectFrom('lessons')
      .selectAll()
      .where(sightOf(actor))
      .orderBy('updated_at', 'desc')
      .orderBy('id')
      .execute();
    return seenAmong(rows, actor);
  };

  const ofTeams = async (teamIds: readonly string[]): Promise<LessonAccess['lesson'][]> => {
    if (teamIds.length === 0) return [];
    return (await db.selectFrom('lessons').selectAll().where('team_id', 'in', teamIds).execute()).map(inShort);
  };

  /** Those of the rows that the actor can see, with their people. */
  const seenAmong = async (rows: readonly LessonRow[], actor: Actor): Promise<SeenLesson[]> => {
    const people = await Promise.all(rows.map(({ id }) => peopleOf(id)));
    return rows.flatMap((row, index) => {
      const own = people[index] ?? [];
      const part = own.find((person) => person.account_id === actor.accountId)?.part ?? null;
      const teamRoles = actor.roles.get(row.team_id) ?? new Set<Role>();
      if (!maySee(teamRoles, part)) return [];
      return [
        { row, people: own, lesson: inShort(row), roles: withPart(teamRoles, part), rights: lessonRights(teamRoles, part) },
      ];
    });
  };

  /** Lessons as the client gets them, in the order given. */
  const present = async (seen: readonly SeenLesson[]): Promise<Lesson[]> => {
    const known = await identity.accounts.people([...new Set(seen.flatMap(({ people }) => people.map((row) => row.account_id)))]);
    return seen.map((one) => toLesson(one, known));
  };

  const presentOne = async (seen: SeenLesson): Promise<Lesson> => {
    const known = await identity.accounts.people(seen.people.map((row) => row.account_id));
    return toLesson(seen, known);
  };

  const create = async (input: NewLesson): Promise<string> => {
    const seed = input.seed ?? ((doc: Y.Doc) => fillPlan(doc, standardPlan(input)));
    return db.transaction().execute(async (tx) => {
      const documentId = await documents.create(tx, planKind, input.accountId, seed);
      const { id } = await tx
        .insertInto('lessons')
        .values({
          team_id: input.teamId,
          need_id: input.needId,
          document_id: documentId,
          title: input.title,
          subject: input.subject,
          grade: input.grade,
          textbook: input.textbook,
          periods: input.periods,
          minutes: input.minutes,
          planned_for: input.plannedFor,
          created_by: input.accountId,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      if (input.people.length > 0) {
        const rows = input.people.map(({ accountId, part }) => ({ lesson_id: id, account_id: accountId, part }));
        await tx.insertInto('lesson_people').values(rows).execute();
      }
      await recordState(tx, { lessonId: id, from: null, to: 'draft', accountId: input.accountId });
      await input.alongside?.(tx, id);
      return id;
    });
  };

  return { access, rolesOfAll, among, ofTeams, seenBy, byDocument, managed, visible, present, presentOne, create };
}

/** Writes one line of the record of a lesson's states. */
export async function recordState(
  tx: Transaction<Database>,
  change: { lessonId: string; from: LessonState | null; to: LessonState; accountId: string; reason?: string | null },
): Promise<void> {
  await tx
    .insertInto('lesson_states')
    .values({
      lesson_id: change.lessonId,
      from_state: change.from,
      to_state: change.to,
      account_id: change.accountId,
      reason: change.reason ?? null,
    })
    .execute();
}

function inShort(row: LessonRow): LessonAccess['lesson'] {
  const { id, title, subject, grade, state } = row;
  return { id, teamId: row.team_id, title, subject, grade, state, documentId: row.document_id };
}

/** An observer's part counts as that role, whatever else one is in the team. */
function withPart(roles: ReadonlySet<Role>, part: LessonPart | null): ReadonlySet<Role> {
  return part === 'observer' ? new Set<Role>([...roles, 'observer']) : roles;
}

function toLesson({ row, people, rights }: SeenLesson, known: ReadonlyMap<string, Person>): Lesson {
  return {
    id: row.id,
    teamId: row.team_id,
    title: row.title,
    subject: row.subject,
    grade: row.grade,
    textbook: row.textbook,
    periods: row.periods,
    minutes: row.minutes,
    state: row.state,
    documentId: row.document_id,
    needId: row.need_id,
    plannedFor: row.planned_for?.toISOString() ?? null,
    people: people.toSorted(byPart).flatMap(({ account_id, part }) => {
      const person = known.get(account_id);
      return person === undefined ? [] : [{ person, part }];
    }),
    rights,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** The lead planner first. */
function byPart(one: PersonRow, other: PersonRow): number {
  return LessonPart.options.indexOf(one.part) - LessonPart.options.indexOf(other.part);
}
