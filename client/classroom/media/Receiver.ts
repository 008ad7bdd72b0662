import type { types } from 'mediasoup-client';
import type { MediaSource, Participant } from '../../../shared/classroom.ts';
import { Emitter } from './Emitter.ts';
import { spatialLayer, switchDelay, type ShownAs } from './layerChoice.ts';
import type { MediaLink } from './MediaLink.ts';
import { errorCode, type Signalling } from './signalling.ts';

/** A picture or voice of somebody else, ready to be played. */
export interface RemoteTrack {
  producerId: string;
  participantId: string;
  source: MediaSource;
  track: MediaStreamTrack;
}

interface Options {
  link: MediaLink;
  device: types.Device;
  signalling: Signalling;
  epoch: () => number;
}

interface Entry {
  producerId: string;
  participantId: string;
  source: MediaSource;
  consumer: types.Consumer | null;
  shownAs: ShownAs;
  switchedAt: number;
  timer?: ReturnType<typeof setTimeout>;
}

/** After a request that got no answer, what is missing is asked for again in this time, in milliseconds. */
const askAgain = 2000;

const streamOf = (source: MediaSource): string => {
  if (source.startsWith('screen')) return 'screen';
  return source === 'camera-2' ? source : 'person';
};

/** What is asked for first on a weak line (facts on the classroom: the teacher's voice before everything else). */
const order: MediaSource[] = ['microphone', 'screen', 'screen-audio', 'camera', 'camera-2'];

/**
 * Receives what the others send. `follow` is given the participants as they are and makes consumers for new producers and
 * closes those that are gone (it owns its link), so that whatever was missed during a loss is put right by the next snapshot.
 */
export class Receiver extends Emitter<{ change: [] }> {
  readonly link: MediaLink;
  #options: Options;
  #entries = new Map<string, Entry>();
  #closed = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #followed: { participants: readonly Participant[]; selfId: string } = { participants: [], selfId: '' };

  constructor(options: Options) {
    super();
    this.#options = options;
    this.link = options.link;
  }

  get tracks(): RemoteTrack[] {
    return [...this.#entries.values()].flatMap(({ consumer, ...entry }) =>
      consumer === null || consumer.closed
        ? []
        : [{ producerId: entry.producerId, participantId: entry.participantId, source: entry.source, track: consumer.track }],
    );
  }

  /** Brings the consumers into line with the participants; `selfId` is left out. */
  follow(participants: readonly Participant[], selfId: string): void {
    this.#followed = { participants, selfId };
    const wanted = participants
      .filter(({ id }) => id !== selfId)
      .flatMap(({ id, producers }) => producers.map((producer) => ({ ...producer, participantId: id })))
      .sort((one, other) => order.indexOf(one.source) - order.indexOf(other.source));
    const ids = new Set(wanted.map(({ id }) => id));
    for (const entry of [...this.#entries.values()]) if (!ids.has(entry.producerId)) this.forget(entry.producerId);
    for (const { id, participantId, source } of wanted) {
      if (this.#entries.has(id)) continue;
      const entry: Entry = { producerId: id, participantId, source, consumer: null, shownAs: 'large', switchedAt: 0 };
      this.#entries.set(id, entry);
      void this.#open(entry);
    }
  }

  /** Closes what came from a producer. */
  forget(producerId: string): void {
    const entry = this.#entries.get(producerId);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    this.#entries.delete(producerId);
    entry.consumer?.close();
    this.emit('change');
  }

  /** Forgets a consumer that the server closed; the next `follow` asks for it again if its producer is still there. */
  consumerClosed(consumerId: string): void {
    const entry = [...this.#entries.values()].find(({ consumer }) => consumer?.id === consumerId);
    if (entry !== undefined) this.forget(entry.producerId);
  }

  /** Says how a picture is shown, so that no more of it is sent than is seen. */
  show(producerId: string, shownAs: ShownAs): void {
    const entry = this.#entries.get(producerId);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    if (entry.shownAs === shownAs) return;
    const delay = switchDelay(entry.shownAs, shownAs, performance.now() - entry.switchedAt);
    entry.timer = setTimeout(() => void this.#switch(entry, shownAs), delay);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    for (const { consumer, timer } of this.#entries.values()) {
      clearTimeout(timer);
      consumer?.close();
    }
    this.#entries.clear();
    this.link.close();
  }

  async #open(entry: Entry): Promise<void> {
    const { link, device, signalling, epoch } = this.#options;
    try {
      const made = await signalling.request('media:consume', {
        epoch: epoch(),
        producerId: entry.producerId,
        rtpCapabilities: { ...device.recvRtpCapabilities },
      });
      if (this.#gone(entry)) return;
      const consumer = await link.transport.consume({
        id: made.consumerId,
        producerId: made.producerId,
        kind: made.kind,
        rtpParameters: made.rtpParameters as types.RtpParameters,
        // Sound and picture of one source are kept in step; the screen and a second camera are streams of their own.
        streamId: `${entry.participantId}-${streamOf(entry.source)}`,
      });
      if (this.#gone(entry)) return consumer.close();
      entry.consumer = consumer;
      await signalling.request('media:pause-consumer', { epoch: epoch(), consumerId: consumer.id, paused: false });
      this.emit('change');
    } catch (error) {
      if (this.#gone(entry)) return;
      this.#entries.delete(entry.producerId);
      entry.consumer?.close();
      // A producer that closed meanwhile is not asked for again; a line that broke is.
      if (['offline', 'timeout', 'too_many_requests'].includes(errorCode(error))) this.#askAgain();
    }
  }

  async #switch(entry: Entry, shownAs: ShownAs): Promise<void> {
    const { consumer, shownAs: before } = entry;
    if (consumer === null || this.#gone(entry)) return;
    entry.shownAs = shownAs;
    entry.switchedAt = performance.now();
    const { signalling, epoch } = this.#options;
    const consumerId = consumer.id;
    try {
      if (shownAs !== 'hidden' && entry.source.startsWith('camera')) {
        await signalling.request('media:prefer-layers', { epoch: epoch(), consumerId, spatialLayer: spatialLayer(shownAs) });
      }
      if ((shownAs === 'hidden') !== (before === 'hidden')) {
        await signalling.request('media:pause-consumer', { epoch: epoch(), consumerId, paused: shownAs === 'hidden' });
      }
    } catch {
      // A picture in another size than wanted is still a picture; the next change asks again.
    }
  }

  #askAgain(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.follow(this.#followed.participants, this.#followed.selfId), askAgain);
  }

  #gone(entry: Entry): boolean {
    return this.#closed || this.#entries.get(entry.producerId) !== entry;
  }
}
