import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import type { Db } from '../database/schema.ts';
import type { Authenticate } from '../http/caller.ts';
import type { OriginAllowed } from '../http/origin.ts';
import type { Connections } from './connections.ts';
import { createDocumentLog } from './documentLog.ts';
import { serveDocumentSockets } from './documentSocket.ts';
import { insertDocument } from './documentStore.ts';
import type { DocumentKind, Documents } from './documentTypes.ts';
import { createLiveDocuments } from './liveDocuments.ts';

export interface DocumentsDeps {
  httpServer: HttpServer;
  db: Db;
  authenticate: Authenticate;
  originAllowed: OriginAllowed;
  connections: Connections;
  /** How often connections are checked for being alive, in milliseconds. */
  heartbeatMs?: number;
  /** How long a document that nobody uses stays in memory, in milliseconds. */
  graceMs?: number | undefined;
  log: Logger;
}

/** How long the last changes may take to be saved when the server stops, in milliseconds. */
const flushTime = 10_000;

/**
 * The document server: rooms register kinds of documents, clients edit them live on `/documents/<id>` with stock y-websocket.
 * Its rules are numbered in SPEC-documents.md.
 */
export function createDocuments(deps: DocumentsDeps): Documents {
  const { db, log } = deps;
  const kinds = new Map<string, DocumentKind>();
  const documentLog = createDocumentLog(db, log);
  const live = createLiveDocuments({ db, kinds, documentLog, graceMs: deps.graceMs, log });
  const sockets = serveDocumentSockets({ ...deps, find: (documentId) => live.find(documentId) });

  return {
    registerKind: (kind) => void kinds.set(kind.name, kind),
    async create(tx, kindName, accountId, seed) {
      const kind = kinds.get(kindName);
      if (kind === undefined) throw new Error(`no kind of document is called ${kindName}`);
      const doc = new Y.Doc();
      doc.transact(() => seed(doc));
      const state = Y.encodeStateAsUpdate(doc);
      return insertDocument(tx, { kind: kindName, schemaVersion: kind.schemaVersion, accountId, state });
    },
    read: (documentId, read) => live.use(documentId, (document) => Promise.resolve(read(document.doc))),
    capture: (documentId, read) =>
      live.use(documentId, async (document) => {
        const captured = { value: read(document.doc), seq: document.appended };
        await document.stored();
        return captured;
      }),
    change: (documentId, accountId, change, alongside) =>
      live.use(documentId, (document) => document.change(accountId, change, alongside)),
    async close() {
      sockets.pause();
      if (!(await documentLog.flush(flushTime))) log.error({ waiting: documentLog.waitingBytes }, 'documents could not be saved');
      sockets.close();
      live.close();
    },
  };
}
