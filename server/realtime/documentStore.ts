import { sql, type Transaction } from 'kysely';
import * as Y from 'yjs';
import { notFound } from '../errors.ts';
import type { Db, Database } from '../database/schema.ts';

/** What is known of a document without loading it. */
export interface DocumentHead {
  kind: string;
  epoch: number;
}

/** A document as it was stored. */
export interface StoredDocument {
  /** The newest snapshot, then the updates since. */
  parts: Buffer[];
  bytes: number;
  /** Bytes of the updates, and how many there are. */
  logBytes: number;
  logLength: number;
  seq: number;
  clients: { client: number; accountId: string }[];
}

/** Those of the documents that there are. */
export function findHeads(db: Db, documentIds: readonly string[]): Promise<(DocumentHead & { id: string })[]> {
  return db
    .selectFrom('documents')
    .select(['id', 'kind', 'epoch'])
    .where('id', '=', sql<string>`any(${[...documentIds]}::uuid[])`)
    .execute();
}

/**
 * Reads the newest snapshot and the updates since, in one statement and therefore one consistent view. The updates come in one row: hundreds of
 * short ones take several times as long to read. @throws notFound
 */
export async function loadStored(db: Db, documentId: string): Promise<StoredDocument> {
  const { rows } = await sql<StoredRow>`
    with newest as (
      select seq, state from document_snapshots where document_id = ${documentId} order by seq desc limit 1
    )
    select 0 as part, seq as number, state as bytes, null as lengths, null::uuid as account_id from newest
    union all
    select 1, max(seq), string_agg(updates, '' order by seq), string_agg(array_to_string(lengths, ','), ',' order by seq), null
    from document_updates where document_id = ${documentId} and seq > coalesce((select seq from newest), 0)
    having count(*) > 0
    union all
    select 2, client_id, null, null, account_id from document_clients where document_id = ${documentId}
    order by part`.execute(db);
  const stored: StoredDocument = { parts: [], bytes: 0, logBytes: 0, logLength: 0, seq: 0, clients: [] };
  for (const { number, bytes, lengths, account_id } of rows) {
    if (bytes === null) {
      if (account_id !== null) stored.clients.push({ client: number, accountId: account_id });
      continue;
    }
    stored.bytes += bytes.length;
    // A run that the snapshot reached the middle of ends after it.
    stored.seq = number;
    if (lengths === null) {
      stored.parts.push(bytes);
      continue;
    }
    const each = lengths.split(',').map(Number);
    let at = 0;
    for (const length of each) stored.parts.push(bytes.subarray(at, (at += length)));
    stored.logBytes = bytes.length;
    stored.logLength = each.length;
  }
  if (stored.parts.length === 0) throw notFound();
  return stored;
}

/** A snapshot (part 0), the updates since with their lengths (1), or whose a client id is (2). */
interface StoredRow {
  part: number;
  number: number;
  bytes: Buffer | null;
  lengths: string | null;
  account_id: string | null;
}

/** Writes a new document with its first content. */
export async function insertDocument(
  tx: Transaction<Database>,
  document: { kind: string; schemaVersion: number; accountId: string; state: Uint8Array },
): Promise<string> {
  const { id } = await tx
    .insertInto('documents')
    .values({ kind: document.kind, schema_version: document.schemaVersion })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('document_updates')
    .values({
      document_id: id,
      first_seq: 1,
      seq: 1,
      updates: Buffer.from(document.state),
      lengths: [document.state.length],
      account_ids: [document.accountId],
    })
    .execute();
  return id;
}

/**
 * Stores the whole state as of `seq` (rules C2 and C3). The snapshot before it stays, with the updates since, so that the state can
 * be rebuilt without the newest one; everything older goes.
 * @throws Error when the state does not hold what the document holds, in which case nothing is changed.
 */
export async function storeSnapshot(
  db: Db,
  documentId: string,
  seq: number,
  state: Uint8Array,
  vector: Uint8Array,
): Promise<void> {
  if (!Buffer.from(Y.encodeStateVectorFromUpdate(state)).equals(vector)) throw new Error('the encoded state is not the document');
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('document_snapshots')
      .values({ document_id: documentId, seq, state: Buffer.from(state) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const previous = await sql<{ seq: number }>`
      select seq from document_snapshots where document_id = ${documentId} and seq < ${seq} order by seq desc limit 1`.execute(
      tx,
    );
    const kept = previous.rows[0]?.seq;
    if (kept === undefined) return;
    await tx.deleteFrom('document_snapshots').where('document_id', '=', documentId).where('seq', '<', kept).execute();
    await tx.deleteFrom('document_updates').where('document_id', '=', documentId).where('seq', '<=', kept).execute();
  });
}
