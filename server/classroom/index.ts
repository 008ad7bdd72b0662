import type { Logger } from 'pino';
import type { Db } from '../database/schema.ts';
import type { Files } from '../files/index.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Media } from '../media/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Planning } from '../planning/index.ts';
import type { Programme } from '../programme/index.ts';
import type { Connections } from '../realtime/connections.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { Caller } from '../http/caller.ts';
import type { ClientSocket, Gateway } from '../realtime/gateway.ts';
import { createBoards } from './boards.ts';
import { registerDeviceRoutes } from './deviceRoutes.ts';
import { createDevices } from './devices.ts';
import { registerAnsweringRoutes } from './answeringRoutes.ts';
import { createStudentStreams } from './studentStreams.ts';
import { registerClassEvents } from './events.ts';
import { channelOf } from './LiveClass.ts';
import { registerLineCheck } from './lineCheck.ts';
import { createClassListeners, type ClassListeners } from './listeners.ts';
import { createLiveClasses } from './liveClasses.ts';
import { registerClassRoutes } from './routes.ts';
import type { Seat } from './Seat.ts';
import { wasShown } from './shown.ts';
import { createSessions, type SessionAccess } from './sessions.ts';
import { createTelling } from './telling.ts';

export { mayManage, rolesInClass } from './policy.ts';
export type { SessionAccess } from './sessions.ts';

export interface Classroom {
  /** Whether the caller is the device of a classroom, and a class of its school that goes on has been shown this file. */
  showsToDevice: (fileId: string, caller: Caller) => Promise<boolean>;
  /** A class that the caller can see. @throws notFound */
  access: (sessionId: string, caller: Caller) => Promise<SessionAccess>;
  /** The same for people and for a paired classroom device, which sees what a class at its school shows and nothing more. */
  accessInClass: (sessionId: string, caller: Caller) => Promise<SessionAccess>;
  /** Those of the accounts that are paired classroom devices: they are no members, and need no term. */
  devicesAmong: (accountIds: readonly string[]) => Promise<Set<string>>;
  /** The place of a page in its class, after asking again whether its person may be there. @throws conflict, forbidden */
  place: (socket: ClientSocket, epoch: number) => Promise<ClassPlace>;
  /** Who sits in a class at the moment. */
  seats: (sessionId: string) => Promise<readonly ClassPlace['seat'][]>;
  /** The channel that every page in a class listens to. */
  channel: (sessionId: string) => string;
  listen: ClassListeners['listen'];
  /** Lets go of the running classes without ending them. */
  close: () => Promise<void>;
}

/** A page's place in a class, as other rooms see it. */
export interface ClassPlace {
  sessionId: string;
  seat: Pick<Seat, 'participantId' | 'person' | 'role'>;
}

export interface ClassroomDeps {
  db: Db;
  handle: Handle;
  gateway: Gateway;
  connections: Connections;
  identity: Identity;
  notifications: Notifications;
  programme: Programme;
  files: Files;
  planning: Planning;
  documents: Documents;
  media: Media;
  iceServers: (accountId: string) => unknown[];
  log: Logger;
  /** Whether cookies are `Secure` (the public address is https). */
  secureCookies: boolean;
  /** How long someone whose connection is lost is expected back; 20 s unless told. */
  graceMs?: number | undefined;
}

/** The room of the class: sessions, run-sheet, chat, attendance, and the way from people to the media process. */
export function createClassroom(deps: ClassroomDeps): Classroom {
  const devices = createDevices(deps);
  const sessions = createSessions({ ...deps, devices });
  const listeners = createClassListeners(deps.log);
  const boards = createBoards({ ...deps, sessions, seats: (sessionId) => classes.seats(sessionId) });
  const classes = createLiveClasses({ ...deps, devices }, sessions, listeners, boards);
  registerDeviceRoutes(deps, devices);
  const lineCheck = registerLineCheck(deps);
  registerClassRoutes(deps, sessions, classes);
  const streams = createStudentStreams(deps);
  const telling = createTelling(deps, classes, streams);
  listeners.listen({ ended: (sessionId) => streams.end(sessionId, 'ended') });
  registerAnsweringRoutes(deps, telling, streams);
  registerClassEvents(deps, classes, listeners, { telling, streams });
  classes.restoreAll().catch((error: unknown) => deps.log.warn({ err: error }, 'open classes could not be restored'));
  return {
    showsToDevice: async (fileId, { accountId }) => {
      const lessons = await devices.lessonsOf(accountId);
      return (
        lessons !== null &&
        wasShown(
          deps.db,
          fileId,
          lessons.map(({ id }) => id),
        )
      );
    },
    access: sessions.access,
    accessInClass: sessions.accessInClass,
    devicesAmong: devices.among,
    place: async (socket, epoch) => {
      const { live, seat } = await classes.activePlace(socket, epoch);
      return { sessionId: live.id, seat };
    },
    seats: (sessionId) => classes.seats(sessionId),
    channel: channelOf,
    listen: listeners.listen,
    close: () => {
      telling.close();
      streams.close();
      lineCheck.close();
      return classes.close();
    },
  };
}
