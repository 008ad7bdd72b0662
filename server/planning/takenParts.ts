import type * as Y from 'yjs';
import { childElements, planRoot, planSections } from '../../shared/planDocument.ts';
import type { TakenPart } from '../../shared/planning.ts';
import type { Person } from '../../shared/values.ts';
import type { Db } from '../database/schema.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import type { Programme } from '../programme/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { SeenLesson } from './lessons.ts';
import { mayPlan } from './policy.ts';

export interface TakenPartsDeps {
  db: Db;
  identity: Identity;
  programme: Programme;
  documents: Documents;
}

export type TakenParts = ReturnType<typeof createTakenParts>;

/** Who writes which part of a plan (SPEC-steps.md, T1–T4). It is said, not enforced: everybody who plans may write everywhere. */
export function createTakenParts({ db, identity, programme, documents }: TakenPartsDeps) {
  /** Those who plan in a team today: whoever leaves it gives back what they took on. */
  const planners = async (teamId: string): Promise<Set<string>> => {
    const members = await programme.teams.members(teamId);
    return new Set(members.filter(({ role }) => mayPlan(new Set([role]))).map(({ accountId }) => accountId));
  };

  /** The parts that somebody has taken on who still plans in the team. */
  const list = async (lesson: { id: string; teamId: string }): Promise<TakenPart[]> => {
    const rows = await db
      .selectFrom('taken_parts')
      .selectAll()
      .where('lesson_id', '=', lesson.id)
      .orderBy('created_at')
      .execute();
    if (rows.length === 0) return [];
    const active = await planners(lesson.teamId);
    const people: Map<string, Person> = await identity.accounts.people(rows.map((row) => row.account_id));
    return rows.flatMap((row) => {
      const person = active.has(row.account_id) ? people.get(row.account_id) : undefined;
      return person === undefined ? [] : [{ part: row.part, person, at: row.created_at.toISOString() }];
    });
  };

  /** @throws notFound when the plan has no such part. */
  const check = async (documentId: string, part: string): Promise<void> => {
    if (!(await documents.read(documentId, (doc) => partsOf(doc))).has(part)) throw notFound();
  };

  /** @throws notFound, forbidden, conflict `part_taken` */
  const take = async ({ lesson, rights }: SeenLesson, part: string, accountId: string): Promise<void> => {
    await check(lesson.documentId, part);
    if (!rights.editPlan) throw forbidden('Only those who write the plan take on a part of it.');
    await db.transaction().execute(async (tx) => {
      const row = { lesson_id: lesson.id, part, account_id: accountId };
      await tx
        .insertInto('taken_parts')
        .values(row)
        .onConflict((same) => same.columns(['lesson_id', 'part']).doNothing())
        .execute();
      // When two take it on at once, the first one has it.
      const ofPart = tx.selectFrom('taken_parts').where('lesson_id', '=', lesson.id).where('part', '=', part);
      const { holder } = await ofPart.select('account_id as holder').forUpdate().executeTakeFirstOrThrow();
      if (holder === accountId) return;
      if ((await planners(lesson.teamId)).has(holder)) {
        const name = (await identity.accounts.people([holder])).get(holder)?.name ?? '';
        throw conflict('part_taken', 'A colleague has taken this part on.', { name });
      }
      const change = tx.updateTable('taken_parts').set({ account_id: accountId, created_at: new Date() });
      await change.where('lesson_id', '=', lesson.id).where('part', '=', part).execute();
    });
  };

  /** Where nobody has taken it on there is nothing to do. @throws notFound when the plan has no such part, forbidden */
  const release = async ({ lesson, rights }: SeenLesson, part: string, accountId: string): Promise<void> => {
    const row = await db
      .selectFrom('taken_parts')
      .select('account_id')
      .where('lesson_id', '=', lesson.id)
      .where('part', '=', part)
      .executeTakeFirst();
    if (row === undefined) return check(lesson.documentId, part);
    if (row.account_id !== accountId && !rights.manage)
      throw forbidden('Only whoever took it on and the lead planner give it back.');
    await db.deleteFrom('taken_parts').where('lesson_id', '=', lesson.id).where('part', '=', part).execute();
  };

  return { list, take, release };
}

/** What can be taken on: the sections, and in them the steps and the analyses of classes. */
function partsOf(doc: Y.Doc): Set<string> {
  const sections = childElements(doc.getXmlFragment(planRoot), 'planSection');
  const ids = sections
    .flatMap((section) => [...childElements(section, 'lessonStep'), ...childElements(section, 'learnerProfile')])
    .flatMap((part) => part.getAttribute('id') ?? [])
    .filter((id) => id !== '');
  return new Set<string>([...planSections, ...ids]);
}
