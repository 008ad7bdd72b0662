import type { types } from 'mediasoup';
import type { MediaSource } from '../../shared/classroom.ts';
import { conflict, forbidden, notFound, tooMany } from '../errors.ts';
import { Arrival } from './Arrival.ts';
import { guardBitrate } from './bitrateGuard.ts';
import { FollowedTransports } from './FollowedTransports.ts';
import type { MediaAnswer, MediaInput, PeerState, ProducerState } from './protocol.ts';
import type { Place } from './RoomPlaces.ts';
import { makeTransport, type Direction } from './transports.ts';
import { noLayer } from './WantedLayer.ts';

/** What a peer tells its room, and asks of it. */
export interface PeerListener {
  producerOpened: (producer: types.Producer, source: MediaSource) => void;
  /** `replaced` when another one of the same source has taken its place, of which the answer to opening it tells. */
  producerClosed: (producerId: string, replaced: boolean) => void;
  consumerClosed: (consumerId: string) => void;
  transportClosed: (transportId: string) => void;
  /** More or less of what it sends is lost on its way here than before. */
  arrivalChanged: (lost: number) => void;
  /** It has begun to receive something, paused at first. */
  consumerOpened: (producerId: string) => void;
  /** It wants more or less of something than before. */
  wishChanged: (producerId: string) => void;
  /** The highest layer of a picture that is to be sent; undefined while all are. */
  wanted: (producerId: string) => number | undefined;
}

/** New transports of one peer within `transportWindowMs`; a client that rebuilds after every fault needs far fewer. */
const transportsPerWindow = 20;
const transportWindowMs = 60_000;
const consumersAtMost = 100;
/**
 * A sender is asked for a key frame once in this time, in milliseconds, however many come to watch: on a weak line each of
 * them is dear, and an audience must not cost the one who teaches anything.
 */
const keyFrameRequestDelay = 1_000;
/** One who sends more than this all the same is cut off. */
const cutOffBitrate = 8_000_000;

interface Sending {
  producer: types.Producer;
  source: MediaSource;
  transport: types.WebRtcTransport;
}

const kindOf: Record<MediaSource, types.MediaKind> = {
  camera: 'video',
  'camera-2': 'video',
  screen: 'video',
  microphone: 'audio',
  'screen-audio': 'audio',
};

/**
 * One sender and receiver in a room. It has at most one transport per direction, one producer per source and one consumer
 * per producer: a new one takes the place of the old one, so that a client that lost an answer is never stuck. What was sent
 * over an older transport stays until it is sent over the new one, so that nobody sees a picture go and come.
 */
export class MediaPeer {
  readonly #id: string;
  readonly #listener: PeerListener;
  readonly #connectWithinMs: number;
  readonly #transports = new Map<Direction, types.WebRtcTransport>();
  readonly #followed: FollowedTransports;
  readonly #producers = new Map<string, Sending>();
  readonly #consumers = new Map<string, types.Consumer>();
  #sources: ReadonlySet<MediaSource>;
  /** Where it receives. */
  #place: Place | null = null;
  readonly #arrival: Arrival;
  #opened: number[] = [];
  #consuming = 0;
  #closed = false;

