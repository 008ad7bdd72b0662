import { listNotifications, readAllNotifications, readNotification } from '../../shared/notifications.ts';
import type { Handle } from '../http/handle.ts';
import type { Inbox } from './inbox.ts';

/** An inbox belongs to its account: the only policy is that no query leaves the caller's own rows. */
export function registerRoutes(handle: Handle, inbox: Inbox): void {
  handle(listNotifications, (_input, { caller }) => inbox.list(caller.accountId));

  handle(readNotification, async ({ params }, { caller }) => {
    await inbox.read(caller.accountId, params.notificationId);
    return { done: true as const };
  });

  handle(readAllNotifications, async (_input, { caller }) => {
    await inbox.readAll(caller.accountId);
    return { done: true as const };
  });
}
