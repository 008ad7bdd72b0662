import { z } from 'zod';
import { endpoint } from './http.ts';
import { defineEvents } from './realtime.ts';
import { Done, Id, ListOf, Moment, Person } from './values.ts';

/** What can be told. The client turns `kind` and `data` into a sentence in the reader's language. */
export const NotificationKind = z.enum([
  'lesson.invited',
  'lesson.copied',
  'feedback.thread',
  'feedback.reply',
  'feedback.resolved',
  'feedback.reopened',
  'feedback.mention',
  'feedback.adopted',
  'feedback.adapted',
  'feedback.declined',
  'class.opened',
  'need.raised',
  'plan.mention',
]);
export type NotificationKind = z.output<typeof NotificationKind>;

/**
 * `path` is the page in the client that the notification leads to. `data` holds the words that its sentence needs: `lesson`,
 * the lesson's title, in all kinds but `need.raised`, which has the `need`'s; for feedback also `threadKind`, and `quote` and `text` as
 * excerpts; for a mention in a plan `text`, what stands around it; for a copy `classes`, which is empty when the reader does not see the
 * copy, and `text`, the reason.
 */
export const Notification = z.object({
  id: Id,
  kind: NotificationKind,
  actor: Person.nullable(),
  data: z.record(z.string(), z.string()),
  path: z.string(),
  createdAt: Moment,
  readAt: Moment.nullable(),
});
export type Notification = z.output<typeof Notification>;

export const listNotifications = endpoint({
  method: 'GET',
  path: '/api/notifications',
  summary: 'My inbox: the newest hundred, and how many are unread',
  audience: 'account',
  output: ListOf(Notification).extend({ unread: z.number().int() }),
});

export const readNotification = endpoint({
  method: 'POST',
  path: '/api/notifications/:notificationId/read',
  summary: 'Mark one as read',
  audience: 'account',
  params: z.object({ notificationId: Id }),
  output: Done,
});

export const readAllNotifications = endpoint({
  method: 'POST',
  path: '/api/notifications/read',
  summary: 'Mark all as read',
  audience: 'account',
  output: Done,
});

/** Sent to every open page of the account the moment it is written. */
export const notificationEvents = defineEvents({
  requests: {},
  pushes: { 'notification:new': z.object({ notification: Notification, unread: z.number().int() }) },
});
