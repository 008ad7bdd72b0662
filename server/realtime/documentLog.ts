import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, sql, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Database, Db } from '../database/schema.ts';

/** One committed change of a document. */
export interface LogEntry {
  documentId: string;
  seq: number;
  update: Uint8Array;
  accountId: string;
  /** A Yjs client id that writes for the first time. */
  newClients: readonly number[];
  /** Somebody waits for this entry alone: it does not wait for company. */
  urgent: boolean;
  /** Rows of a room that are committed with this entry (P4). `failed` hears when the database can never take them. */
  alongside?: { write: (tx: Transaction<Database>) => Promise<void>; failed: (error: unknown) => void } | undefined;
}

/** Told about a document's entries; called from the log, never while `append` runs. */
export interface LogListener {
  committed: (seq: number) => void;
  /** The entries can never be stored: the document is gone, or another process writes it. */
  lost: () => void;
}

export interface DocumentLog {
  /** Queues an entry; the listener hears when it is on disk. */
  append: (entry: LogEntry, listener: LogListener) => void;
  /** Bytes that wait for the database. */
  readonly waitingBytes: number;
  /** Resolves when nothing of a document waits any more. */
  settled: (documentId: string) => Promise<void>;
  /** Resolves when nothing waits any more, or gives up after `milliseconds` and answers false. */
  flush: (milliseconds: number) => Promise<boolean>;
}

interface Waiting {
  entry: LogEntry;
  listener: LogListener;
}

/** Commits start at least this far apart, in milliseconds, unless one is urgent: many people's keystrokes share one. */
const spacing = 400;
const largestBatch = { entries: 2_000, bytes: 4 * 1024 * 1024 };
const slowestRetry = 2_000;

/**
 * The write-ahead log of all documents (rules P1–P3). One commit at a time takes whatever has been queued since the last,
 * for all documents together. What cannot be stored stays queued and is tried again until it can.
 */
export function createDocumentLog(db: Db, log: Logger): DocumentLog {
  const queue: Waiting[] = [];
  let waitingBytes = 0;
  let running: Promise<void> | null = null;
  let lastStart = -Infinity;
  let hurry: () => void = () => undefined;
  let settling: { documentId: string; resolve: () => void }[] = [];

  const waits = (documentId: string) => queue.some(({ entry }) => entry.documentId === documentId);

  const company = () =>
    new Promise<void>((resolve) => {
      const urgent = queue.some(({ entry }) => entry.urgent);
      const timer = setTimeout(resolve, urgent ? 0 : Math.max(0, lastStart + spacing - performance.now()));
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    let failures = 0;
    let batch: Waiting[] = [];
    while (queue.length > 0) {
      if (failures > 0) {
        // The same batch again, by which it is known if it was committed although the answer got lost.
        await sleep(Math.min(slowestRetry, 100 * 2 ** failures));
      } else {
        await company();
        batch = queue.slice(0, batchLength(queue));
      }
      lastStart = performance.now();
      try {
        const stored = await store(db, batch);
        if (failures > 0) log.info('documents are saved again');
        failures = 0;
        queue.splice(0, batch.length);
        for (const { entry } of batch) waitingBytes -= entry.update.length;
        tell(batch, stored, log);
        for (const { documentId, resolve } of settling) if (!waits(documentId)) resolve();
        settling = settling.filter(({ documentId }) => waits(documentId));
      } catch (error) {
        if (failures++ === 0) log.warn({ err: error, waiting: queue.length }, 'documents cannot be saved; trying again');
      }
    }
  };

  return {
    append(entry, listener) {
      queue.push({ entry, listener });
      waitingBytes += entry.update.length;
      if (entry.urgent) hurry();
      running ??= run().finally(() => (running = null));
    },
    get waitingBytes() {
      return waitingBytes;
    },
    settled: (documentId) =>
      waits(documentId) ? new Promise((resolve) => settling.push({ documentId, resolve })) : Promise.resolve(),
    async flush(milliseconds) {
      const late = new AbortController();
      const done = await Promise.race([
        (running ?? Promise.resolve()).then(() => true),
        sleep(milliseconds, false, { signal: late.signal, ref: false }).catch(() => false),
      ]);
      late.abort();
      return done;
    },
  };
}

function batchLength(queue: Waiting[]): number {
  let bytes = 0;
  let length = 0;
  for (const { entry } of queue) {
    bytes += entry.update.length;
    if (length > 0 && (length >= largestBatch.entries || bytes > largestBatch.bytes)) break;
    length++;
  }
  return length;
}

/** Ids of the documents whose entries are all in the database now; with them is what was to be written alongside. */
async function store(db: Db, batch: Waiting[]): Promise<Set<string>> {
  const entries = batch.map(({ entry }) => entry);
  const accompanied = entries.filter(({ alongside }) => alongside !== undefined);
  if (accompanied.length === 0) return storeEntries(db, entries);
  return db.transaction().execute(async (tx) => {
    const stored = await storeEntries(tx, entries);
    for (const entry of accompanied) if (stored.has(entry.documentId)) await writeAlongside(tx, entry);
    return stored;
  });
}

/** Rows that break a rule of the database are given up rather than tried for ever, which would hold up every document. */
async function writeAlongside(tx: Transaction<Database>, { alongside }: LogEntry): Promise<void> {
  await sql`savepoint alongside`.execute(tx);
  try {
    await alongside?.write(tx);
  } catch (error) {
    if (!breaksRule(error)) throw error;
    await sql`rollback to savepoint alongside`.execute(tx);
    alongside?.failed(error);
  }
}

/** Classes 22 and 23 of PostgreSQL's error codes: data exceptions and integrity constraint violations. */
const breaksRule = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code);

