import type http from 'node:http';
import path from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import { startEmbeddedPostgres } from '../../server/database/embedded.ts';
import { gathered } from '../../server/database/gathered.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';
import { createConnections } from '../../server/realtime/connections.ts';
import { createDocuments } from '../../server/realtime/documents.ts';
import { storedHistory } from './history.ts';
import type { Served } from './serverProcess.ts';

/**
 * Our document server with its database on disk. Who one is and what one may do is asked of the database at every opening.
 * @param graceMs How long a document that nobody has open stays in memory, in milliseconds; as in use unless told.
 */
export async function serveOurs(server: http.Server, folder: string, graceMs?: number): Promise<Served> {
  const log = pino({ level: 'warn' }, process.stderr);
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data') });
  const database = await openDatabase({ connection: postgres.connection });
  await migrate(database.pool);
  const { db } = database;
  const account = { email: 'bench@example.org', name: '林老师', colour: 1, password_hash: '' };
  await db
    .insertInto('accounts')
    .values(account)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const accounts = gathered(
    (emails: string[]) =>
      db
        .selectFrom('accounts')
        .select(['id', 'email'])
        .where('email', '=', sql<string>`any(${emails})`)
        .execute(),
    ({ email }) => email,
  );
  const allowed = gathered(
    (ids: string[]) =>
      db
        .selectFrom('documents')
        .select('id')
        .where('id', '=', sql<string>`any(${ids}::uuid[])`)
        .execute(),
    ({ id }) => id,
  );
  const findAccount = async () => {
    const [found] = await accounts(account.email);
    if (found === undefined) throw new Error('the account is gone');
    return found;
  };
  const { id: accountId } = await findAccount();
  const documents = createDocuments({
    httpServer: server,
    db,
    authenticate: async () => ({ accountId: (await findAccount()).id, sessionId: accountId }),
    originAllowed: () => true,
    connections: createConnections({ endedAmong: () => Promise.resolve(new Map()), intervalMs: 60_000, log }),
    graceMs,
    log,
  });
  documents.registerKind({
    name: 'plan',
    schemaVersion: 1,
    roots: { text: 'text' },
    async authorize(documentId) {
      const [found] = await allowed(documentId);
      return found === undefined ? null : 'write';
    },
    present: () => Promise.resolve({ id: accountId, name: account.name, colour: account.colour }),
  });

  const writeHistory = async (history: string) => {
    const documentId = await emptyDocument();
    const { snapshot, updates } = await storedHistory(history);
    await db
      .insertInto('document_snapshots')
      .values({ document_id: documentId, seq: snapshot.seq, state: snapshot.state })
      .execute();
    // As of someone who types alone: each in a commit of its own.
    const rows = updates.map((update, index) => {
      const seq = snapshot.seq + 1 + index;
      return {
        document_id: documentId,
        first_seq: seq,
        seq,
        updates: update,
        lengths: [update.length],
        account_ids: [accountId],
      };
    });
    await db.insertInto('document_updates').values(rows).execute();
    return documentId;
  };
  const emptyDocument = () => db.transaction().execute((tx) => documents.create(tx, 'plan', accountId, () => {}));
  /** For each history a document that nobody opens. Copied within the database, it leaves nothing in this process to be collected later. */
  const written = new Map<string, Promise<string>>();
  const copyHistory = async (documentId: string, history: string) => {
    const first = written.get(history) ?? writeHistory(history);
    written.set(history, first);
    const from = await first;
    await sql`insert into document_snapshots (document_id, seq, state)
      select ${documentId}, seq, state from document_snapshots where document_id = ${from}`.execute(db);
    await sql`insert into document_updates (document_id, first_seq, seq, updates, lengths, account_ids)
      select ${documentId}, first_seq, seq, updates, lengths, account_ids from document_updates where document_id = ${from}`.execute(
      db,
    );
  };
  return {
    async addDocument(history) {
      const id = await emptyDocument();
      if (history !== undefined) await copyHistory(id, history);
      return `/documents/${id}?ack=1`;
    },
    async close() {
      await documents.close();
      await database.close();
      await postgres.close();
    },
  };
}
