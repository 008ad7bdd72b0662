import type { Generated, JSONColumnType } from 'kysely';
import type { MaybeMoment, MaybeText, Now } from './columns.ts';

/** The tables of notifications. */
export interface NotificationsTables {
  notifications: NotificationsTable;
}

interface NotificationsTable {
  id: Generated<string>;
  account_id: string;
  kind: string;
  actor_id: MaybeText;
  data: JSONColumnType<Record<string, string>>;
  path: string;
  created_at: Now;
  read_at: MaybeMoment;
}
