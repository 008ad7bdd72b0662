import type { types } from 'mediasoup-client';
import type { MediaSource, WantedPicture } from '../../../shared/classroom.ts';
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

/** Layers of a picture are counted from 0. More than there are means all of them. */
const nothing = -1;
const everything = 3;

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
  /** The highest layer that anybody watches, by producer; all of one that is not named. */
  #watched: ReadonlyMap<string, number> = new Map();
  /** The highest layer that is sent, where it is not all of them. */
  #layers = new WeakMap<types.Producer, number>();
  #working: Promise<void> = Promise.resolve();
  #encoding: Promise<void> = Promise.resolve();
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
    this.#heldBack = sources;
    this.#encodeAll();
  }

  /** Says which layers of the pictures anybody watches: no more is sent (C2.9). */
  watched(wanted: readonly WantedPicture[]): void {
    this.#watched = new Map(wanted.map(({ producerId, layer }) => [producerId, layer]));
    this.#encodeAll();
  }

  /** Whether something of a source is sent: it is neither paused, nor held back, nor unwanted. */
  sends(source: MediaSource): boolean {
    const producer = this.#producers.get(source);
    return producer !== undefined && !producer.paused && this.#layerOf(source, producer) !== nothing;
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
      this.#encodeAll();
      producer.on('transportclose', () => this.#producers.delete(source));
    } catch (error) {
      // A line that broke is mended by its link; everything else is the server's last word on this track.
      if (!['offline', 'timeout'].includes(errorCode(error))) this.#refused.set(source, track);
    }
  }

  #layerOf(source: MediaSource, { id }: types.Producer): number {
    return this.#heldBack.includes(source) ? nothing : (this.#watched.get(id) ?? everything);
  }

  #encodeAll(): void {
    this.#encoding = this.#encoding.then(async () => {
      for (const [source, producer] of this.#producers) await this.#encode(source, producer);
    });
  }

  /** One after the other, each time as it is wanted by then. A producer that has just been closed has nothing to stop. */
  async #encode(source: MediaSource, producer: types.Producer): Promise<void> {
    const layer = this.#layerOf(source, producer);
    if (producer.closed || layer === (this.#layers.get(producer) ?? everything)) return;
    this.#layers.set(producer, layer);
    const picture = producer.kind === 'video';
    const set = picture ? producer.setMaxSpatialLayer(layer) : producer.setRtpEncodingParameters({ active: layer !== nothing });
    await set.catch(() => undefined);
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
