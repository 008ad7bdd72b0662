import type { types } from 'mediasoup-client';
import type { MediaTransport } from '../../../shared/classroom/media.ts';
import { Emitter } from './Emitter.ts';
import { Ladder, type Attempt } from './ladder.ts';
import type { StatsEntry } from './lineStats.ts';
import { errorCode, type Signalling } from './signalling.ts';

export type LinkState = 'connecting' | 'connected' | 'unsteady' | 'closed';
export type Direction = 'send' | 'receive';

interface Options {
  direction: Direction;
  device: types.Device;
  iceServers: RTCIceServer[];
  signalling: Signalling;
  epoch: () => number;
}

/** A link that wavers is given this time before ICE is restarted: over TCP a restart itself passes through `disconnected`. */
const patience = 2000;

/** Answers after which no other link would do any better. */
const final = ['stale_epoch', 'forbidden', 'not_in_class'];

/** After so many restarts in vain the transports are built anew: the server may no longer know the old ones. */
const restarts = 3;

/**
 * One transport and its way back: ICE is restarted when the link wavers, on the ladder of `ladder.ts`. When the server no
 * longer knows the transport, or restarts have not helped, it emits `dead` and its owner builds a new one.
 */
export class MediaLink extends Emitter<{ state: [LinkState]; dead: [] }> {
  readonly direction: Direction;
  readonly transport: types.Transport;
  #options: Options;
  #state: LinkState = 'connecting';
  #patience: ReturnType<typeof setTimeout> | undefined;
  #ladder: Ladder;

  /** Asks the server for a transport. The connection itself begins with the first track. */
  static async open(options: Options): Promise<MediaLink> {
    return MediaLink.over(
      await options.signalling.request('media:transport', { epoch: options.epoch(), direction: options.direction }),
      options,
    );
  }

  /** Takes a transport that the server has made already. */
  static over(made: MediaTransport, options: Options): MediaLink {
    const parameters = {
      ...(made as types.TransportOptions),
      iceServers: options.iceServers,
    };
    const transport =
      options.direction === 'send'
        ? options.device.createSendTransport(parameters)
        : options.device.createRecvTransport(parameters);
    return new MediaLink(transport, options);
  }

  private constructor(transport: types.Transport, options: Options) {
    super();
    this.direction = options.direction;
    this.transport = transport;
    this.#options = options;
    this.#ladder = new Ladder((count) => this.#restart(count));
    transport.on('connect', ({ dtlsParameters }, done) => {
      // The browser looks for its way meanwhile: on a slow line waiting for the answer is waiting for nothing.
      done();
      void this.#introduce({ ...dtlsParameters });
    });
    transport.on('connectionstatechange', (state) => this.#follow(state));
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Restarts ICE now, on the word of somebody who knows (the signalling has just come back). */
  recover(): void {
    if (this.#state === 'closed' || this.transport.connectionState === 'new') return;
    this.#ladder.start();
  }

  /** What the browser has counted on it; null while it is not connected, and for one that is closed meanwhile. */
  async counters(): Promise<StatsEntry[] | null> {
    if (this.#state !== 'connected') return null;
    const report = await this.transport.getStats().catch(() => null);
    return report === null ? null : [...(report.values() as Iterable<StatsEntry>)];
  }

  close(): void {
    if (this.#state === 'closed') return;
    clearTimeout(this.#patience);
    this.#ladder.stop();
    this.#enter('closed');
    this.transport.close();
  }

  /** Tells the server who will come. Without that the link leads nowhere, and another one is needed. */
  async #introduce(dtlsParameters: Record<string, unknown>): Promise<void> {
    const { signalling, epoch } = this.#options;
    try {
      await signalling.request('media:connect', { epoch: epoch(), transportId: this.transport.id, dtlsParameters });
    } catch (error) {
      // An answer that came too late does not matter to a link that has found its way.
      if (final.includes(errorCode(error)) || this.#state !== 'connecting') return;
      clearTimeout(this.#patience);
      this.#patience = setTimeout(() => void this.#giveUp(), patience);
    }
  }

  #follow(state: types.ConnectionState): void {
    clearTimeout(this.#patience);
    if (this.#state === 'closed') return;
    if (state === 'connected') {
      this.#enter('connected');
    } else if (state === 'disconnected') {
      this.#enter('unsteady');
      this.#patience = setTimeout(() => this.#ladder.start(), patience);
    } else if (state === 'failed') {
      this.#enter('unsteady');
      this.#ladder.start();
    }
  }

  async #restart(count: number): Promise<Attempt> {
    const { signalling, epoch } = this.#options;
    // Without signalling there is nothing to ask; `recover` is called when it is back.
    if (!signalling.connected()) return 'final';
    if (count >= restarts) return this.#giveUp();
    try {
      const answer = await signalling.request('media:restart-ice', { epoch: epoch(), transportId: this.transport.id });
      await this.transport.restartIce({ iceParameters: answer.iceParameters as types.IceParameters });
    } catch (error) {
      return ['offline', 'timeout', 'too_many_requests'].includes(errorCode(error)) ? 'again' : this.#giveUp();
    }
    return (await this.#connectedWithin(4000)) ? 'done' : 'again';
  }

  #giveUp(): Attempt {
    if (this.#state !== 'closed') this.emit('dead');
    return 'final';
  }

  #connectedWithin(milliseconds: number): Promise<boolean> {
    const connected = () => this.transport.connectionState === 'connected';
    if (connected()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(false), milliseconds);
      const off = this.on('state', (state) => state !== 'unsteady' && settle(state === 'connected'));
      const settle = (outcome: boolean) => {
        clearTimeout(timer);
        off();
        resolve(outcome);
      };
    });
  }

  #enter(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit('state', state);
  }
}
