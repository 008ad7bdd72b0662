import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import type { Db } from '../database/schema.ts';
import type { Authenticate } from '../http/caller.ts';
import type { OriginAllowed } from '../http/origin.ts';
import type { Connections } from './connections.ts';
import type { Documents } from './documentTypes.ts';

export interface DocumentsDeps {
  httpServer: HttpServer;
  db: Db;
  authenticate: Authenticate;
  originAllowed: OriginAllowed;
  connections: Connections;
  log: Logger;
}

export function createDocuments(_deps: DocumentsDeps): Documents {
  throw new Error('the document server is being built');
}
