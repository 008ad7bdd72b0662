import type { types } from 'mediasoup-client';
import type { MediaSource } from '../../../shared/classroom.ts';
import { Emitter } from './Emitter.ts';
import { sendOptions, type Machine } from './encodings.ts';
import type { MediaLink } from './MediaLink.ts';
import { errorCode, type Signalling } from './signalling.ts';

/** What one wants to send of a source. */
export interface Outgoing {
  track: MediaStreamTrack;
  paused: boolean;
}

export type SendState = 'starting' | 'sending' | 'paused' | 'refused';

interface Options {
  link: MediaLink;
  device: types.Device;
  signalling: Signalling;
  epoch: () => number;
  machine: Machine;
}

/**
 * Brings what is sent into line with what one wants to send, one source after the other, so that turning a camera off and
 * on again quickly ends as the last click said. It owns its link. Tracks belong to whoever made them; they are never stopped here.
 */
export class Sender extends Emitter<{ change: [] }> {
  readonly link: MediaLink;
  #options: Options;
  #wanted = new Map<MediaSource, Outgoing>();
  #producers = new Map<MediaSource, types.Producer>();
  #refused = new Map<MediaSource, MediaStreamTrack>();
  #heldBack: readonly MediaSource[] = [];
  #working: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: Options) {
    super();
    this.#options = options;
    this.link = options.link;
    options.link.transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      const { source, paused } = appData as { source: MediaSource; paused: boolean };
      options.signalling
        .request('media:produce', {
          epoch: options.epoch(),
          transportId: options.link.transport.id,
          source,
          kind,
          rtpParameters: { ...rtpParameters },
          paused,
        })
        .then(({ producerId }) => done({ id: producerId }), failed);
    });
  }

  /** What becomes of a source; undefined when it is not wanted. */
  stateOf(source: MediaSource): SendState | undefined {
    const wanted = this.#wanted.get(source);
    if (wanted === undefined) return undefined;
    if (this.#refused.get(source) === wanted.track) return 'refused';
    const producer = this.#producers.get(source);
    if (producer === undefined) return 'starting';
    return producer.paused ? 'paused' : 'sending';
  }

  /** Sends a source, or stops sending it. */
  want(source: MediaSource, outgoing: Outgoing | null): void {
    if (outgoing === null) this.#wanted.delete(source);
    else this.#wanted.set(source, { ...outgoing });
    this.#working = this.#working.then(() => this.#settle(source)).catch(() => undefined);
  }

  /** Says which sources the line does not bear: they stay what they are for everybody, but nothing of them is sent. */
  holdBack(sources: readonly MediaSource[]): void {
    if (sources.join() === this.#heldBack.join()) return;
    const changed = [...this.#producers].filter(([source]) => sources.includes(source) !== this.#heldBack.includes(source));
    this.#heldBack = sources;
    for (const [source, producer] of changed) void this.#encode(producer, !sources.includes(source));
  }

  close(): void {
    this.#closed = true;
    for (const producer of this.#producers.values()) producer.close();
    this.#producers.clear();
    this.link.close();
  }

  async #settle(source: MediaSource): Promise<void> {
    if (this.#closed) return;
    const wanted = this.#wanted.get(source);
    const producer = this.#producers.get(source);
    if (wanted === undefined) await this.#stop(source, producer);
    else if (producer === undefined) await this.#start(source, wanted);
    else await this.#adjust(producer, wanted);
    if (!this.#closed) this.emit('change');
  }

  async #start(source: MediaSource, { track, paused }: Outgoing): Promise<void> {
    if (track.readyState === 'ended') return;
    const { link, device, machine } = this.#options;
    try {
      const vp8 = device.sendRtpCapabilities.codecs?.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8');
      const producer = await link.transport.produce({
        track,
        ...sendOptions(source, machine),
        ...(track.kind === 'video' && vp8 !== undefined ? { codec: vp8 } : {}),
        stopTracks: false,
        appData: { source, paused },
      });
      if (this.#closed) return producer.close();
      this.#refused.delete(source);
      this.#producers.set(source, producer);
      if (paused) producer.pause();
      if (this.#heldBack.includes(source)) void this.#encode(producer, false);
      producer.on('transportclose', () => this.#producers.delete(source));
    } catch (error) {
      // A line that broke is mended by its link; everything else is the server's last word on this track.
      if (!['offline', 'timeout'].includes(errorCode(error))) this.#refused.set(source, track);
    }
  }

  /** A sender that has just been closed has nothing to stop. */
  async #encode(producer: types.Producer, active: boolean): Promise<void> {
    await producer.setRtpEncodingParameters({ active }).catch(() => undefined);
  }

  async #adjust(producer: types.Producer, { track, paused }: Outgoing): Promise<void> {
    if (producer.track !== track && track.readyState === 'live') await producer.replaceTrack({ track });
    if (producer.paused === paused) return;
    if (paused) producer.pause();
    else producer.resume();
    await this.#tell('media:pause-producer', { producerId: producer.id, paused });
  }

  async #stop(source: MediaSource, producer: types.Producer | undefined): Promise<void> {
    this.#refused.delete(source);
    if (producer === undefined) return;
    this.#producers.delete(source);
    producer.close();
    await this.#tell('media:close-producer', { producerId: producer.id });
  }

  /** The server forgets a producer by itself when the line is gone, so an answer that fails changes nothing. */
  async #tell(
    name: 'media:pause-producer' | 'media:close-producer',
    input: { producerId: string; paused?: boolean },
  ): Promise<void> {
    const { signalling, epoch } = this.#options;
    const request =
      name === 'media:pause-producer'
        ? signalling.request(name, { epoch: epoch(), producerId: input.producerId, paused: input.paused === true })
        : signalling.request(name, { epoch: epoch(), producerId: input.producerId });
    await request.catch(() => undefined);
  }
}
