import type { Transaction } from 'kysely';
import type * as Y from 'yjs';
import type { DocumentAccess } from '../../shared/documents.ts';
import type { Database } from '../database/schema.ts';
import type { Caller } from '../http/caller.ts';

/** A kind of document that a room registers: what it is called, who may do what, which root types it has. */
export interface DocumentKind {
  name: string;
  /** Clients that tell an older version are asked to reload; see shared/documents.ts. */
  schemaVersion: number;
  /** Names and types of the root types; anything else is refused. */
  roots: Record<string, 'xml' | 'map' | 'array' | 'text'>;
  /** Null when the document is not visible to the caller: told apart from an unknown one by nobody. */
  authorize: (documentId: string, caller: Caller) => Promise<DocumentAccess | null>;
  /** The name and colour that others see at the caller's cursor. */
  present: (caller: Caller) => Promise<{ id: string; name: string; colour: number }>;
  /** Told after changes have been committed (not on every keystroke: at most once a second a document). */
  changed?: (documentId: string, accountIds: readonly string[]) => void;
  limits?: Partial<DocumentLimits>;
}

/**
 * Writes what belongs to a change, in the transaction that stores it. It may run again when the answer to a commit was lost,
 * so what it has written before must do no harm.
 */
export type Alongside<T> = (tx: Transaction<Database>, result: T) => Promise<void>;

export interface DocumentLimits {
  stateBytes: number;
  frameBytes: number;
  connections: number;
  depth: number;
}

/** The document server, as rooms see it. One write path: every change goes through the live document. */
export interface Documents {
  registerKind: (kind: DocumentKind) => void;
  /** Makes a document with its first content, in the caller's transaction. */
  create: (tx: Transaction<Database>, kind: string, accountId: string, seed: (doc: Y.Doc) => void) => Promise<string>;
  /** Reads the live document, loading it if need be. `read` must not change it. @throws notFound */
  read: <T>(documentId: string, read: (doc: Y.Doc) => T) => Promise<T>;
  /** Like `read`, with the number of the newest update that is in the document; resolves once what was read is on disk. */
  capture: <T>(documentId: string, read: (doc: Y.Doc) => T) => Promise<{ value: T; seq: number }>;
  /**
   * Changes the live document in one transaction as an account; resolves once it is committed. `seq` is the number of the
   * newest update before the change, which is the next one. `alongside` writes rows that are committed together with the
   * change or not at all (P4).
   * @throws notFound
   */
  change: <T>(
    documentId: string,
    accountId: string,
    change: (doc: Y.Doc, seq: number) => T,
    alongside?: Alongside<T>,
  ) => Promise<T>;
  /** Flushes everything and closes all sockets with 1012. */
  close: () => Promise<void>;
}
