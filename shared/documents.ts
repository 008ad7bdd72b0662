/**
 * What a document socket (`/documents/<documentId>`) speaks beyond stock y-websocket.
 * Message types 0 (sync), 1 (awareness), 2 (auth) and 3 (query awareness) are those of y-websocket 3.
 * A client that adds `?ack=1` to the address also receives type 100 and may tell its schema version with `&schema=N`.
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
  tooLarge: 4413,
  refused: 4422,
  tooManyConnections: 4429,
} as const;
