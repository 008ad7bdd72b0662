import type { Selectable } from 'kysely';
import { notificationEvents, type Notification, type NotificationKind } from '../../shared/notifications.ts';
import type { Person } from '../../shared/values.ts';
import type { Database } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { NotificationsDeps } from './index.ts';

/** What is to be told, and to whom. `path` is the page in the client that it leads to. */
export interface News {
  to: readonly string[];
  kind: NotificationKind;
  actorId: string | null;
  data: Record<string, string>;
  path: string;
}

/** The inbox of an account. */
export interface Inbox {
  notify: (news: News) => Promise<void>;
  list: (accountId: string) => Promise<{ items: Notification[]; unread: number }>;
  /** @throws notFound for unknown ids and for those of other accounts alike. */
  read: (accountId: string, notificationId: string) => Promise<void>;
  readAll: (accountId: string) => Promise<void>;
}

/** How many the inbox shows; older ones stay stored. */
const shown = 100;

/** Makes the inbox on its table; what is written is pushed at once to the account's open pages. */
export function createInbox({ db, gateway, identity }: Omit<NotificationsDeps, 'handle'>): Inbox {
  const countUnread = async (accountIds: readonly string[]): Promise<Map<string, number>> => {
    const rows = await db
      .selectFrom('notifications')
      .select(['account_id', ({ fn }) => fn.countAll<number>().as('unread')])
      .where('account_id', 'in', accountIds)
      .where('read_at', 'is', null)
      .groupBy('account_id')
      .execute();
    return new Map(rows.map((row) => [row.account_id, row.unread]));
  };

  return {
    async notify({ to, kind, actorId, data, path }) {
      const readers = [...new Set(to)].filter((accountId) => accountId !== actorId);
      if (readers.length === 0) return;
      const rows = await db
        .insertInto('notifications')
        .values(readers.map((account_id) => ({ account_id, kind, actor_id: actorId, data: JSON.stringify(data), path })))
        .returningAll()
        .execute();
      const [unread, actors] = await Promise.all([countUnread(readers), peopleBehind(rows, identity)]);
      for (const row of rows) {
        gateway.push(notificationEvents, `account:${row.account_id}`, 'notification:new', {
          notification: toNotification(row, actors),
          unread: unread.get(row.account_id) ?? 0,
        });
      }
    },
    async list(accountId) {
      const [rows, unread] = await Promise.all([
        db
          .selectFrom('notifications')
          .selectAll()
          .where('account_id', '=', accountId)
          .orderBy('created_at', 'desc')
          .orderBy('id')
          .limit(shown)
          .execute(),
        countUnread([accountId]),
      ]);
      const actors = await peopleBehind(rows, identity);
      return { items: rows.map((row) => toNotification(row, actors)), unread: unread.get(accountId) ?? 0 };
    },
    async read(accountId, notificationId) {
      const row = await db
        .updateTable('notifications')
        .set(({ fn, val }) => ({ read_at: fn.coalesce('read_at', val(new Date())) }))
        .where('id', '=', notificationId)
        .where('account_id', '=', accountId)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) throw notFound();
    },
    async readAll(accountId) {
      await db
        .updateTable('notifications')
        .set({ read_at: new Date() })
        .where('account_id', '=', accountId)
        .where('read_at', 'is', null)
        .execute();
    },
  };
}

type Row = Selectable<Database['notifications']>;

async function peopleBehind(rows: readonly Row[], identity: NotificationsDeps['identity']): Promise<Map<string, Person>> {
  return identity.accounts.people([...new Set(rows.flatMap(({ actor_id }) => actor_id ?? []))]);
}

function toNotification(row: Row, actors: ReadonlyMap<string, Person>): Notification {
  return {
    id: row.id,
    kind: row.kind as NotificationKind,
    actor: actors.get(row.actor_id ?? '') ?? null,
    data: row.data,
    path: row.path,
    createdAt: row.created_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}
