import type { Selectable } from 'kysely';
import type { PlanNode } from '../../shared/planNode.ts';
import { findDifference } from '../../shared/planDifference.ts';
import type { LessonState } from '../../shared/planning.ts';
import type { Version, VersionReason } from '../../shared/versions.ts';
import type { Database, Db } from '../database/schema.ts';
import { conflict, notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import { packContent, readPlan, unpackContent } from './planContent.ts';
import { restorePlan } from './restorePlan.ts';
import { writersBetween } from './versionAuthors.ts';

type VersionRow = Selectable<Database['plan_versions']>;
type Head = Omit<VersionRow, 'content'>;

/** The lesson whose plan it is. */
interface Subject {
  id: string;
  documentId: string;
}

/** What makes a version. `accountId` is null when nobody asked for it. */
interface Occasion {
  reason: VersionReason;
  accountId: string | null;
  name?: string;
  state?: LessonState;
  restoredAt?: Date;
}

/** The plan at one moment, and the newest update that is in it. */
interface Moment {
  content: PlanNode;
  seq: number;
}

export interface VersionsDeps {
  db: Db;
  identity: Identity;
  documents: Documents;
}

export type Versions = ReturnType<typeof createVersions>;

const headColumns = ['id', 'lesson_id', 'seq', 'reason', 'name', 'state', 'restored_at', 'account_id', 'created_at'] as const;
const mostListed = 500;

/** The versions of plans (SPEC-versions.md). */
export function createVersions({ db, identity, documents }: VersionsDeps) {
  /**
   * Keeps the plan as it is now. Nobody's wish and no change since the last version: none is kept (rule V2).
   * @returns the id of the version that holds the plan as it is now.
   */
  const keep = async (lesson: Subject, occasion: Occasion): Promise<string> => {
    const { value: content, seq } = await documents.capture(lesson.documentId, readPlan);
    return store(lesson, { content, seq }, occasion);
  };

  const store = async (lesson: Subject, { content, seq }: Moment, occasion: Occasion): Promise<string> => {
    const packed = await packContent(content);
    return db.transaction().execute(async (tx) => {
      // One at a time, so that each finds the one before it.
      await tx.selectFrom('lessons').select('id').where('id', '=', lesson.id).forUpdate().executeTakeFirstOrThrow();
      const last = await tx
        .selectFrom('plan_versions')
        .select(['id', 'seq'])
        .where('lesson_id', '=', lesson.id)
        .orderBy('seq', 'desc')
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      const passing = ['quiet', 'before-restore', 'before-import'].includes(occasion.reason);
      if (last !== undefined && last.seq >= seq && passing) return last.id;
      const { id } = await tx
        .insertInto('plan_versions')
        .values({
          lesson_id: lesson.id,
          seq,
          reason: occasion.reason,
          name: occasion.name ?? null,
          state: occasion.state ?? null,
          restored_at: occasion.restoredAt ?? null,
          account_id: occasion.accountId,
          content: packed,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const all = await writersBetween(tx, lesson.documentId, last?.seq ?? 0, seq);
      if (all.length > 0) {
        const rows = all.map((accountId) => ({ version_id: id, account_id: accountId }));
        await tx.insertInto('plan_version_authors').values(rows).execute();
      }
      return id;
    });
  };

  /** The newest ones first. */
  const list = async (lessonId: string): Promise<Version[]> => {
    const rows = await db
      .selectFrom('plan_versions')
      .select(headColumns)
      .where('lesson_id', '=', lessonId)
      .orderBy('seq', 'desc')
      .orderBy('created_at', 'desc')
      .limit(mostListed)
      .execute();
    return present(rows);
  };

  /** @throws notFound when there is none of this id in this lesson. */
  const find = async (lessonId: string, versionId: string): Promise<VersionRow> => {
    const row = await db
      .selectFrom('plan_versions')
      .selectAll()
      .where('lesson_id', '=', lessonId)
      .where('id', '=', versionId)
      .executeTakeFirst();
    if (row === undefined) throw notFound();
    return row;
  };

  /** @throws notFound */
  const check = async (lessonId: string, versionId: string): Promise<void> => void (await find(lessonId, versionId));

  const read = async (lessonId: string, versionId: string): Promise<Version & { content: PlanNode }> => {
    const row = await find(lessonId, versionId);
    return { ...(await presentOne(row)), content: await unpackContent(row.content) };
  };

  const rename = async (lessonId: string, versionId: string, name: string | null): Promise<Version> => {
    await find(lessonId, versionId);
    await db.updateTable('plan_versions').set({ name }).where('id', '=', versionId).execute();
    return presentOne(await find(lessonId, versionId));
  };

  /**
   * Brings the live plan back to a version (rules V7–V9). What it was before is kept first, and what it becomes is a version too.
   * @throws notFound, conflict `already_so`
   */
  const restore = async (lesson: Subject, versionId: string, accountId: string): Promise<Version> => {
    const row = await find(lesson.id, versionId);
    const version = await unpackContent(row.content);
    await keep(lesson, { reason: 'before-restore', accountId });
    const [before, after] = await documents.change(lesson.documentId, accountId, (doc, seq): [Moment, Moment] => {
      const live = readPlan(doc);
      if (findDifference(live, version).change === 'same') {
        throw conflict('already_so', 'The plan says the same as this version already.');
      }
      restorePlan(doc, version);
      return [
        { content: live, seq },
        { content: readPlan(doc), seq: seq + 1 },
      ];
    });
    // What came in after the first was kept is kept as well.
    await store(lesson, before, { reason: 'before-restore', accountId });
    const id = await store(lesson, after, { reason: 'restored', accountId, restoredAt: row.created_at });
    return presentOne(await find(lesson.id, id));
  };

  const presentOne = async (row: Head): Promise<Version> => {
    const [version] = await present([row]);
    if (version === undefined) throw notFound();
    return version;
  };

  const present = async (rows: readonly Head[]): Promise<Version[]> => {
    if (rows.length === 0) return [];
    const wrote = await db
      .selectFrom('plan_version_authors')
      .selectAll()
      .where(
        'version_id',
        'in',
        rows.map((row) => row.id),
      )
      .execute();
    const ids = [...wrote.map((row) => row.account_id), ...rows.flatMap((row) => row.account_id ?? [])];
    const people = await identity.accounts.people([...new Set(ids)]);
    return rows.map((row) => ({
      id: row.id,
      reason: row.reason,
      name: row.name,
      state: row.state,
      restoredAt: row.restored_at?.toISOString() ?? null,
      by: people.get(row.account_id ?? '') ?? null,
      authors: wrote.flatMap((author) => (author.version_id === row.id ? (people.get(author.account_id) ?? []) : [])),
      at: row.created_at.toISOString(),
    }));
  };

  /** Names the plan as it is now. */
  const keepNamed = async (lesson: Subject, name: string, accountId: string): Promise<Version> => {
    const id = await keep(lesson, { reason: 'named', accountId, name });
    return presentOne(await find(lesson.id, id));
  };

  return { keep, keepNamed, list, check, read, rename, restore };
}
