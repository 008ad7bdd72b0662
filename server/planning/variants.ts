import { sql, type Transaction } from 'kysely';
import type * as Y from 'yjs';
import { childElements, planRoot } from '../../shared/planDocument.ts';
import type { Answer } from '../../shared/http.ts';
import type { FamilyMember, getFamily, LessonOrigin } from '../../shared/variants.ts';
import type { Database, Db } from '../database/schema.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Files } from '../files/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Programme } from '../programme/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import { arrangeFamily, type Kin } from './family.ts';
import type { Lessons, SeenLesson } from './lessons.ts';
import { copyForClasses, filesIn } from './planCopy.ts';
import { readPlan } from './planContent.ts';
import { mayTakeOver } from './policy.ts';
import { restorePlan } from './restorePlan.ts';
import { writersBetween } from './versionAuthors.ts';

export interface VariantsDeps {
  db: Db;
  identity: Identity;
  notifications: Notifications;
  programme: Programme;
  files: Files;
  documents: Documents;
  lessons: Lessons;
}

/** What whoever takes a plan over says of it. */
export interface Taking {
  originId: string;
  reason: string;
  classNames: readonly string[];
  keepReference: boolean;
}

/** What a new lesson is made with when it starts from something. */
export interface Beginning {
  seed?: ((doc: Y.Doc) => void) | undefined;
  alongside?: ((tx: Transaction<Database>, lessonId: string) => Promise<void>) | undefined;
  /** Tells those concerned once the lesson is there. */
  tell?: ((lessonId: string) => Promise<void>) | undefined;
}

export type Variants = ReturnType<typeof createVariants>;

const mostAuthors = 50;

