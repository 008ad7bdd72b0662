import type { types } from 'mediasoup-client';
import type { MediaSource, Participant } from '../../../shared/classroom.ts';
import type { MediaConsumer } from '../../../shared/classroom/media.ts';
import { Emitter } from './Emitter.ts';
import { lesser, spatialLayer, switchDelay, type ShownAs } from './layerChoice.ts';
import type { MediaLink } from './MediaLink.ts';
import { errorCode, type Signalling } from './signalling.ts';

/** What a track is told immediately before it ends, while its last frame is still to be had. */
export const trackEnding = 'tongke-ending';

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
  /** What the server has opened already; the rest is asked for. */
  opened: readonly MediaConsumer[];
}

interface Entry {
  producerId: string;
  participantId: string;
  source: MediaSource;
  consumer: types.Consumer | null;
  /** As the page shows it, and as it is received: what the line does not bear is received as less. */
  wished: ShownAs;
  shownAs: ShownAs;
  openedAt: number;
  switchedAt: number;
  timer?: ReturnType<typeof setTimeout>;
}

/** After a request that got no answer, what is missing is asked for again in this time, in milliseconds. */
const askAgain = 2000;

const streamOf = (source: MediaSource): string => {
  if (source.startsWith('screen')) return 'screen';
  return source === 'camera-2' ? source : 'person';
};
/** A picture that was asked for this long ago should be there, in milliseconds. */
const settling = 3000;

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
  #limits: ReadonlyMap<string, ShownAs> = new Map();
  #voicesKept: number | null = null;
  #opened: Map<string, MediaConsumer>;
  #followed: { participants: readonly Participant[]; selfId: string } = { participants: [], selfId: '' };

  constructor(options: Options) {
    super();
    this.#options = options;
    this.link = options.link;
    this.#opened = new Map(options.opened.map((one) => [one.producerId, one]));
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
      const entry: Entry = {
        producerId: id,
        participantId,
        source,
        consumer: null,
        wished: 'large',
        shownAs: 'large',
        openedAt: 0,
        switchedAt: 0,
      };
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
    end(entry.consumer);
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
    if (entry.wished === shownAs) return;
    entry.wished = shownAs;
    this.#aim(entry);
  }

  /** Says how much of each producer the line bears; one that is not named has no limit. */
  limit(limits: ReadonlyMap<string, ShownAs>): void {
    this.#limits = limits;
    for (const entry of this.#entries.values()) this.#aim(entry);
  }

  /** Keeps voices this long before they are played, in milliseconds, where the browser can; null leaves it to the browser. */
  keepVoices(milliseconds: number | null): void {
    this.#voicesKept = milliseconds;
    for (const { consumer } of this.#entries.values()) if (consumer !== null) keep(consumer, milliseconds);
  }

  /** Whether a picture has been received for long enough that it should be moving. */
  shows(producerId: string): boolean {
    const entry = this.#entries.get(producerId);
    if (entry === undefined || entry.consumer === null) return false;
    return entry.shownAs !== 'hidden' && performance.now() - Math.max(entry.openedAt, entry.switchedAt) > settling;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    for (const { consumer, timer } of this.#entries.values()) {
      clearTimeout(timer);
      end(consumer);
    }
    this.#entries.clear();
    this.link.close();
  }

  async #open(entry: Entry): Promise<void> {
    const { link } = this.#options;
    try {
      const opened = this.#opened.get(entry.producerId);
      // Used once: whoever comes back to a producer asks anew.
      this.#opened.delete(entry.producerId);
      const made = opened ?? (await this.#request(entry.producerId));
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
      entry.openedAt = performance.now();
      if (this.#voicesKept !== null) keep(consumer, this.#voicesKept);
      // Consumers begin paused.
      entry.shownAs = 'hidden';
      const wanted = this.#target(entry);
      if (wanted !== 'hidden') await this.#ask(entry, consumer, wanted);
      this.#aim(entry);
      this.emit('change');
    } catch (error) {
      if (this.#gone(entry)) return;
      this.#entries.delete(entry.producerId);
      end(entry.consumer);
      // A producer that closed meanwhile is not asked for again; a line that broke is.
      if (['offline', 'timeout', 'too_many_requests'].includes(errorCode(error))) this.#askAgain();
    }
  }

  #request(producerId: string): Promise<MediaConsumer> {
    const { device, signalling, epoch } = this.#options;
    const rtpCapabilities = { ...device.recvRtpCapabilities };
    return signalling.request('media:consume', { epoch: epoch(), producerId, rtpCapabilities });
  }

  #target({ producerId, wished }: Entry): ShownAs {
    return lesser(wished, this.#limits.get(producerId) ?? 'large');
  }

  /** Brings what is received of a producer to what is wanted of it; what the line does not bear is stopped at once. */
  #aim(entry: Entry): void {
    clearTimeout(entry.timer);
    const target = this.#target(entry);
    if (entry.consumer === null || entry.shownAs === target) return;
    const shed = this.#limits.get(entry.producerId) === 'hidden';
    const delay = shed ? 0 : switchDelay(entry.shownAs, target, performance.now() - entry.switchedAt);
    entry.timer = setTimeout(() => void this.#switch(entry, target), delay);
  }

  async #switch(entry: Entry, shownAs: ShownAs): Promise<void> {
    const { consumer, shownAs: before } = entry;
    if (consumer === null || this.#gone(entry)) return;
    entry.switchedAt = performance.now();
    try {
      await this.#ask(entry, consumer, shownAs);
    } catch {
      // On a line that lets no answer through what was to be stopped is stopped a little later.
      if (this.#gone(entry)) return;
      entry.shownAs = before;
      clearTimeout(entry.timer);
      entry.timer = setTimeout(() => this.#aim(entry), askAgain);
    }
  }

  /** Asks for another size, or for a pause, or for its end; both together, since each answer takes as long as the line is slow. */
  async #ask(entry: Entry, consumer: types.Consumer, shownAs: ShownAs): Promise<void> {
    const { signalling, epoch } = this.#options;
    const before = entry.shownAs;
    entry.shownAs = shownAs;
    const layers = { epoch: epoch(), consumerId: consumer.id, spatialLayer: spatialLayer(shownAs) };
    const pause = { epoch: epoch(), consumerId: consumer.id, paused: shownAs === 'hidden' };
    await Promise.all([
      shownAs !== 'hidden' && entry.source.startsWith('camera') ? signalling.request('media:prefer-layers', layers) : undefined,
      pause.paused !== (before === 'hidden') ? signalling.request('media:pause-consumer', pause) : undefined,
    ]);
  }

  #askAgain(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.follow(this.#followed.participants, this.#followed.selfId), askAgain);
  }

  #gone(entry: Entry): boolean {
    return this.#closed || this.#entries.get(entry.producerId) !== entry;
  }
}

/** Whoever shows the picture may keep what it shows now: once its track has ended a video is black. */
function end(consumer: types.Consumer | null): void {
  consumer?.track.dispatchEvent(new Event(trackEnding));
  consumer?.close();
}

/** Not every browser has it (W3C webrtc-extensions); without it a voice is played as early as the browser likes. */
function keep({ kind, rtpReceiver }: types.Consumer, milliseconds: number | null): void {
  if (kind === 'audio' && rtpReceiver !== undefined && 'jitterBufferTarget' in rtpReceiver) {
    rtpReceiver.jitterBufferTarget = milliseconds;
  }
}
