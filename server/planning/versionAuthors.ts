import { sql } from 'kysely';
import type { Db } from '../database/schema.ts';

/**
 * Copies from the log who has written, up to which update. The log names its authors only until it is compacted (rule V3).
 * Cheap: it reads only what is newer than the record.
 */
export async function noteWriters(db: Db, documentId: string): Promise<void> {
  await sql`
    insert into plan_writers (document_id, account_id, seq, wrote_at)
    select document_id, account_id, max(first_seq + number - 1), max(created_at)
    from document_updates
    cross join unnest(account_ids) with ordinality as entry (account_id, number)
    where document_id = ${documentId} and account_id is not null
      and seq > (select coalesce(max(seq), 0) from plan_writers where document_id = ${documentId})
    group by document_id, account_id
    order by account_id
    on conflict (document_id, account_id) do update
      set seq = greatest(plan_writers.seq, excluded.seq), wrote_at = greatest(plan_writers.wrote_at, excluded.wrote_at)`.execute(
    db,
  );
}

/** The accounts that wrote updates after `from`, up to and with `to`: from the log, and from the record of what it no longer holds. */
export async function writersBetween(db: Db, documentId: string, from: number, to: number): Promise<string[]> {
  await noteWriters(db, documentId);
  const { rows } = await sql<{ id: string }>`
    select account_id as id from document_entries
    where document_id = ${documentId} and seq > ${from} and seq <= ${to} and account_id is not null
    union
    select account_id as id from plan_writers where document_id = ${documentId} and seq > ${from} and seq <= ${to}`.execute(db);
  return rows.map(({ id }) => id);
}

/** The accounts that have written after an update. */
export async function writersSince(db: Db, documentId: string, seq: number): Promise<string[]> {
  return writersBetween(db, documentId, seq, Number.MAX_SAFE_INTEGER);
}

/**
 * Whose words those of some Yjs clients are. Where that is not known, since the server itself put them there, they are all who have
 * written in the plan since it was seeded, or else its planners.
 */
export async function authorsOfWords(
  db: Db,
  lesson: { id: string; documentId: string },
  clients: readonly number[],
): Promise<string[]> {
  const owners = await db
    .selectFrom('document_clients')
    .select('account_id')
    .distinct()
    .where('document_id', '=', lesson.documentId)
    .where('client_id', '=', sql<number>`any(${[...clients]}::bigint[])`)
    .execute();
  if (owners.length > 0) return owners.map((row) => row.account_id);
  const writers = await writersBetween(db, lesson.documentId, 1, Number.MAX_SAFE_INTEGER);
  if (writers.length > 0) return writers;
  const planners = await db
    .selectFrom('lesson_people')
    .select('account_id')
    .where('lesson_id', '=', lesson.id)
    .where('part', 'in', ['lead-planner', 'co-planner'])
    .execute();
  return planners.map((row) => row.account_id);
}
