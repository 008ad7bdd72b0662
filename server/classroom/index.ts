import type { Logger } from 'pino';
import type { Db } from '../database/schema.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Media } from '../media/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Planning } from '../planning/index.ts';
import type { Programme } from '../programme/index.ts';
import type { Connections } from '../realtime/connections.ts';
import type { Gateway } from '../realtime/gateway.ts';
import { registerClassEvents } from './events.ts';
import { createLiveClasses } from './liveClasses.ts';
import { registerClassRoutes } from './routes.ts';
import { createSessions } from './sessions.ts';

export interface Classroom {
  /** Lets go of the running classes without ending them. */
  close: () => Promise<void>;
}

export interface ClassroomDeps {
  db: Db;
  handle: Handle;
  gateway: Gateway;
  connections: Connections;
  identity: Identity;
  notifications: Notifications;
  programme: Programme;
  planning: Planning;
  media: Media;
  iceServers: (accountId: string) => unknown[];
  log: Logger;
  /** How long someone whose connection is lost is expected back; 20 s unless told. */
  graceMs?: number | undefined;
}

/** The room of the class: sessions, run-sheet, chat, attendance, and the way from people to the media process. */
export function createClassroom(deps: ClassroomDeps): Classroom {
  const sessions = createSessions(deps);
  const classes = createLiveClasses(deps, sessions);
  registerClassRoutes(deps, sessions, classes);
  registerClassEvents(deps, classes);
  classes.restoreAll().catch((error: unknown) => deps.log.warn({ err: error }, 'open classes could not be restored'));
  return { close: () => classes.close() };
}
