import { z } from 'zod';

/**
 * What a document socket (`/documents/<documentId>`) speaks beyond stock y-websocket.
 * Message types 0 (sync), 1 (awareness), 2 (auth) and 3 (query awareness) are those of y-websocket 3.
 * A client that adds `?ack=1` to the address also receives types 100 to 102. Any client may tell its schema version with
 * `schema=N`, and with `epoch=N` from which history its offline copy is; see `documentClose`.
 */
export const messageSync = 0;
export const messageAwareness = 1;
export const messageAuth = 2;
export const messageQueryAwareness = 3;

/**
 * Acknowledgement, server to client: varUint 100, then varUint count. `count` is how many of this connection's
 * write frames (each SyncStep2 and each Update, even an empty one) have been committed so far, in the order sent.
 */
export const messageAcknowledged = 100;

/** A write of this connection was refused, server to client: varUint 101, then varString code, then varUint frame number. */
export const messageRefused = 101;

/**
 * From this share of a limit on people are told of it: how large a document may be, and how many may have it open.
 */
export const nearLimit = 0.8;

/**
 * First message of a connection, and again when its access changes or the document comes near one of its limits, server to client: varUint 102, then varString JSON of `DocumentHello`.
 */
export const messageHello = 102;

/** `epoch` changes when a document's history is replaced: what a client kept offline under another one is of no use. */
export const DocumentHello = z.object({
  epoch: z.number().int(),
  access: z.enum(['write', 'comment', 'read']),
  /** Size of the document and the most it may have, in bytes. */
  bytes: z.number().int(),
  limit: z.number().int(),
  /** How many have it open, and how many may, counted by windows. */
  connections: z.number().int(),
  connectionLimit: z.number().int(),
});
export type DocumentHello = z.output<typeof DocumentHello>;

/**
 * Why a write was refused: the codes of `messageRefused`, and the close reasons of 4400, 4413 and 4422.
 * `read_only` leaves the socket open; after any other the server closes it.
 */
export type RefusalCode =
  | 'read_only'
  | 'malformed'
  | 'unknown_message'
  | 'unknown_root'
  | 'foreign_client'
  | 'too_many_clients'
  | 'too_deep'
  | 'too_large'
  | 'incomplete'
  | 'too_fast'
  | 'not_stored';

/** What a connection may do with a document. `comment` and `read` differ for the room that owns it, not for the socket. */
export type DocumentAccess = 'write' | 'comment' | 'read';

/**
 * Close codes of a document socket. y-websocket treats 4400–4499 as final and does not come back;
 * 1012 (restart) and 1013 (try again later) are retried.
 */
export const documentClose = {
  badRequest: 4400,
  notSignedIn: 4401,
  forbidden: 4403,
  notFound: 4404,
  outdatedSchema: 4409,
  replaced: 4410,
  tooLarge: 4413,
  refused: 4422,
  tooManyConnections: 4429,
} as const;