async function storeEntries(db: Db, entries: LogEntry[]): Promise<Set<string>> {
  const claims = entries.flatMap((entry) => entry.newClients.map((client) => ({ ...entry, client })));
  if (claims.length > 0) {
    const owned = [
      list(claims.map(({ documentId }) => documentId)),
      list(claims.map(({ client }) => client)),
      list(claims.map(({ accountId }) => accountId)),
    ];
    await db.executeQuery(CompiledQuery.raw(insertClients, owned));
  }
  const runs = runsOf(entries);
  const inTheirOrder = [...runs.values()].flatMap((run) => run.entries);
  const columns = [
    list([...runs.keys()]),
    list([...runs.values()].map((run) => (run.entries[0] as LogEntry).seq)),
    list([...runs.values()].map((run) => run.entries.length)),
    list([...runs.values()].map((run) => run.size)),
    Buffer.concat(inTheirOrder.map(({ update }) => update)),
    list(inTheirOrder.map(({ update }) => update.length)),
    list(inTheirOrder.map(({ accountId }) => accountId)),
  ];
  const { rows } = await db.executeQuery<{ appended: number }>(CompiledQuery.raw(appendRuns, columns));
  const all = new Set(runs.keys());
  if (rows[0]?.appended === runs.size) return all;
  // Either an earlier attempt was committed although its answer got lost, or a document is gone or written by someone else.
  const missing = await db.executeQuery<{ document_id: string }>(CompiledQuery.raw(findMissing, columns.slice(0, 5)));
  for (const { document_id } of missing.rows) all.delete(document_id);
  return all;
}

/** What a commit adds to one document: its entries, whose numbers follow each other, and their size in bytes. */
interface Run {
  entries: LogEntry[];
  size: number;
}

function runsOf(entries: LogEntry[]): Map<string, Run> {
  const runs = new Map<string, Run>();
  for (const entry of entries) {
    const run = runs.get(entry.documentId);
    if (run === undefined) {
      runs.set(entry.documentId, { entries: [entry], size: entry.update.length });
    } else {
      run.entries.push(entry);
      run.size += entry.update.length;
    }
  }
  return runs;
}

/** An array as PostgreSQL reads it. Ids and numbers need no quotes, which the driver would look for in every one. */
const list = (values: readonly (string | number)[]) => `{${values.join(',')}}`;

/** Written out, because these run all the time; the updates go as one value, since an array of byte strings travels as text. */
const appendRuns = 'select append_document_updates($1, $2, $3, $4, $5, $6, $7) as appended';
const insertClients = `
  insert into document_clients (document_id, client_id, account_id)
  select claim.document_id, claim.client_id, claim.account_id
  from unnest($1::uuid[], $2::bigint[], $3::uuid[]) as claim (document_id, client_id, account_id)
  join documents on documents.id = claim.document_id
  join accounts on accounts.id = claim.account_id
  on conflict do nothing`;
const findMissing = `
  select run.document_id
  from (
    select one.*, (sum(size) over (order by number))::integer as size_upto
    from unnest($1::uuid[], $2::bigint[], $3::integer[], $4::integer[])
      with ordinality as one (document_id, first_seq, count, size, number)
  ) as run
  left join document_updates stored on stored.document_id = run.document_id and stored.first_seq = run.first_seq
  where stored.seq is distinct from run.first_seq + run.count - 1
    or stored.updates is distinct from substring($5::bytea from run.size_upto - run.size + 1 for run.size)`;

function tell(batch: Waiting[], stored: Set<string>, log: Logger): void {
  const last = new Map<string, Waiting>();
  for (const waiting of batch) last.set(waiting.entry.documentId, waiting);
  for (const { entry, listener } of last.values()) {
    if (stored.has(entry.documentId)) {
      listener.committed(entry.seq);
    } else {
      log.error({ documentId: entry.documentId, seq: entry.seq }, 'a document is gone or written by another process');
      listener.lost();
    }
  }
}
