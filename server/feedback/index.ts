import type { Db } from '../database/schema.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Planning } from '../planning/index.ts';
import type { Gateway } from '../realtime/gateway.ts';

export interface FeedbackDeps {
  db: Db;
  handle: Handle;
  gateway: Gateway;
  identity: Identity;
  notifications: Notifications;
  planning: Planning;
}

export function createFeedback(_deps: FeedbackDeps): void {}