/** The same lesson, different designs 同课异构 (SPEC-variants.md, F1–F9). */
export function createVariants({ db, identity, notifications, programme, files, documents, lessons }: VariantsDeps) {
  /** Gets the plan of a lesson ready to be taken over. @throws notFound, forbidden */
  const take = async (taking: Taking, caller: Caller): Promise<Beginning> => {
    const origin = await lessons.access(taking.originId, caller);
    if (!mayTakeOver(origin.rights)) throw forbidden('Only those who may comment on a lesson can take its plan over.');
    // Its authors stand in the database, where the newest words arrive a moment later.
    const { value } = await documents.capture(origin.lesson.documentId, readPlan);
    const plan = copyForClasses(value, taking);
    const authors = await authorsOf(origin);
    return {
      seed: (doc) => restorePlan(doc, plan),
      alongside: async (tx, lessonId) => {
        await files.linkToLesson(tx, { fileIds: filesIn(plan), from: origin.lesson.id, to: lessonId });
        await record(tx, { lessonId, taking, authors, accountId: caller.accountId });
      },
      tell: (lessonId) => tellOrigin(origin, lessonId, taking, caller.accountId),
    };
  };

  /** Those who planned a lesson and those who wrote in its plan, and whoever they had it from; the planners first. */
  const authorsOf = async ({ lesson, people }: SeenLesson): Promise<string[]> => {
    const planners = people.filter(({ part }) => part === 'lead-planner' || part === 'co-planner').map((row) => row.account_id);
    // The first update is the seed: whoever took a plan over has not written it.
    const wrote = await writersBetween(db, lesson.documentId, 1, Number.MAX_SAFE_INTEGER);
    const earlier = await db
      .selectFrom('lesson_origin_authors')
      .select('account_id')
      .where('lesson_id', '=', lesson.id)
      .orderBy('position')
      .execute();
    return [...new Set([...planners, ...wrote, ...earlier.map((row) => row.account_id)])].slice(0, mostAuthors);
  };

  const tellOrigin = async ({ lesson, people }: SeenLesson, copyId: string, taking: Taking, actorId: string): Promise<void> => {
    const leads = people.filter(({ part }) => part === 'lead-planner').map((row) => row.account_id);
    for (const accountId of leads) {
      const seen = await lessons.among([lesson.id, copyId], { accountId, sessionId: '' });
      if (!seen.some(({ row }) => row.id === lesson.id)) continue;
      const seesCopy = seen.some(({ row }) => row.id === copyId);
      await notifications.notify({
        to: [accountId],
        kind: 'lesson.copied',
        actorId,
        data: {
          lesson: lesson.title,
          classes: seesCopy ? taking.classNames.join('、') : '',
          text: seesCopy ? taking.reason : '',
        },
        path: `/lessons/${seesCopy ? copyId : lesson.id}`,
      });
    }
  };

  /** All lessons of the family of a lesson, itself included, whoever may see them. */
  const kinOf = async (lessonId: string): Promise<Kin[]> => {
    const { rows } = await sql<Kin>`
      with family as (
        select coalesce((select root_id from lesson_origins where lesson_id = ${lessonId}), ${lessonId}::uuid) as root_id
      )
      select lessons.id, origin_id as "originId", reason, class_names as "classNames", copied_by as "copiedBy", copied_at as "copiedAt"
      from family
      join lessons on lessons.id = family.root_id
        or lessons.id in (select lesson_id from lesson_origins where lesson_origins.root_id = family.root_id)
      left join lesson_origins on lesson_origins.lesson_id = lessons.id`.execute(db);
    return rows;
  };

  /** @throws notFound */
  const family = async (lessonId: string, caller: Caller): Promise<Answer<typeof getFamily>> => {
    await lessons.access(lessonId, caller);
    const kin = await kinOf(lessonId);
    const seen = await lessons.among(
      kin.map(({ id }) => id),
      caller,
    );
    const places = await programme.teams.places(seen.map(({ row }) => row.team_id));
    const known = await identity.accounts.people(seen.flatMap(({ people }) => people.map((row) => row.account_id)));
    const members = await Promise.all(
      arrangeFamily(kin, new Set(seen.map(({ row }) => row.id))).map(async ({ kin: one, parentId }): Promise<FamilyMember[]> => {
        const lesson = seen.find(({ row }) => row.id === one.id);
        if (lesson === undefined) return [];
        const place = places.get(lesson.row.team_id);
        return [
          {
            id: one.id,
            parentId,
            title: lesson.row.title,
            state: lesson.row.state,
            school: place?.recipient.name ?? '',
            team: place?.name ?? '',
            classNames: one.classNames ?? (await classesOf(lesson)),
            planners: lesson.people.flatMap(({ account_id, part }) =>
              part === 'lead-planner' || part === 'co-planner' ? (known.get(account_id) ?? []) : [],
            ),
            reason: one.reason,
            at: (one.copiedAt ?? lesson.row.created_at).toISOString(),
            mayComment: lesson.rights.comment,
          },
        ];
      }),
    );
    const own = kin.find(({ id }) => id === lessonId);
    return { items: members.flat(), origin: own === undefined ? null : await originOf(own, seen) };
  };

  const originOf = async (kin: Kin, seen: readonly SeenLesson[]): Promise<LessonOrigin | null> => {
    if (kin.originId === null || kin.copiedBy === null || kin.copiedAt === null) return null;
    const rows = await db
      .selectFrom('lesson_origin_authors')
      .select('account_id')
      .where('lesson_id', '=', kin.id)
      .orderBy('position')
      .execute();
    const ids = rows.map((row) => row.account_id);
    const people = await identity.accounts.people([...new Set([...ids, kin.copiedBy])]);
    const by = people.get(kin.copiedBy);
    const origin = seen.find(({ row }) => row.id === kin.originId);
    if (by === undefined) return null;
    return {
      lesson: origin === undefined ? null : { id: origin.row.id, title: origin.row.title },
      authors: ids.flatMap((id) => people.get(id) ?? []),
      reason: kin.reason ?? '',
      classNames: kin.classNames ?? [],
      by,
      at: kin.copiedAt.toISOString(),
    };
  };

  /** The classes of a first lesson are those that its plan has 学情 for. */
  const classesOf = ({ lesson }: SeenLesson): Promise<string[]> =>
    documents.read(lesson.documentId, (doc) =>
      childElements(doc.getXmlFragment(planRoot), 'planSection')
        .flatMap((section) => childElements(section, 'learnerProfile'))
        .map((profile) => profile.getAttribute('className') ?? '')
        .filter((name) => name !== ''),
    );

  /** Another lesson of the same family. @throws notFound when it is none, or the caller does not see it. */
  const relative = async (lessonId: string, relativeId: string, caller: Caller): Promise<SeenLesson> => {
    const seen = await lessons.access(relativeId, caller);
    if (relativeId === lessonId || !(await kinOf(lessonId)).some(({ id }) => id === relativeId)) throw notFound();
    return seen;
  };

  /** The plan of a lesson as it is now. @throws notFound */
  const plan = async (lessonId: string, caller: Caller) => {
    const { lesson } = await lessons.access(lessonId, caller);
    return { content: await documents.read(lesson.documentId, readPlan) };
  };

  return { take, family, relative, plan };
}

async function record(
  tx: Transaction<Database>,
  { lessonId, taking, authors, accountId }: { lessonId: string; taking: Taking; authors: readonly string[]; accountId: string },
): Promise<void> {
  const origin = await tx
    .selectFrom('lesson_origins')
    .select('root_id')
    .where('lesson_id', '=', taking.originId)
    .executeTakeFirst();
  await tx
    .insertInto('lesson_origins')
    .values({
      lesson_id: lessonId,
      origin_id: taking.originId,
      root_id: origin?.root_id ?? taking.originId,
      reason: taking.reason,
      class_names: [...taking.classNames],
      copied_by: accountId,
    })
    .execute();
  if (authors.length === 0) return;
  const rows = authors.map((account_id, position) => ({ lesson_id: lessonId, account_id, position }));
  await tx.insertInto('lesson_origin_authors').values(rows).execute();
}
