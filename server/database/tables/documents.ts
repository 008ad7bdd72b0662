import type { Generated } from 'kysely';
import type { Now } from './columns.ts';

/** The tables of the document server. */
export interface DocumentsTables {
  documents: DocumentsTable;
  document_updates: DocumentUpdatesTable;
  document_entries: DocumentEntriesView;
  document_snapshots: DocumentSnapshotsTable;
  document_clients: DocumentClientsTable;
}

interface DocumentsTable {
  id: Generated<string>;
  kind: string;
  schema_version: number;
  epoch: Generated<number>;
  created_at: Now;
}

/** Updates that one commit added to a document: the numbers of the first and the last, and one after another their bytes. */
interface DocumentUpdatesTable {
  document_id: string;
  first_seq: number;
  seq: number;
  updates: Buffer;
  lengths: number[];
  account_ids: (string | null)[];
  created_at: Now;
}

/** A view of the same: the updates one by one. */
interface DocumentEntriesView {
  document_id: string;
  seq: number;
  update: Buffer;
  account_id: string | null;
  created_at: Date;
}

interface DocumentSnapshotsTable {
  document_id: string;
  seq: number;
  state: Buffer;
  created_at: Now;
}

interface DocumentClientsTable {
  document_id: string;
  client_id: number;
  account_id: string;
}
