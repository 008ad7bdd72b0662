import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { MaybeMoment, MaybeText, Now } from './columns.ts';

/** The tables of identity. */
export interface IdentityTables {
  accounts: AccountsTable;
  sessions: SessionsTable;
  invitations: InvitationsTable;
}

interface AccountsTable {
  id: Generated<string>;
  email: string;
  name: string;
  colour: number;
  password_hash: string;
  locale: ColumnType<'zh' | 'en' | null, 'zh' | 'en' | null | undefined, 'zh' | 'en' | null>;
  created_at: Now;
}

interface SessionsTable {
  id: Generated<string>;
  token_hash: Buffer;
  account_id: string;
  device: string;
  created_at: Now;
  last_seen_at: Now;
  expires_at: Date;
}

interface InvitationsTable {
  id: Generated<string>;
  token_hash: Buffer;
  grants: JSONColumnType<Record<string, unknown>>;
  created_by: string;
  created_at: Now;
  expires_at: Date;
  accepted_at: MaybeMoment;
  accepted_by: MaybeText;
}
