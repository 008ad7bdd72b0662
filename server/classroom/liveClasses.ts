import { classEvents, type ClassRole, type ClassSnapshot } from '../../shared/classroom.ts';
import { forbidden, notFound } from '../errors.ts';
import type { ClientSocket } from '../realtime/gateway.ts';
import * as attendance from './attendance.ts';
import type { Boards } from './boards.ts';
import type { Devices } from './devices.ts';
import { classEnded, classNotOpen, notInClass, staleEpoch } from './errors.ts';
import { createClassAccess } from './classAccess.ts';
import type { ClassroomDeps } from './index.ts';
import type { ClassListeners } from './listeners.ts';
import { LiveClass, type Entry, type LiveClassDeps } from './LiveClass.ts';
import { createLobby } from './lobby.ts';
import { mayManage, rightsOf } from './policy.ts';
import type { Seat } from './Seat.ts';
import type { Sessions } from './sessions.ts';
import { describeClass } from './snapshot.ts';

/** A page's place in a class. */
export interface Place {
  live: LiveClass;
  seat: Seat;
}

const graceMs = 20_000;
const heartbeatMs = 15_000;

export type LiveClasses = ReturnType<typeof createLiveClasses>;

/** The classes that somebody is in, by id and by socket. One that this process does not hold yet is restored on demand. */
export function createLiveClasses(
  deps: ClassroomDeps & { devices: Devices },
  sessions: Sessions,
  listeners: ClassListeners,
  boards: Boards,
) {
  const { db, identity, planning, media, log } = deps;
  const access = createClassAccess(deps);
  const held = new Map<string, Promise<LiveClass>>();
  const places = new Map<string, Place>();
  const gone = new WeakSet<ClientSocket>();
  let closed = false;
  let restored = false;

  /** Those who may let in are told of the door; who they are changes with who is there. */
  const tellOfDoor = async (sessionId: string) => {
    const live = await held.get(sessionId)?.catch(() => undefined);
    if (live === undefined) return;
    const view = await lobby.view(sessionId);
    for (const { role, socket } of live.seats) {
      if (rightsOf(role).end) socket?.push(classEvents, 'lobby:changed', { lobby: view });
    }
  };
  const lobby = createLobby(db, (sessionId) => {
    tellOfDoor(sessionId).catch((error: unknown) => log.warn({ err: error }, 'a class could not be told of its door'));
  });

  const liveDeps: LiveClassDeps = {
    db,
    gateway: deps.gateway,
    connections: deps.connections,
    media,
    iceServers: deps.iceServers,
    log,
    graceMs: deps.graceMs ?? graceMs,
    access,
    seated: (socketId, live, seat) => void places.set(socketId, { live, seat }),
    unseated: (socketId) => void places.delete(socketId),
    seatsChanged: (live) => listeners.seatsChanged(live.id),
    emptied: (live) => {
      held.delete(live.id);
      void live.close({ keepMedia: false });
    },
  };

  const restore = async (sessionId: string): Promise<LiveClass> => {
    const row = await db.selectFrom('class_sessions').selectAll().where('id', '=', sessionId).executeTakeFirst();
    if (row === undefined) throw notFound();
    if (row.state === 'ended') throw classEnded();
    if (row.state === 'planned') throw classNotOpen();
    const live = new LiveClass(liveDeps, { id: row.id, lessonId: row.lesson_id });
    const visits = await attendance.present(db, sessionId);
    const people = await identity.accounts.people(visits.map(({ accountId }) => accountId));
    await live.restore(visits, people, row.seen_at ?? new Date());
    return live;
  };

  /** @throws notFound; conflict `class_ended`, `class_not_open` */
  const get = (sessionId: string): Promise<LiveClass> => {
    const known = held.get(sessionId);
    if (known !== undefined) return known;
    const restoring = restore(sessionId);
    held.set(sessionId, restoring);
    restoring.catch(() => held.delete(sessionId));
    return restoring;
  };

  const each = (act: (live: LiveClass) => unknown) => {
    for (const entry of held.values()) {
      entry.then(act).catch((error: unknown) => log.warn({ err: error }, 'a class could not follow its media'));
    }
  };
  /** Closes rooms of the media process that no class of ours uses: they were left by a web process that crashed. */
  const closeStrayRooms = async () => {
    if (!restored || media.missing() !== null) return;
    const { roomIds } = await media.request('room.list', {});
    await Promise.all(roomIds.filter((roomId) => !held.has(roomId)).map((roomId) => media.request('room.close', { roomId })));
  };
  const stopListening = media.listen({
    event: (event) =>
      void held.get(event.roomId)?.then(
        (live) => live.heard(event),
        () => undefined,
      ),
    up: () => {
      each((live) => live.mediaUp());
      closeStrayRooms().catch((error: unknown) => log.warn({ err: error }, 'stray media rooms could not be closed'));
    },
    down: () => each((live) => live.mediaDown()),
  });
  const heartbeat = setInterval(() => {
    sessions.seen([...held.keys()]).catch((error: unknown) => log.warn({ err: error }, 'classes could not be marked as seen'));
  }, heartbeatMs);
  heartbeat.unref();

  /** The last one may leave, and the class be let go of, while this one waits at the door: then it is taken up again. */
  const enter = async (sessionId: string, entry: Entry): Promise<Place> => {
    for (;;) {
      const live = await get(sessionId);
      const seat = await live.enter(entry);
      if (seat !== null) return { live, seat };
    }
  };

  return {
    lobby,
    boards,

    /** @throws notFound, forbidden; conflict `class_ended`, `class_not_open`, `must_wait` */
    async join(
      input: { sessionId: string; role: ClassRole; participantId?: string | undefined; page?: string | undefined },
      socket: ClientSocket,
    ): Promise<ClassSnapshot> {
      const { row, as } = await sessions.accessInClass(input.sessionId, socket.caller);
      if (!as.includes(input.role)) throw forbidden();
      const person = (await identity.accounts.people([socket.caller.accountId])).get(socket.caller.accountId);
      if (person === undefined) throw notFound();
      const before = places.get(socket.id);
      if (before !== undefined && (before.live.id !== row.id || before.seat.role !== input.role))
        await before.live.leave(before.seat);
      const seated = (await get(row.id)).seats.some((seat) => seat.person.id === person.id);
      await lobby.pass(row, { person, role: input.role, socket, seated });
      const place = await enter(row.id, {
        person,
        role: input.role,
        socket,
        participantId: input.participantId,
        page: input.page,
        colleague: mayManage(as),
      });
      // A page that closed while it was being let in has left no one behind who would say so.
      if (gone.has(socket)) place.live.disconnected(place.seat, socket.id);
      return describeClass({ ...deps, sessions, lobby, boards }, place, socket);
    },

    /** The place of a page in its class. @throws conflict `not_in_class`, `stale_epoch` */
    place(socket: ClientSocket, epoch: number): Place {
      const place = places.get(socket.id);
      if (place === undefined) throw notInClass();
      if (place.seat.epoch !== epoch) throw staleEpoch();
      return place;
    },

    /** The same, after asking again whether this person may still be here: for everything that changes or sends (SPEC 5.2). */
    async activePlace(socket: ClientSocket, epoch: number): Promise<Place> {
      const place = this.place(socket, epoch);
      if (!(await access.stillAllowed(socket.caller, place.live.lessonId, place.seat.role))) {
        await place.live.leave(place.seat, 'access_ended');
        throw forbidden();
      }
      return this.place(socket, epoch);
    },

    /** Who sits in a class at the moment; nobody in one that is not held. */
    async seats(sessionId: string): Promise<readonly Seat[]> {
      const live = await held.get(sessionId)?.catch(() => undefined);
      return live?.seats ?? [];
    },

    /** What can be received in a class while it is held; null where there is no media. */
    async received(sessionId: string): Promise<{ routerRtpCapabilities: unknown } | null> {
      const live = await held.get(sessionId)?.catch(() => undefined);
      return live?.media.received ?? null;
    },

    /** How many media transports the open pages of an account have, over all classes. */
    transportsOf(accountId: string): number {
      const own = [...places.values()].filter(({ seat }) => seat.person.id === accountId);
      return own.reduce((sum, { seat }) => sum + seat.transports.length, 0);
    },

    gone(socket: ClientSocket): void {
      const place = places.get(socket.id);
      gone.add(socket);
      lobby.gone(socket);
      if (!closed) place?.live.disconnected(place.seat, socket.id);
    },

    /** Ending is the lead teacher's while one is there (SPEC-joining 3). @throws forbidden */
    async mayEnd(sessionId: string, accountId: string): Promise<void> {
      const leads = (await this.seats(sessionId)).filter(({ role, socket }) => role === 'lead' && socket !== null);
      if (leads.length > 0 && !leads.some(({ person }) => person.id === accountId)) throw forbidden();
    },

    /** Ends a class for everybody, and its lesson is taught. @throws conflict `class_ended`, `class_not_open` */
    async end(sessionId: string, accountId: string): Promise<void> {
      const live = await get(sessionId);
      await listeners.ending(sessionId);
      await live.serial(async () => {
        if (!(await sessions.end(sessionId, new Date()))) throw classEnded();
        held.delete(sessionId);
        await live.finish();
      });
      lobby.ended(sessionId);
      boards.ended(sessionId);
      listeners.ended(sessionId);
      await planning.lessons.markTaught(live.lessonId, accountId);
    },

    /** Takes up every class in which somebody was when the web process before this one ended. */
    async restoreAll(): Promise<void> {
      const rows = await db
        .selectFrom('class_sessions')
        .select('id')
        .where('state', '=', 'open')
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('attendance')
              .select('session_id')
              .whereRef('attendance.session_id', '=', 'class_sessions.id')
              .where('present_since', 'is not', null),
          ),
        )
        .execute();
      await Promise.all(rows.map(({ id }) => get(id)));
      restored = true;
      await closeStrayRooms();
    },

    /** Lets go of everything without ending any class: the next process takes them up. */
    async close(): Promise<void> {
      closed = true;
      clearInterval(heartbeat);
      stopListening();
      await sessions.seen([...held.keys()]);
      await Promise.all(
        [...held.values()].map((entry) =>
          entry.then(
            (live) => live.close({ keepMedia: true }),
            () => undefined,
          ),
        ),
      );
    },
  };
}
