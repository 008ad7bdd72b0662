import type { Db } from '../database/schema.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Gateway } from '../realtime/gateway.ts';
import { createInbox, type News } from './inbox.ts';
import { registerRoutes } from './routes.ts';

export interface Notifications {
  /**
   * Writes one notification for each account (never for the actor) and pushes it to their open pages.
   * The caller sees to it that each of the accounts may know of this.
   */
  notify: (news: News) => Promise<void>;
}

export interface NotificationsDeps {
  db: Db;
  handle: Handle;
  gateway: Gateway;
  identity: Identity;
}

/** The room of notifications: what was told to whom, and the inbox that shows it. */
export function createNotifications({ db, handle, gateway, identity }: NotificationsDeps): Notifications {
  const inbox = createInbox({ db, gateway, identity });
  registerRoutes(handle, inbox);
  return { notify: inbox.notify };
}
