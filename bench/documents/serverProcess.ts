import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { WebSocketServer } from 'ws';
import { startEmbeddedPostgres } from '../../server/database/embedded.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';
import { createConnections } from '../../server/realtime/connections.ts';
import { createDocuments } from '../../server/realtime/documents.ts';

/**
 * One side of the comparison, in a process of its own: `ours` with its database on disk, or `peer`, which keeps nothing.
 * Answers `documents` with the paths of new documents, and `cpu` with the microseconds this process has used so far.
 */
type Request = { documents: number } | 'cpu';

const log = pino({ level: 'warn' }, process.stderr);
const server = http.createServer();
const close = process.argv[2] === 'ours' ? await serveOurs() : await servePeer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.send?.((server.address() as AddressInfo).port);
process.once('disconnect', () => void close().then(() => process.exit()));

function onRequest(addDocument: () => Promise<string>): void {
  process.on('message', (request: Request) => {
    void (async () => {
      if (request === 'cpu') {
        const { user, system } = process.cpuUsage();
        process.send?.(user + system);
      } else {
        process.send?.(await Promise.all(Array.from({ length: request.documents }, addDocument)));
      }
    })();
  });
}

async function serveOurs(): Promise<() => Promise<void>> {
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = await openDatabase({ connection: postgres.connection });
  await migrate(database.pool);
  const { id: accountId } = await database.db
    .insertInto('accounts')
    .values({ email: 'bench@example.org', name: '林老师', colour: 1, password_hash: '' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const documents = createDocuments({
    httpServer: server,
    db: database.db,
    authenticate: () => Promise.resolve({ accountId, sessionId: accountId }),
    originAllowed: () => true,
    connections: createConnections({ endedAmong: () => Promise.resolve(new Map()), intervalMs: 60_000, log }),
    log,
  });
  documents.registerKind({
    name: 'plan',
    schemaVersion: 1,
    roots: { text: 'text' },
    authorize: () => Promise.resolve('write'),
    present: () => Promise.resolve({ id: accountId, name: '林老师', colour: 1 }),
  });
  onRequest(async () => {
    const id = await database.db
      .transaction()
      .execute((tx) => documents.create(tx, 'plan', accountId, (doc) => doc.getText('text').insert(0, '课')));
    return `/documents/${id}?ack=1`;
  });
  return async () => {
    await documents.close();
    await database.close();
    await postgres.close();
    await fs.rm(dataDir, { recursive: true, force: true });
  };
}

async function servePeer(): Promise<() => Promise<void>> {
  // The package has no types for its server.
  const peer = (await import('@y/websocket-server/utils')) as unknown as {
    setupWSConnection: (socket: unknown, request: http.IncomingMessage) => void;
  };
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => peer.setupWSConnection(socket, request));
  onRequest(() => Promise.resolve(`/${randomUUID()}`));
  return () => Promise.resolve();
}