  constructor(options: { id: string; sources: readonly MediaSource[]; connectWithinMs: number; listener: PeerListener }) {
    this.#id = options.id;
    this.#sources = new Set(options.sources);
    this.#listener = options.listener;
    this.#connectWithinMs = options.connectWithinMs;
    this.#arrival = new Arrival({ tell: (lost) => this.#listener.arrivalChanged(lost) });
    this.#followed = new FollowedTransports({
      closeWithinMs: options.connectWithinMs,
      carries: (transport) => [...this.#producers.values()].some((sending) => sending.transport === transport),
    });
  }

  get id(): string {
    return this.#id;
  }

  state(): PeerState {
    return {
      peerId: this.#id,
      transports: [...this.#transports.values()].map(({ id }) => id),
      producers: [...this.#producers.values()].map(({ producer, source }) => this.#stateOf(producer, source)),
      lost: this.#arrival.lost,
    };
  }

  /** Says anew what the peer may send, and closes what it may no longer send. */
  allow(sources: readonly MediaSource[]): void {
    this.#sources = new Set(sources);
    for (const { producer, source } of this.#producers.values()) {
      if (!this.#sources.has(source)) producer.close();
    }
  }

  /** Whether it may send anything at all. */
  get sends(): boolean {
    return this.#sources.size > 0;
  }

  /**
   * Opens a transport at the place that is found for it.
   * @throws forbidden for a sending transport of a peer that may send nothing; tooMany
   */
  async openTransport(direction: Direction, findPlace: () => Place | Promise<Place>): Promise<MediaAnswer<'transport.open'>> {
    if (direction === 'send' && !this.sends) throw forbidden();
    this.#countTransport();
    const place = await findPlace();
    const transport = await makeTransport(direction, place).catch((error: unknown) => {
      place.giveUp();
      throw error;
    });
    transport.observer.once('close', place.giveUp);
    if (transport.closed || this.#closed) {
      place.giveUp();
      transport.close();
      throw notFound();
    }
    const older = this.#transports.get(direction);
    this.#transports.set(direction, transport);
    if (older !== undefined) this.#followed.add(older);
    if (direction === 'receive') this.#place = place;
    else {
      guardBitrate({ transport, atMost: cutOffBitrate, exceeded: () => transport.close() });
      this.#arrival.watch(transport);
    }
    this.#watchTransport(direction, transport);
    const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
    return { id, iceParameters, iceCandidates, dtlsParameters };
  }

  async connect({ transportId, dtlsParameters }: MediaInput<'transport.connect'>): Promise<void> {
    await this.#transport(transportId).connect({ dtlsParameters });
  }

  async restartIce({ transportId }: MediaInput<'transport.restartIce'>): Promise<MediaAnswer<'transport.restartIce'>> {
    return { iceParameters: await this.#transport(transportId).restartIce() };
  }

  /** @throws forbidden when the source is not allowed; conflict `wrong_kind`; notFound */
  async produce({
    transportId,
    source,
    kind,
    rtpParameters,
    paused,
  }: MediaInput<'producer.open'>): Promise<MediaAnswer<'producer.open'>> {
    if (!this.#sources.has(source)) throw forbidden();
    if (kindOf[source] !== kind) throw conflict('wrong_kind', 'This kind of media does not fit its source.');
    const transport = this.#transport(transportId);
    if (transport !== this.#transports.get('send')) throw notFound();
    const asParameters = rtpParameters as unknown as types.RtpParameters;
    const producer = await transport.produce({ kind, rtpParameters: asParameters, paused, keyFrameRequestDelay });
    if (producer.closed || this.#closed || !this.#sources.has(source)) {
      producer.close();
      throw forbidden();
    }
    const older = [...this.#producers.values()].filter((other) => other.source === source);
    this.#producers.set(producer.id, { producer, source, transport });
    producer.observer.once('close', () => {
      this.#producers.delete(producer.id);
      const replaced = [...this.#producers.values()].some((other) => other.source === source);
      this.#listener.producerClosed(producer.id, replaced);
      this.#followed.look(transport);
    });
    this.#listener.producerOpened(producer, source);
    for (const other of older) other.producer.close();
    return this.#stateOf(producer, source);
  }

  async pauseProducer({ producerId, paused }: MediaInput<'producer.pause'>): Promise<ProducerState> {
    const entry = this.#producers.get(producerId);
    if (entry === undefined) throw notFound();
    await (paused ? entry.producer.pause() : entry.producer.resume());
    return this.#stateOf(entry.producer, entry.source);
  }

  closeProducer({ producerId }: MediaInput<'producer.close'>): void {
    const entry = this.#producers.get(producerId);
    if (entry === undefined) throw notFound();
    entry.producer.close();
  }

  /**
   * Consumers begin paused: the client resumes each one when it is ready to play it, so that no key frame is lost. Voices are
   * sent again where they were lost, like pictures; of itself mediasoup does so for pictures alone.
   */
  async consume(
    { producerId, rtpCapabilities, priority }: MediaInput<'consumer.open'>,
    room: types.Router,
  ): Promise<MediaAnswer<'consumer.open'>> {
    const transport = this.#transports.get('receive');
    if (transport === undefined || this.#place === null)
      throw conflict('no_receive_transport', 'There is no transport to receive on.');
    const asCapabilities = rtpCapabilities as types.RtpCapabilities;
    if (!room.canConsume({ producerId, rtpCapabilities: asCapabilities })) {
      throw conflict('cannot_consume', 'This browser cannot play this media.');
    }
    if (this.#consumers.size + this.#consuming >= consumersAtMost) throw tooMany(1);
    this.#consuming += 1;
    const consumer = await this.#place
      .bring(producerId)
      .then(() => transport.consume({ producerId, rtpCapabilities: asCapabilities, paused: true, enableRtx: true }))
      .finally(() => (this.#consuming -= 1));
    if (consumer.closed) throw notFound();
    for (const older of [...this.#consumers.values()]) if (older.producerId === producerId) older.close();
    this.#consumers.set(consumer.id, consumer);
    consumer.observer.once('close', () => {
      this.#consumers.delete(consumer.id);
      this.#listener.wishChanged(producerId);
      // A transport that went says so itself, once for all that was received over it.
      if (!transport.closed) this.#listener.consumerClosed(consumer.id);
    });
    this.#listener.consumerOpened(producerId);
    if (consumer.kind === 'video') await consumer.setPriority(priority);
    const { id: consumerId, kind, rtpParameters, producerPaused } = consumer;
    return { consumerId, producerId, kind, rtpParameters, paused: producerPaused };
  }

  async pauseConsumer({ consumerId, paused }: MediaInput<'consumer.pause'>): Promise<void> {
    const consumer = this.#consumer(consumerId);
    await (paused ? consumer.pause() : consumer.resume());
    this.#listener.wishChanged(consumer.producerId);
  }

  async preferLayers({ consumerId, spatialLayer, temporalLayer }: MediaInput<'consumer.layers'>): Promise<void> {
    const layers = temporalLayer === undefined ? { spatialLayer } : { spatialLayer, temporalLayer };
    const consumer = this.#consumer(consumerId);
    await consumer.setPreferredLayers(layers);
    this.#listener.wishChanged(consumer.producerId);
  }

  /** The highest layer of a picture that it wants at the moment. */
  wishFor(producerId: string): number {
    const wishes = [...this.#consumers.values()]
      .filter((consumer) => consumer.producerId === producerId && !consumer.paused)
      .map(({ preferredLayers }) => preferredLayers?.spatialLayer ?? Infinity);
    return Math.max(noLayer, ...wishes);
  }

  close(): void {
    this.#closed = true;
    for (const transport of this.#transports.values()) transport.close();
    this.#followed.close();
  }

  #watchTransport(direction: Direction, transport: types.WebRtcTransport): void {
    const reaper = setTimeout(() => transport.close(), this.#connectWithinMs);
    const settle = () => {
      if (transport.dtlsState === 'connected') clearTimeout(reaper);
      if (transport.dtlsState === 'failed' || transport.dtlsState === 'closed') transport.close();
    };
    transport.observer.on('dtlsstatechange', settle);
    transport.observer.once('close', () => {
      clearTimeout(reaper);
      if (this.#transports.get(direction) === transport) this.#transports.delete(direction);
      this.#listener.transportClosed(transport.id);
    });
  }

  #countTransport(): void {
    const now = performance.now();
    this.#opened = this.#opened.filter((at) => now - at < transportWindowMs);
    if (this.#opened.length >= transportsPerWindow) throw tooMany(transportWindowMs / 1000);
    this.#opened.push(now);
  }

  #stateOf({ id, paused }: types.Producer, source: MediaSource): ProducerState {
    return { id, source, paused, wanted: this.#listener.wanted(id) };
  }

  #transport(transportId: string): types.WebRtcTransport {
    for (const transport of this.#transports.values()) if (transport.id === transportId) return transport;
    throw notFound();
  }

  #consumer(consumerId: string): types.Consumer {
    const consumer = this.#consumers.get(consumerId);
    if (consumer === undefined) throw notFound();
    return consumer;
  }
}
