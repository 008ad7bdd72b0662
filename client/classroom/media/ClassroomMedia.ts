import type { types } from 'mediasoup-client';
import type { z } from 'zod';
import type { ClassSnapshot, MediaSource, Participant, WantedPicture } from '../../../shared/classroom.ts';
import type { MediaConsumer, Receiving } from '../../../shared/classroom/media.ts';
import { loadDevice } from './device.ts';
import { Emitter } from './Emitter.ts';
import type { Machine } from './encodings.ts';
import type { ShownAs } from './layerChoice.ts';
import type { StatsEntry } from './lineStats.ts';
import { MediaLink, type Direction, type LinkState } from './MediaLink.ts';
import { MediaWishes } from './MediaWishes.ts';
import { Receiver, type RemoteTrack } from './Receiver.ts';
import { Sender, type Outgoing, type SendState } from './Sender.ts';
import { errorCode, type Signalling } from './signalling.ts';

export type MediaPlace = NonNullable<z.output<typeof ClassSnapshot>['media']>;

/** `none` while the server has no media engine, `idle` while there is nothing to send or receive, else the worse of the links. */
export type MediaLine = 'none' | 'idle' | LinkState;

interface Options {
  signalling: Signalling;
  epoch: () => number;
  machine: Machine;
}

/** What failed for a passing reason is tried again in this time, in milliseconds. */
const tryAgain = 2000;

/**
 * The pictures and voices of one stay in a class. It is told what one wants to send (`send`) and who is there (`follow`)
 * and keeps both true through every loss: links restart their ICE, and when that is not enough they are built anew under
 * the same wishes. A link is opened when there is something to go over it: the server closes one that stays unused.
 * It knows no accounts and no pages; `close` ends everything but the tracks one handed in.
 */
export class ClassroomMedia extends Emitter<{ change: [] }> {
  #options: Options;
  #place: MediaPlace | null = null;
  #device: types.Device | null = null;
  #receiver: Receiver | null = null;
  #sender: Sender | null = null;
  #opening = new Set<Direction>();
  /** Directions whose link was lost; one that is built in its place wavers until something comes through. */
  #lost = new Set<Direction>();
  /** Raised with every new place: whoever was opening something for an older one gives up. */
  #generation = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  #wishes = new MediaWishes();
  #unsupported = false;

  constructor(options: Options) {
    super();
    this.#options = options;
  }

  /** What can be played now. */
  get remote(): RemoteTrack[] {
    return this.#receiver?.tracks ?? [];
  }

  /** Whether this browser cannot take part in sound and picture at all. */
  get unsupported(): boolean {
    return this.#unsupported;
  }

