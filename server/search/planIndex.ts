import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Db } from '../database/schema.ts';
import { AppError } from '../errors.ts';
import { readPlan } from '../planning/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import { entryRules, readEntries, type PlanEntry } from './planEntries.ts';

export interface PlanIndexDeps {
  db: Db;
  documents: Documents;
  /** How often it is looked for plans that were written in, in milliseconds. */
  intervalMs: number;
  log: Logger;
}

export interface PlanIndex {
  /** Resolves when all plans can be found as they are on disk now. */
  inStep: () => Promise<void>;
  close: () => Promise<void>;
}

/** A plan whose entries are not up to its document. */
interface Behind {
  lessonId: string;
  documentId: string;
  seq: number;
}

/** Someone who writes on and on is waited for no longer than this, in milliseconds. */
const longestWait = 10_000;
/** Every so often all plans are looked at, and not only those of the last minutes. */
const thoroughEvery = 10 * 60_000;
const recent = '3 minutes';
const mostAtOnce = 50;
/** What is read stays in memory for a while, so that thousands of plans, as after an update, are read at a walk. */
const restMs = 50;
/** So many texts of one plan can be found. */
const mostEntries = 4_000;

/**
 * Keeps the entries of plans in step with their documents (rules F4–F6). It looks into the database and not at what happened in this
 * process, so that a restart or a crash misses nothing.
 */
export function startPlanIndex({ db, documents, intervalMs, log }: PlanIndexDeps): PlanIndex {
  /** Plans that are being written in: since when they are behind, and what was their newest update when last looked at. */
  const moving = new Map<string, { since: number; seq: number }>();
  let running = Promise.resolve();
  let closed = false;
  let thoroughAt = 0;

  const isSettled = ({ documentId, seq }: Behind, now: number): boolean => {
    const known = moving.get(documentId);
    const settled = known !== undefined && (known.seq === seq || now - known.since > longestWait);
    if (settled) moving.delete(documentId);
    else moving.set(documentId, { since: known?.since ?? now, seq });
    return settled;
  };

  const sweep = async (patient: boolean): Promise<void> => {
    const now = Date.now();
    const thorough = !patient || now - thoroughAt > thoroughEvery;
    for (;;) {
      const behind = await findBehind(db, thorough);
      const due = thorough && thoroughAt === 0 ? behind : behind.filter((plan) => !patient || isSettled(plan, now));
      for (const plan of due) {
        if (closed) return;
        await enter(plan);
        if (due.length > 5) await new Promise((resolve) => setTimeout(resolve, restMs));
      }
      if (behind.length < mostAtOnce || due.length === 0) break;
    }
    if (thorough) thoroughAt = now;
  };

  const enter = async ({ lessonId, documentId }: Behind): Promise<void> => {
    try {
      const { value, seq } = await documents.capture(documentId, (doc) => readEntries(readPlan(doc)));
      await replaceEntries(db, { lessonId, documentId, seq, entries: value.slice(0, mostEntries) });
    } catch (error) {
      // A lesson may be gone by now; and one plan must not keep the others from being found.
      if (!(error instanceof AppError) && !closed)
        log.warn({ err: error, lessonId }, 'a plan could not be entered; trying again');
    }
  };

  const run = (patient: boolean): Promise<void> => {
    running = running
      .then(() => (closed ? undefined : sweep(patient)))
      .catch((error: unknown) => {
        if (!closed) log.warn({ err: error }, 'plans to enter could not be looked for; trying again');
      });
    return running;
  };
  let waiting = false;
  const timer = setInterval(() => {
    if (waiting) return;
    waiting = true;
    void run(true).then(() => (waiting = false));
  }, intervalMs);
  timer.unref();

  return {
    inStep: () => run(false),
    close() {
      closed = true;
      clearInterval(timer);
      return running;
    },
  };
}

async function findBehind(db: Db, thorough: boolean): Promise<Behind[]> {
  const { rows } = await sql<Behind>`
    select lessons.id as "lessonId", lessons.document_id as "documentId", head.seq
    from lessons
    left join search_plans on search_plans.document_id = lessons.document_id
    cross join lateral (
      select greatest(
        (select seq from document_updates where document_id = lessons.document_id order by first_seq desc limit 1),
        (select max(seq) from document_snapshots where document_id = lessons.document_id),
        0
      ) as seq
    ) as head
    where (search_plans.document_id is null or search_plans.seq < head.seq or search_plans.rules <> ${entryRules})
      and (${thorough} or search_plans.document_id is null or lessons.updated_at > now() - ${recent}::interval)
    order by lessons.updated_at desc
    limit ${mostAtOnce}`.execute(db);
  return rows;
}

/** Writes what has changed; of two that come at once the newer stays. */
async function replaceEntries(
  db: Db,
  { lessonId, documentId, seq, entries }: { lessonId: string; documentId: string; seq: number; entries: PlanEntry[] },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const advanced = await sql`
      insert into search_plans (document_id, seq, rules) values (${documentId}, ${seq}, ${entryRules})
      on conflict (document_id) do update set seq = excluded.seq, rules = excluded.rules
      where search_plans.seq < excluded.seq or search_plans.rules <> excluded.rules
      returning document_id`.execute(tx);
    if (advanced.rows.length === 0) return;
    const rows = await tx
      .selectFrom('search_entries')
      .select(['id', 'kind', 'anchor', 'field', 'position', 'body'])
      .where('lesson_id', '=', lessonId)
      .where('kind', 'in', ['plan', 'step'])
      .execute();
    const known = new Map(rows.map((row) => [placeOf(row), row]));
    const wanted = new Map(entries.map((entry) => [placeOf(entry), entry]));
    const gone = rows.filter((row) => !wanted.has(placeOf(row))).map(({ id }) => id);
    if (gone.length > 0) await sql`delete from search_entries where id = any(${gone}::bigint[])`.execute(tx);
    const changed = [...wanted].filter(([place, { body }]) => known.get(place)?.body !== body).map(([, entry]) => entry);
    for (let from = 0; from < changed.length; from += 500) {
      await tx
        .insertInto('search_entries')
        .values(changed.slice(from, from + 500).map((entry) => ({ ...entry, lesson_id: lessonId, need_id: null })))
        .onConflict((clash) =>
          clash
            .columns(['lesson_id', 'kind', 'anchor', 'field', 'position'])
            .where('lesson_id', 'is not', null)
            .doUpdateSet((eb) => ({ body: eb.ref('excluded.body'), weight: eb.ref('excluded.weight') })),
        )
        .execute();
    }
  });
}

const placeOf = ({ kind, anchor, field, position }: Pick<PlanEntry, 'anchor' | 'field' | 'position'> & { kind: string }) =>
  JSON.stringify([kind, anchor, field, position]);
