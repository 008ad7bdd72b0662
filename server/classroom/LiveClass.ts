import type { Logger } from 'pino';
import { classEvents, type ClassRole } from '../../shared/classroom.ts';
import type { PushName, PushPayload } from '../../shared/realtime.ts';
import type { Person } from '../../shared/values.ts';
import type { Db } from '../database/schema.ts';
import type { Caller } from '../http/caller.ts';
import type { Media, MediaEvent } from '../media/index.ts';
import type { Connections } from '../realtime/connections.ts';
import type { ClientSocket, Gateway } from '../realtime/gateway.ts';
import * as attendance from './attendance.ts';
import type { ClassAccess } from './classAccess.ts';
import { ClassMedia } from './ClassMedia.ts';
import { staleEpoch } from './errors.ts';
import { enterLineState, lineOf, lineOwner } from './line.ts';
import { sharesSeat } from './policy.ts';
import { Seat, wholeLine } from './Seat.ts';

export interface LiveClassDeps {
  db: Db;
  gateway: Gateway;
  connections: Connections;
  media: Media;
  iceServers: (accountId: string) => unknown[];
  log: Logger;
  /** How long someone whose connection is lost is expected back. */
  graceMs: number;
  access: ClassAccess;
  /** Told of every seat taken and left, by socket. */
  seated: (socketId: string, live: LiveClass, seat: Seat) => void;
  unseated: (socketId: string) => void;
  /** Told when somebody came or left. */
  seatsChanged: (live: LiveClass) => void;
  /** Told when the last one has left. */
  emptied: (live: LiveClass) => void;
}

export const channelOf = (sessionId: string): string => `class:${sessionId}`;

/** What a page asks for when it enters. */
export interface Entry {
  person: Person;
  role: ClassRole;
  socket: ClientSocket;
  /** Given by a page that comes back: then its media is kept. */
  participantId: string | undefined;
  /** What the page calls itself. */
  page: string | undefined;
  /** Whether the person could teach the lesson themselves. */
  colleague: boolean;
}

/**
 * A class that somebody is in: its seats and its media. What must survive a crash is in the database; this can be made from
 * it again at any time (`restore`). Joins and leaves of one class run one after the other.
 */
export class LiveClass {
  readonly id: string;
  readonly lessonId: string;
  readonly media: ClassMedia;
  readonly #deps: LiveClassDeps;
  readonly #mayStay: ReturnType<ClassAccess['ofSeats']>;
  readonly #seats = new Map<string, Seat>();
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(deps: LiveClassDeps, session: { id: string; lessonId: string }) {
    this.#deps = deps;
    this.id = session.id;
    this.lessonId = session.lessonId;
    this.#mayStay = deps.access.ofSeats(session.lessonId);
    this.media = new ClassMedia({ roomId: session.id, media: deps.media, log: deps.log });
  }

  get closed(): boolean {
    return this.#closed;
  }

