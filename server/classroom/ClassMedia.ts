import type { Logger } from 'pino';
import type { ClassSnapshot } from '../../shared/classroom.ts';
import type { Media, PeerState, RoomState } from '../media/index.ts';
import { rightsOf } from './policy.ts';
import type { Seat } from './Seat.ts';

type Router = Pick<RoomState, 'epoch' | 'routerRtpCapabilities'>;

/**
 * The pictures and sound of one class: its room in the media process. A class never depends on it: whatever fails here
 * leaves the class without pictures until the media process tells that it is back (SPEC 6).
 */
export class ClassMedia {
  readonly #roomId: string;
  readonly #media: Media;
  readonly #log: Logger;
  #router: Router | null = null;
  #opened = false;

  constructor(options: { roomId: string; media: Media; log: Logger }) {
    this.#roomId = options.roomId;
    this.#media = options.media;
    this.#log = options.log;
  }

  /** Whether the class has its room. */
  get ready(): boolean {
    return this.#router !== null;
  }

  /** What browsers can receive of it; null while there is nothing. */
  get received(): { routerRtpCapabilities: unknown } | null {
    return this.#router === null ? null : { routerRtpCapabilities: this.#router.routerRtpCapabilities };
  }

  /**
   * Opens the room, or adopts the one that a web process before this one left, with the peers in it. A room that this
   * process has had before and lost sight of is closed first: nobody knows any more what is in it.
   */
  async open(): Promise<PeerState[]> {
    if (this.#media.missing() !== null) return [];
    try {
      if (this.#opened) await this.#media.request('room.close', { roomId: this.#roomId });
      const { peers, ...router } = await this.#media.request('room.open', { roomId: this.#roomId });
      this.#router = router;
      this.#opened = true;
      return peers;
    } catch (error) {
      this.#log.warn({ err: error, classId: this.#roomId }, 'a class could not get its media room');
      return [];
    }
  }

  /** Lets a seat send and receive; `keep` keeps what it had. Fills the seat with what is in place. */
  async admit(seat: Seat, keep: boolean): Promise<void> {
    seat.hold(null);
    if (this.#router === null) return;
    const peer = { roomId: this.#roomId, peerId: seat.participantId };
    try {
      seat.hold(await this.#media.request('peer.open', { ...peer, sources: rightsOf(seat.role).sources, keep }));
    } catch (error) {
      this.#log.warn({ err: error, classId: this.#roomId }, 'a participant could not be let into the media room');
    }
  }

  /** Closes everything that a participant sent and received. */
  async dismiss(participantId: string): Promise<void> {
    if (this.#router === null) return;
    await this.#quietly('peer.close', { roomId: this.#roomId, peerId: participantId });
  }

  /** The media process has a new router for this class. */
  renew(router: Router): void {
    this.#router = { epoch: router.epoch, routerRtpCapabilities: router.routerRtpCapabilities };
  }

  /** The media process is gone. */
  lose(): void {
    this.#router = null;
  }

  async close(): Promise<void> {
    this.#router = null;
    await this.#quietly('room.close', { roomId: this.#roomId });
  }

  /** What clients are told about it. */
  describe(iceServers: unknown[]): Pick<ClassSnapshot, 'media' | 'mediaMissing'> {
    const missing = this.#media.missing();
    if (this.#router !== null && missing === null) return { media: { ...this.#router, iceServers }, mediaMissing: null };
    return { media: null, mediaMissing: missing?.reason ?? 'media_restarting' };
  }

  async #quietly(
    method: 'peer.close' | 'room.close',
    params: { roomId: string; peerId: string } | { roomId: string },
  ): Promise<void> {
    if (this.#media.missing() !== null) return;
    await this.#media.request(method, params as { roomId: string; peerId: string }).catch((error: unknown) => {
      this.#log.debug({ err: error, classId: this.#roomId }, 'media could not be closed');
    });
  }
}
