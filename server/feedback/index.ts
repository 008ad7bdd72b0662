import type { Logger } from 'pino';
import type { Db } from '../database/schema.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Planning } from '../planning/index.ts';
import type { Gateway } from '../realtime/gateway.ts';
import { registerEvents } from './events.ts';
import { createBringing } from './bringing.ts';
import { createDecisions } from './decisions.ts';
import { createNews } from './news.ts';
import { createOneAtATime } from './oneAtATime.ts';
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

/** The room of feedback: threads on lessons, on steps and passages of their plans, and what becomes of suggestions. */
export function createFeedback({ db, handle, gateway, identity, notifications, planning, log }: FeedbackDeps): void {
  const oneAtATime = createOneAtATime();
  const threads = createThreads({ db, identity, planning, oneAtATime });
  const decisions = createDecisions({ db, planning, oneAtATime });
  const watchers = createWatchers(planning);
  registerEvents(gateway, watchers, planning);
  registerRoutes(handle, {
    threads,
    decisions,
    bringing: createBringing({ planning, threads }),
    planning,
    news: createNews({ notifications, planning, watchers, log }),
  });
}