  get seats(): readonly Seat[] {
    return [...this.#seats.values()];
  }

  /** Takes up a class where the web process before this one left it: those who were there are away, and expected back. */
  async restore(visits: readonly attendance.Visit[], people: Map<string, Person>, seenAt: Date): Promise<void> {
    const peers = await this.media.open();
    for (const visit of visits) {
      const person = people.get(visit.accountId);
      if (person === undefined) continue;
      const seat = new Seat(visit, person);
      seat.hold(peers.find(({ peerId }) => peerId === visit.participantId) ?? null);
      this.#seats.set(seat.participantId, seat);
      await enterLineState(this.#deps.db, lineOwner(this.id, seat), 'gone', seenAt);
      this.#wait(seat, seenAt);
    }
    const strangers = peers.filter(({ peerId }) => !this.#seats.has(peerId));
    await Promise.all(strangers.map(({ peerId }) => this.media.dismiss(peerId)));
  }

  /**
   * Seats a page. The newest page of a person wins; an older one is told that it has moved (SPEC 2.2, 2.3).
   * Answers null when the class was let go of meanwhile.
   * @throws conflict `stale_epoch` for a page that comes back to a place that a newer one has taken
   */
  enter({ person, role, socket, participantId, page, colleague }: Entry): Promise<Seat | null> {
    return this.serial(async () => {
      if (this.#closed) return null;
      const taken = this.seats.find((seat) => seat.person.id === person.id && seat.role === role)?.page ?? null;
      if (participantId !== undefined && taken !== null && taken !== page) throw staleEpoch();
      if (!this.media.ready) await this.#openMedia();
      const visit = await attendance.enter(this.#deps.db, this.id, person.id, role, new Date());
      const known = this.#seats.get(visit.participantId);
      const seat = known ?? new Seat(visit, person);
      const keep = known !== undefined && participantId === seat.participantId;
      seat.stopWaiting();
      if (seat.socket !== null && seat.socket.id !== socket.id) this.#unseat(seat, 'newer_tab');
      seat.epoch = visit.epoch;
      seat.socket = socket;
      seat.page = page ?? null;
      seat.colleague = colleague;
      // A page that comes back is heard of again at once; a new page begins with everything.
      seat.line = keep ? { ...seat.line, at: new Date(0) } : wholeLine;
      this.#seats.set(seat.participantId, seat);
      this.#deps.seated(socket.id, this, seat);
      socket.join(this.channel);
      this.#watch(seat, socket.caller);
      await enterLineState(this.#deps.db, lineOwner(this.id, seat), seat.line.state, new Date());
      await this.media.admit(seat, keep);
      this.tellAbout(seat);
      this.#deps.seatsChanged(this);
      for (const other of this.seats) {
        const older = other.person.id === person.id && other.role !== role && sharesSeat(other.role, role);
        if (older) await this.#remove(other, new Date(), 'newer_tab');
      }
      return seat;
    });
  }

  /** Someone leaves by themselves, or is taken out: everything they sent is closed at once. */
  leave(seat: Seat, reason?: 'removed' | 'access_ended'): Promise<void> {
    return this.serial(() => this.#remove(seat, new Date(), reason));
  }

  /** A socket has closed: its seat is kept for a while (SPEC 2.4). */
  disconnected(seat: Seat, socketId: string): void {
    if (this.#closed || seat.socket?.id !== socketId) return;
    this.#deps.unseated(socketId);
    seat.socket = null;
    const since = new Date();
    this.#wait(seat, since);
    this.tellAbout(seat);
    this.serial(async () => {
      if (seat.awaySince === since) await enterLineState(this.#deps.db, lineOwner(this.id, seat), 'gone', since);
    }).catch((error: unknown) => {
      this.#deps.log.warn({ err: error, classId: this.id }, 'the state of a line could not be written down');
    });
  }

  /** The class has ended: everybody is told, every transport is closed. */
  async finish(): Promise<void> {
    this.push('class:ended', { sessionId: this.id });
    await this.close({ keepMedia: false });
  }

  /** Forgets the class; the media goes on when another process is to take it up. */
  async close({ keepMedia }: { keepMedia: boolean }): Promise<void> {
    this.#closed = true;
    for (const seat of this.seats) {
      seat.stopWaiting();
      this.#unseat(seat);
    }
    this.#seats.clear();
    if (!keepMedia) await this.media.close();
  }

  push<N extends PushName<typeof classEvents>>(name: N, payload: PushPayload<typeof classEvents, N>): void {
    this.#deps.gateway.push(classEvents, this.channel, name, payload);
  }

  tellAbout(seat: Seat): void {
    this.push('class:participant', { participant: seat.toParticipant() });
  }

  heard(event: Exclude<MediaEvent, { event: 'log' }>): void {
    if (event.event === 'recording') return;
    if (event.event === 'speaker') return this.push('media:speaker', { participantId: event.peerId });
    if (event.event === 'mediaReset') {
      this.media.renew(event);
      return this.#lostMedia();
    }
    const seat = this.#seats.get(event.peerId);
    if (event.event === 'producerWanted') {
      const { producerId, layer } = event;
      seat?.want(event);
      seat?.socket?.push(classEvents, 'media:wanted', { producerId, layer });
    } else if (event.event === 'producerClosed') {
      if (seat !== undefined) seat.producers = seat.producers.filter(({ id }) => id !== event.producerId);
      this.push('media:producer-closed', { participantId: event.peerId, producerId: event.producerId });
    } else if (event.event === 'arrivalChanged') {
      if (seat === undefined) return;
      seat.lost = event.lost;
      this.push('line:changed', { line: lineOf(seat) });
    } else if (event.event === 'consumerClosed') {
      seat?.socket?.push(classEvents, 'media:consumer-closed', { consumerId: event.consumerId });
    } else {
      if (seat !== undefined) seat.transports = seat.transports.filter((id) => id !== event.transportId);
      seat?.socket?.push(classEvents, 'media:transport-closed', { transportId: event.transportId });
    }
  }

  mediaDown(): void {
    this.media.lose();
    this.#lostMedia();
  }

  mediaUp(): Promise<void> {
    return this.serial(async () => {
      if (!this.#closed) await this.#openMedia();
    });
  }

  /** Runs one thing after the other. */
  serial<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  get channel(): string {
    return channelOf(this.id);
  }

  async #openMedia(): Promise<void> {
    await this.media.open();
    for (const seat of this.seats) await this.media.admit(seat, true);
    this.#tellMedia();
  }

  #lostMedia(): void {
    for (const seat of this.seats) seat.hold(null);
    this.#tellMedia();
  }

  #tellMedia(): void {
    for (const seat of this.seats) {
      const told = this.media.describe(this.#deps.iceServers(seat.person.id));
      seat.socket?.push(classEvents, 'media:reset', told);
    }
  }

  async #remove(seat: Seat, at: Date, reason?: 'newer_tab' | 'removed' | 'access_ended'): Promise<void> {
    if (this.#seats.get(seat.participantId) !== seat) return;
    this.#seats.delete(seat.participantId);
    seat.stopWaiting();
    this.#unseat(seat, reason);
    await this.media.dismiss(seat.participantId);
    this.push('class:left', { participantId: seat.participantId });
    this.#deps.seatsChanged(this);
    await attendance.leave(this.#deps.db, this.id, at, [seat.participantId]);
    await enterLineState(this.#deps.db, lineOwner(this.id, seat), null, at);
    if (this.#seats.size === 0 && !this.#closed) this.#deps.emptied(this);
  }

  #unseat(seat: Seat, reason?: 'newer_tab' | 'removed' | 'access_ended'): void {
    seat.unwatch();
    const { socket } = seat;
    if (socket === null) return;
    seat.socket = null;
    socket.leave(this.channel);
    this.#deps.unseated(socket.id);
    if (reason !== undefined) socket.push(classEvents, 'class:moved', { reason });
  }

  #wait(seat: Seat, since: Date): void {
    seat.awaySince = since;
    seat.grace = setTimeout(() => {
      void this.serial(async () => {
        if (!this.#closed && seat.socket === null && seat.awaySince === since) await this.#remove(seat, since);
      }).catch((error: unknown) => this.#deps.log.warn({ err: error, classId: this.id }, 'a leaving could not be written down'));
    }, this.#deps.graceMs);
    seat.grace.unref();
  }

  /** Access that ends while someone is in the class ends their place in it at once, grace or not (S05, SPEC 5.2). */
  #watch(seat: Seat, caller: Caller): void {
    seat.unwatch();
    seat.unwatch = this.#deps.connections.add({
      caller,
      stillAllowed: () => this.#mayStay(caller, seat.role),
      end: () => {
        this.leave(seat, 'access_ended').catch((error: unknown) => {
          this.#deps.log.warn({ err: error, classId: this.id }, 'a leaving could not be written down');
        });
      },
    });
  }
}
