import type { Logger } from 'pino';
import type { Db } from '../database/schema.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Planning } from '../planning/index.ts';
import type { Media } from '../media/index.ts';
import type { Programme } from '../programme/index.ts';
import type { Gateway } from '../realtime/gateway.ts';

export interface Classroom {
  close: () => Promise<void>;
}

export interface ClassroomDeps {
  db: Db;
  handle: Handle;
  gateway: Gateway;
  identity: Identity;
  notifications: Notifications;
  programme: Programme;
  planning: Planning;
  media: Media;
  iceServers: (accountId: string) => unknown[];
  log: Logger;
}

export function createClassroom(_deps: ClassroomDeps): Classroom {
  return { close: async () => {} };
}
