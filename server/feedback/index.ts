import type { Logger } from 'pino';
import type { Db } from '../database/schema.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Planning } from '../planning/index.ts';
import type { Gateway } from '../realtime/gateway.ts';
import { registerEvents } from './events.ts';
import { createNews } from './news.ts';
import { registerRoutes } from './routes.ts';
import { createThreads } from './threads.ts';
import { createWatchers } from './watchers.ts';

export interface FeedbackDeps {
  db: Db;
  handle: Handle;
  gateway: Gateway;
  identity: Identity;
  notifications: Notifications;
  planning: Planning;
  log: Logger;
}

/** The room of feedback: threads on lessons and on passages of their plans. */
export function createFeedback({ db, handle, gateway, identity, notifications, planning, log }: FeedbackDeps): void {
  const threads = createThreads({ db, identity, planning });
  const watchers = createWatchers(planning);
  registerEvents(gateway, watchers, planning);
  registerRoutes(handle, { threads, planning, news: createNews({ notifications, planning, watchers, log }) });
}
