import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { documentClose } from '../../shared/documents.ts';
import { AppError } from '../errors.ts';
import type { Authenticate } from '../http/caller.ts';
import type { OriginAllowed } from '../http/origin.ts';
import type { Connections } from './connections.ts';
import { DocumentConnection, endCode } from './documentConnection.ts';
import type { DocumentKind } from './documentTypes.ts';
import type { LiveDocument } from './liveDocument.ts';

/** A document as the socket gets hold of it: found first, loaded only for those who may see it. */
export interface FoundDocument {
  kind: DocumentKind;
  epoch: number;
  /** Calls `connect` with the loaded document, which stays loaded until the returned connection closes. */
  open: (connect: (live: LiveDocument) => DocumentConnection) => Promise<DocumentConnection>;
}

export interface DocumentSocketDeps {
  httpServer: HttpServer;
  authenticate: Authenticate;
  originAllowed: OriginAllowed;
  connections: Connections;
  find: (documentId: string) => Promise<FoundDocument | null>;
  heartbeatMs?: number;
  log: Logger;
}

export interface DocumentSocket {
  /** Takes in nothing more. */
  pause: () => void;
  close: () => void;
}

/** A close code before the document could be opened. */
class Closing extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** Stock clients give up a connection after 30 seconds of silence, which is more than twice as long as this. */
const heartbeatMs = 8_000;
/** The heartbeat goes through all connections in so many parts: hundreds of pings at once would hold up whoever types. */
const heartbeatParts = 40;
/** More than any document's own limit: a larger message ends the connection before it is read. */
const largestMessage = 32 * 1024 * 1024;
const closeTimeout = 3_000;
const goingAway = 1012;
const tryAgainLater = 1013;

/** Serves `/documents/<id>` on the shared HTTP server (rules S1–S8); upgrades of other paths are left to others. */
export function serveDocumentSockets(deps: DocumentSocketDeps): DocumentSocket {
  const { httpServer, log } = deps;
  const options = { noServer: true, perMessageDeflate: false, maxPayload: largestMessage, closeTimeout };
  const server = new WebSocketServer(options);
  /** Each with its part of the heartbeat. */
  const open = new Map<DocumentConnection, number>();
  let opened = 0;
  let closing = false;

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const documentId = /^\/documents\/([^/]+)$/.exec(url.pathname)?.[1];
    if (documentId === undefined) return;
    if (!deps.originAllowed(request)) return refuseOrigin(stream);
    server.handleUpgrade(request, stream, head, (webSocket) => {
      // Nothing is read before it is known who speaks and the document is loaded.
      webSocket.pause();
      webSocket.on('error', (error) => log.debug({ err: error }, 'document socket error'));
      accept({ webSocket, stream, request, documentId, query: url.searchParams }).catch((error: unknown) => {
        const { code, reason } = closeFor(error, log);
        webSocket.resume();
        webSocket.close(code, reason);
      });
    });
  };

  const accept = async (visit: {
    webSocket: WebSocket;
    stream: Duplex;
    request: IncomingMessage;
    documentId: string;
    query: URLSearchParams;
  }) => {
    const { webSocket, stream, documentId, query } = visit;
    if (closing) throw new Closing(goingAway, 'restarting');
    const caller = await deps.authenticate(visit.request.headers.cookie);
    if (caller === null) throw new Closing(documentClose.notSignedIn, 'not_signed_in');
    const found = isUuid(documentId) ? await deps.find(documentId) : null;
    const access = (await found?.kind.authorize(documentId, caller)) ?? null;
    if (found === null || access === null) throw new Closing(documentClose.notFound, 'not_found');
    if (told(query, 'schema') < found.kind.schemaVersion) throw new Closing(documentClose.outdatedSchema, 'outdated_schema');
    if (query.has('epoch') && told(query, 'epoch') !== found.epoch) throw new Closing(documentClose.replaced, 'replaced');
    const person = await found.kind.present(caller);
    const connection = await found.open((live) => {
      if (closing) throw new Closing(goingAway, 'restarting');
      if (webSocket.readyState !== webSocket.OPEN) throw new Closing(goingAway, 'gone');
      if (live.members.size >= live.limits.connections)
        throw new Closing(documentClose.tooManyConnections, 'too_many_connections');
      const acknowledges = query.get('ack') === '1';
      return new DocumentConnection({ webSocket, stream, live, caller, access, person, acknowledges, log });
    });
    open.set(connection, opened++ % heartbeatParts);
    const forget = deps.connections.add({
      caller,
      stillAllowed: async () => {
        const now = await found.kind.authorize(documentId, caller);
        if (now !== null) connection.setAccess(now);
        return now !== null;
      },
      end: (reason) => connection.close(endCode(reason), reason),
    });
    connection.onClosed(() => {
      forget();
      open.delete(connection);
    });
    webSocket.resume();
  };

  let part = 0;
  const heartbeat = setInterval(
    () => {
      part = (part + 1) % heartbeatParts;
      for (const [connection, own] of open) if (own === part) connection.heartbeat();
    },
    (deps.heartbeatMs ?? heartbeatMs) / heartbeatParts,
  );
  heartbeat.unref();
  httpServer.on('upgrade', upgrade);

  return {
    pause() {
      closing = true;
      for (const connection of open.keys()) connection.pause();
    },
    close() {
      clearInterval(heartbeat);
      for (const connection of open.keys()) connection.close(goingAway, 'restarting');
    },
  };
}

/** A number from the address; clients that tell none are taken to be up to date. */
function told(query: URLSearchParams, name: string): number {
  const value = query.get(name);
  return value === null ? Infinity : Number(value);
}

function refuseOrigin(stream: Duplex): void {
  stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function closeFor(error: unknown, log: Logger): { code: number; reason: string } {
  if (error instanceof Closing) return { code: error.code, reason: error.message };
  if (error instanceof AppError) {
    if (error.status === 401) return { code: documentClose.notSignedIn, reason: error.code };
    if (error.status === 403) return { code: documentClose.forbidden, reason: error.code };
    if (error.status === 404) return { code: documentClose.notFound, reason: error.code };
  }
  log.warn({ err: error }, 'a document could not be opened');
  return { code: tryAgainLater, reason: 'unavailable' };
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
