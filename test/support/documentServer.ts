import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import pino from 'pino';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { DocumentAccess } from '../../shared/documents.ts';
import type { OpenDatabase } from '../../server/database/open.ts';
import type { Caller } from '../../server/http/caller.ts';
import { createOriginRule } from '../../server/http/origin.ts';
import { createConnections, type Connections, type EndReason } from '../../server/realtime/connections.ts';
import { createDocuments } from '../../server/realtime/documents.ts';
import type { DocumentLimits, Documents } from '../../server/realtime/documentTypes.ts';

/** An account of a document server's tests. Its cookie is its session. */
export interface Writer {
  accountId: string;
  cookie: string;
  name: string;
}

export interface DocumentServerOptions {
  database: OpenDatabase;
  limits?: Partial<DocumentLimits>;
  schemaVersion?: number;
  heartbeatMs?: number;
  graceMs?: number;
  /** A free one unless given. */
  port?: number;
}

/**
 * The document server with a kind of document of its own, `note`, whose rights the test decides: real sockets, real database.
 * Rooms' own kinds are tested through the whole installation.
 */
export class DocumentServer {
  readonly url: string;
  readonly database: OpenDatabase;
  readonly documents: Documents;
  readonly connections: Connections;
  readonly changed: { documentId: string; accountIds: readonly string[] }[] = [];
  /** Rights by account; `write` where nothing is said, and null for no access. */
  readonly access = new Map<string, DocumentAccess | null>();
  readonly ended = new Map<string, EndReason>();
  /** Lines logged as errors. */
  readonly errors: unknown[] = [];
  private readonly server: http.Server;
  private readonly streams: ReadonlySet<Duplex>;
  private readonly providers: WebsocketProvider[] = [];

  static async start(options: DocumentServerOptions): Promise<DocumentServer> {
    const server = http.createServer((_request, response) => response.end('not a document'));
    // Upgrades that nobody answers, which in an installation socket.io ends after a second.
    const streams = new Set<Duplex>();
    server.on('upgrade', (_request, stream) => {
      streams.add(stream);
      stream.once('close', () => streams.delete(stream));
    });
    await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
    return new DocumentServer(server, streams, options);
  }

  private constructor(server: http.Server, streams: ReadonlySet<Duplex>, options: DocumentServerOptions) {
    this.server = server;
    this.streams = streams;
    this.database = options.database;
    this.url = `ws://localhost:${(server.address() as AddressInfo).port}`;
    const log = pino({ level: 'error' }, { write: (line: string) => void this.errors.push(JSON.parse(line)) });
    this.connections = createConnections({ endedAmong: () => Promise.resolve(this.ended), intervalMs: 60_000, log });
    this.documents = createDocuments({
      httpServer: server,
      db: this.database.db,
      authenticate: (cookie) => Promise.resolve(callerOf(cookie)),
      originAllowed: createOriginRule(undefined),
      connections: this.connections,
      ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
      graceMs: options.graceMs,
      log,
    });
    this.documents.registerKind({
      name: 'note',
      schemaVersion: options.schemaVersion ?? 1,
      roots: { text: 'text', map: 'map', xml: 'xml' },
      authorize: (_documentId, { accountId }) => {
        const access = this.access.get(accountId);
        return Promise.resolve(access === undefined ? 'write' : access);
      },
      present: async ({ accountId }) => {
        const account = await this.database.db
          .selectFrom('accounts')
          .select(['name', 'colour'])
          .where('id', '=', accountId)
          .executeTakeFirstOrThrow();
        return { id: accountId, ...account };
      },
      changed: (documentId, accountIds) => void this.changed.push({ documentId, accountIds }),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
    });
  }

  async addWriter(name = '林老师', access: DocumentAccess | null = 'write'): Promise<Writer> {
    const { id } = await this.database.db
      .insertInto('accounts')
      .values({ email: `${randomUUID()}@example.org`, name, colour: 3, password_hash: '' })
      .returning('id')
      .executeTakeFirstOrThrow();
    this.access.set(id, access);
    return { accountId: id, cookie: `writer=${id}`, name };
  }

  /** A new document that holds `text`. */
  async addDocument(writer: Writer, text = ''): Promise<string> {
    return this.database.db
      .transaction()
      .execute((tx) => this.documents.create(tx, 'note', writer.accountId, (doc) => doc.getText('text').insert(0, text)));
  }

  /** Opens a document with an unmodified y-websocket provider. */
  open(documentId: string, writer: Writer, options: OpenOptions = {}): StockClient {
    const provider = openStock(this.url, documentId, writer.cookie, options);
    this.providers.push(provider);
    return { doc: provider.doc, provider, text: () => provider.doc.getText('text').toJSON() };
  }

  /** What the database holds of a document, put together as a fresh server would. */
  async stored(documentId: string): Promise<Y.Doc> {
    const { db } = this.database;
    const snapshot = await db
      .selectFrom('document_snapshots')
      .selectAll()
      .where('document_id', '=', documentId)
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    const updates = await db
      .selectFrom('document_entries')
      .selectAll()
      .where('document_id', '=', documentId)
      .where('seq', '>', snapshot?.seq ?? 0)
      .orderBy('seq')
      .execute();
    const doc = new Y.Doc();
    if (snapshot !== undefined) Y.applyUpdate(doc, snapshot.state);
    for (const { update } of updates) Y.applyUpdate(doc, update);
    return doc;
  }

  /** Disconnects all stock clients. */
  closeClients(): void {
    for (const provider of this.providers.splice(0)) provider.destroy();
  }

  /** Stops the server, but not the database. */
  async close(): Promise<void> {
    this.closeClients();
    this.connections.close();
    await this.documents.close();
    for (const stream of this.streams) stream.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export interface StockClient {
  provider: WebsocketProvider;
  doc: Y.Doc;
  text: () => string;
}

export interface OpenOptions {
  doc?: Y.Doc;
  params?: Record<string, string>;
  connect?: boolean;
}

/** An unmodified provider whose WebSocket carries a cookie, which in a browser happens by itself. */
export function openStock(url: string, documentId: string, cookie: string, options: OpenOptions = {}): WebsocketProvider {
  class SignedIn extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie } });
    }
  }
  return new WebsocketProvider(`${url}/documents`, documentId, options.doc ?? new Y.Doc(), {
    WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    connect: options.connect ?? true,
    params: options.params ?? {},
  });
}

function callerOf(cookie: string | undefined): Caller | null {
  const accountId = /writer=([0-9a-f-]+)/.exec(cookie ?? '')?.[1];
  return accountId === undefined ? null : { accountId, sessionId: accountId };
}
