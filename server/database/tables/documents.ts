import type { Generated } from 'kysely';
import type { MaybeText, Now } from './columns.ts';

/** The tables of the document server. */
export interface DocumentsTables {
  documents: DocumentsTable;
  document_updates: DocumentUpdatesTable;
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

interface DocumentUpdatesTable {
  document_id: string;
  seq: number;
  update: Buffer;
  account_id: MaybeText;
  created_at: Now;
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