  get line(): MediaLine {
    if (this.#place === null || this.#unsupported) return 'none';
    const states = this.#links().map(({ state }) => state);
    if (states.includes('unsteady') || [...this.#lost].some((direction) => this.#wishes.need(direction))) return 'unsteady';
    if (states.includes('connecting') || this.#opening.size > 0) return 'connecting';
    return states.length > 0 ? 'connected' : 'idle';
  }

  /** What becomes of a source that is to be sent; undefined for one that is not. */
  stateOf(source: MediaSource): SendState | undefined {
    if (!this.#wishes.outgoing.has(source)) return undefined;
    return this.#sender?.stateOf(source) ?? 'starting';
  }

  /**
   * Takes on where the media of the class are: on entering, after a reset, and null while there are none. `receiving` is what the
   * server has opened already.
   */
  use(place: MediaPlace | null, receiving: Receiving | null = null): void {
    this.#drop('receive');
    this.#drop('send');
    this.#generation += 1;
    this.#opening.clear();
    this.#device = null;
    this.#place = place;
    this.emit('change');
    if (place !== null) void this.#load(place, receiving);
  }

  /**
   * After the signalling came back: links that the server still has restart their ICE, others are built anew. `kept` are
   * the ids of one's own transports that the server has.
   */
  resume(place: MediaPlace | null, kept: readonly string[]): void {
    if (place === null || place.epoch !== this.#place?.epoch || this.#device === null) return this.use(place);
    for (const link of this.#links()) {
      if (kept.includes(link.transport.id)) link.recover();
      else this.#drop(link.direction);
    }
    for (const [source, outgoing] of this.#wishes.outgoing) this.#sender?.want(source, outgoing);
    this.#openWhatIsNeeded();
  }

  /** Sends a track as a source, changes it, or (null) stops sending. */
  send(source: MediaSource, outgoing: Outgoing | null): void {
    if (outgoing === null) this.#wishes.outgoing.delete(source);
    else this.#wishes.outgoing.set(source, outgoing);
    this.#sender?.want(source, outgoing);
    this.#openWhatIsNeeded();
    this.emit('change');
  }

  /** Receives what the participants send. */
  follow(participants: readonly Participant[], selfId: string): void {
    this.#wishes.participants = participants;
    this.#wishes.selfId = selfId;
    this.#receiver?.follow(participants, selfId);
    this.#openWhatIsNeeded();
  }

  producerClosed(producerId: string): void {
    this.#receiver?.forget(producerId);
  }

  consumerClosed(consumerId: string): void {
    this.#receiver?.consumerClosed(consumerId);
  }

  transportClosed(transportId: string): void {
    const closed = this.#links().find(({ transport }) => transport.id === transportId);
    if (closed !== undefined) this.#renew(closed.direction);
  }

  show(producerId: string, shownAs: ShownAs): void {
    this.#receiver?.show(producerId, shownAs);
  }

  /** Says how much of each producer the line bears. */
  limit(limits: ReadonlyMap<string, ShownAs>): void {
    this.#wishes.limits = limits;
    this.#receiver?.limit(limits);
  }

  /** Keeps voices this long before they are played, in milliseconds; null leaves it to the browser. */
  keepVoices(milliseconds: number | null): void {
    if (milliseconds === this.#wishes.voicesKept) return;
    this.#wishes.voicesKept = milliseconds;
    this.#receiver?.keepVoices(milliseconds);
  }

  /** Says which of one's own sources the line does not bear. */
  holdBack(sources: readonly MediaSource[]): void {
    this.#wishes.heldBack = sources;
    this.#sender?.holdBack(sources);
  }

  /** Says how much of one's own pictures anybody watches. */
  want(wanted: readonly WantedPicture[]): void {
    this.#wishes.wanted = wanted;
    this.#sender?.watched(wanted);
  }

  /** Whether something of a source is on its way to the class. */
  sends(source: MediaSource): boolean {
    return this.#sender?.sends(source) === true;
  }

  /** Whether a picture has been received for long enough that it should be moving. */
  shows(producerId: string): boolean {
    return this.#receiver?.shows(producerId) === true;
  }

  /** What the browser has counted on both links; null for one that is not there. */
  async measure(): Promise<{ receive: StatsEntry[] | null; send: StatsEntry[] | null }> {
    const [receive, send] = await Promise.all([this.#receiver?.link.counters(), this.#sender?.link.counters()]);
    return { receive: receive ?? null, send: send ?? null };
  }

  close(): void {
    this.use(null);
    clearTimeout(this.#again);
    this.#wishes.outgoing.clear();
  }

  #links(): MediaLink[] {
    return [this.#receiver?.link, this.#sender?.link].filter((link) => link !== undefined);
  }

  async #load(place: MediaPlace, receiving: Receiving | null): Promise<void> {
    const generation = this.#generation;
    try {
      const device = await loadDevice(place.routerRtpCapabilities);
      if (generation !== this.#generation) return;
      this.#device = device;
      if (receiving !== null) {
        const link = MediaLink.over(receiving.transport, this.#linkOptions(place, device, 'receive'));
        this.#adopt(device, link, receiving.consumers);
      }
      this.#openWhatIsNeeded();
    } catch {
      this.#unsupported = true;
      this.emit('change');
    }
  }

  #openWhatIsNeeded(): void {
    if (this.#receiver === null && this.#wishes.need('receive')) void this.#open('receive');
    if (this.#sender === null && this.#wishes.need('send')) void this.#open('send');
  }

  async #open(direction: Direction): Promise<void> {
    const place = this.#place;
    const device = this.#device;
    if (place === null || device === null || this.#opening.has(direction)) return;
    const generation = this.#generation;
    this.#opening.add(direction);
    try {
      const link = await MediaLink.open(this.#linkOptions(place, device, direction));
      if (generation !== this.#generation) return link.close();
      this.#opening.delete(direction);
      this.#adopt(device, link);
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#opening.delete(direction);
      this.#fail(error);
    }
  }

  #linkOptions(place: MediaPlace, device: types.Device, direction: Direction) {
    const { signalling, epoch } = this.#options;
    return { signalling, epoch, device, direction, iceServers: place.iceServers as RTCIceServer[] };
  }

  #adopt(device: types.Device, link: MediaLink, opened: readonly MediaConsumer[] = []): void {
    const { signalling, epoch, machine } = this.#options;
    const changed = () => this.emit('change');
    link.on('state', (state) => {
      if (state === 'connected') this.#lost.delete(link.direction);
      changed();
    });
    link.on('dead', () => this.#renew(link.direction));
    if (link.direction === 'receive') {
      this.#receiver = new Receiver({ signalling, epoch, device, link, opened });
      this.#receiver.on('change', changed);
      this.#wishes.receiveOver(this.#receiver);
    } else {
      this.#sender = new Sender({ signalling, epoch, device, link, machine });
      this.#sender.on('change', changed);
      this.#wishes.sendOver(this.#sender);
    }
    changed();
  }

  #renew(direction: Direction): void {
    this.#drop(direction);
    this.#openWhatIsNeeded();
    this.emit('change');
  }

  #drop(direction: Direction): void {
    const link = direction === 'receive' ? this.#receiver?.link : this.#sender?.link;
    if (link?.state === 'unsteady') this.#lost.add(direction);
    if (direction === 'receive') {
      this.#receiver?.close();
      this.#receiver = null;
    } else {
      this.#sender?.close();
      this.#sender = null;
    }
  }

  /** Without a connection nothing is tried: `resume` follows when it is back. What is refused for good is not asked again. */
  #fail(error: unknown): void {
    const refused = ['stale_epoch', 'forbidden', 'not_in_class'].includes(errorCode(error));
    if (!refused && this.#options.signalling.connected()) {
      clearTimeout(this.#again);
      this.#again = setTimeout(() => this.#openWhatIsNeeded(), tryAgain);
    }
    this.emit('change');
  }
}
