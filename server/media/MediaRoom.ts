import type { types } from 'mediasoup';
import type { MediaSource } from '../../shared/classroom.ts';
import { notFound, unavailable } from '../errors.ts';
import { mediaCodecs } from './codecs.ts';
import { LayerWishes } from './LayerWishes.ts';
import { MediaPeer, type PeerListener } from './MediaPeer.ts';
import type { MediaWorker } from './MediaWorker.ts';
import type { MediaAnswer, MediaEvent, MediaInput, PeerState, RecordingState, RoomState } from './protocol.ts';
import type { RecorderProcess } from './RecorderProcess.ts';
import { RoomPlaces, type Spread } from './RoomPlaces.ts';
import { RoomRecording, type Sending } from './RoomRecording.ts';
import { noLayer } from './WantedLayer.ts';

/** Quieter than this (dBov) is silence. */
const silenceThreshold = -60;
const levelIntervalMs = 500;

/** What a room has of its worker, until that dies. */
export interface Floor {
  router: types.Router;
  places: RoomPlaces;
  levels: types.AudioLevelObserver;
  speakers: types.ActiveSpeakerObserver;
  lost: () => boolean;
}

/**
 * One class: a router of its own, because mediasoup lets any producer of a router be consumed, and the peers in it. The room
 * outlives its router: when a worker dies the peers stay, and `build` gives them a new router under a new epoch. Those who
 * only watch may be fed from other workers (`RoomPlaces`).
 */
export class MediaRoom {
  readonly id: string;
  readonly #emit: (event: MediaEvent) => void;
  readonly #recorder: RecorderProcess;
  readonly #spread: Spread;
  readonly #connectWithinMs: number;
  readonly #sendings = new Map<string, Sending>();
  readonly #peers = new Map<string, MediaPeer>();
  readonly #sources = new Map<string, readonly MediaSource[]>();
  readonly #wishes = new LayerWishes({
    wantedOf: (producerId) => this.#wantedOf(producerId),
    tell: (producerId, layer) => this.#ask(producerId, layer),
  });
  #floor: Floor | null = null;
  #recording: RoomRecording | null = null;
  #epoch = 0;
  #speaker: string | null = null;
  #closed = false;

  constructor(options: {
    id: string;
    emit: (event: MediaEvent) => void;
    recorder: RecorderProcess;
    spread: Spread;
    /** How long a transport may take until its DTLS is connected. */
    connectWithinMs: number;
  }) {
    this.id = options.id;
    this.#emit = options.emit;
    this.#recorder = options.recorder;
    this.#spread = options.spread;
    this.#connectWithinMs = options.connectWithinMs;
  }

  /** Makes the router on a worker, anew after the last one died. */
  async build(worker: MediaWorker): Promise<void> {
    const router = await worker.mediasoup.createRouter({ mediaCodecs });
    const levels = await router.createAudioLevelObserver({
      maxEntries: 1,
      threshold: silenceThreshold,
      interval: levelIntervalMs,
    });
    const speakers = await router.createActiveSpeakerObserver();
    if (this.#closed) {
      router.close();
      return;
    }
    const rebuilt = this.#epoch !== 0;
    this.#epoch = Math.max(this.#epoch + 1, Date.now());
    this.#floor?.places.close();
    const places = new RoomPlaces({ roomId: this.id, worker, router, spread: this.#spread });
    this.#floor = { router, levels, speakers, places, lost: () => worker.mediasoup.closed };
    this.#speaker = null;
    this.#sendings.clear();
    this.#watchSpeakers(this.#floor);
    for (const [peerId, sources] of this.#sources) this.#peers.set(peerId, this.#makePeer(peerId, sources));
    if (!rebuilt) return;
    this.#recording?.renew();
    const { epoch, routerRtpCapabilities } = this.state();
    this.#emit({ event: 'mediaReset', roomId: this.id, epoch, routerRtpCapabilities });
  }

  /** @throws unavailable while the router is being made anew */
  state(): RoomState {
    const { router } = this.#current();
    return {
      epoch: this.#epoch,
      routerRtpCapabilities: router.rtpCapabilities,
      peers: [...this.#peers.values()].map((peer) => peer.state()),
    };
  }

  /** The router and its observers, for what sits beside the peers. @throws unavailable while they are being made anew */
  get floor(): Floor {
    return this.#current();
  }

  openPeer(peerId: string, sources: readonly MediaSource[]): PeerState {
    this.#sources.set(peerId, sources);
    let peer = this.#peers.get(peerId);
    if (peer === undefined) {
      peer = this.#makePeer(peerId, sources);
      this.#peers.set(peerId, peer);
    } else {
      peer.allow(sources);
    }
    return peer.state();
  }

  closePeer(peerId: string): void {
    this.#sources.delete(peerId);
    this.#peers.get(peerId)?.close();
    this.#peers.delete(peerId);
  }

  /** @throws notFound */
  peer(peerId: string): MediaPeer {
    this.#current();
    const peer = this.#peers.get(peerId);
    if (peer === undefined) throw notFound();
    return peer;
  }

  async openTransport({ peerId, direction }: MediaInput<'transport.open'>): Promise<MediaAnswer<'transport.open'>> {
    const peer = this.peer(peerId);
    const { places } = this.#current();
    return peer.openTransport(direction, () =>
      direction === 'send' ? places.forSending() : places.forReceiving({ sends: peer.sends }),
    );
  }

  consume(input: MediaInput<'consumer.open'>) {
    return this.peer(input.peerId).consume(input, this.#current().router);
  }

  /** Begins a recording, or says anew of whom something may be kept. */
  async record({ recordingId, folder, peerIds }: MediaInput<'recording.start'>): Promise<RecordingState> {
    if (this.#recording?.recordingId !== recordingId) {
      await this.#recording?.stop();
      this.#recording = new RoomRecording({
        recordingId,
        folder,
        recorder: this.#recorder,
        sendings: () => [...this.#sendings.values()],
        router: () => (this.#floor === null || this.#floor.lost() ? null : this.#floor.router),
        changed: (state) => this.#emit({ event: 'recording', roomId: this.id, ...state }),
      });
    }
    this.#recording.allow(peerIds);
    this.#wishes.allChanged();
    return this.#recording.state();
  }

  /** Resolves when everything is on the disk; a recording that is not under way is no error. */
  async stopRecording(recordingId: string): Promise<void> {
    const recording = this.#recording;
    if (recording?.recordingId !== recordingId) return;
    this.#recording = null;
    this.#wishes.allChanged();
    await recording.stop();
  }

  close(): void {
    this.#closed = true;
    void this.#recording?.stop();
    this.#recording = null;
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#floor?.places.close();
    this.#floor?.router.close();
    this.#floor = null;
  }

  #current(): Floor {
    if (this.#floor === null || this.#floor.lost()) {
      throw unavailable('media_restarting', 'Pictures and sound are being restarted. Please wait a few seconds.');
    }
    return this.#floor;
  }

  /** What a peer tells is passed on only while its router lives: a lost router is told once, as `mediaReset`. */
  #makePeer(peerId: string, sources: readonly MediaSource[]): MediaPeer {
    const floor = this.#floor;
    const quiet = () => this.#closed || floor === null || floor !== this.#floor || floor.lost();
    const base = { roomId: this.id, peerId };
    const listener: PeerListener = {
      producerOpened: (producer, source) => {
        this.#sendings.set(producer.id, { peerId, producer, source });
        this.#recording?.follow();
        this.#wishes.opened(producer);
        if (source !== 'microphone' || floor === null) return;
        void floor.levels.addProducer({ producerId: producer.id }).catch(() => undefined);
        void floor.speakers.addProducer({ producerId: producer.id }).catch(() => undefined);
      },
      producerClosed: (producerId, replaced) => {
        this.#sendings.delete(producerId);
        this.#wishes.closed(producerId);
        if (!replaced && !quiet()) this.#emit({ event: 'producerClosed', ...base, producerId });
      },
      consumerClosed: (consumerId) => {
        if (!quiet()) this.#emit({ event: 'consumerClosed', ...base, consumerId });
      },
      transportClosed: (transportId) => {
        if (!quiet()) this.#emit({ event: 'transportClosed', ...base, transportId });
      },
      arrivalChanged: (lost) => {
        if (!quiet()) this.#emit({ event: 'arrivalChanged', ...base, lost });
      },
      consumerOpened: (producerId) => this.#wishes.awaited(producerId),
      wishChanged: (producerId) => this.#wishes.changed(producerId),
      wanted: (producerId) => this.#wishes.told(producerId),
    };
    return new MediaPeer({ id: peerId, sources, connectWithinMs: this.#connectWithinMs, listener });
  }

  /** What is recorded is wanted whole; else as much of it is as any of the peers wants, wherever they receive. */
  #wantedOf(producerId: string): number {
    const sending = this.#sendings.get(producerId);
    if (sending === undefined) return noLayer;
    if (this.#recording?.keeps(sending.peerId) === true) return Infinity;
    return Math.max(noLayer, ...[...this.#peers.values()].map((peer) => peer.wishFor(producerId)));
  }

  #ask(producerId: string, layer: number): void {
    const peerId = this.#sendings.get(producerId)?.peerId;
    if (peerId !== undefined) this.#emit({ event: 'producerWanted', roomId: this.id, peerId, producerId, layer });
  }

  #watchSpeakers({ levels, speakers }: Floor): void {
    speakers.on('dominantspeaker', ({ producer }) => this.#say(this.#ownerOf(producer.id)));
    levels.on('volumes', ([loudest]) => {
      if (this.#speaker === null && loudest !== undefined) this.#say(this.#ownerOf(loudest.producer.id));
    });
    levels.on('silence', () => this.#say(null));
  }

  #say(peerId: string | null): void {
    if (peerId === this.#speaker) return;
    this.#speaker = peerId;
    this.#emit({ event: 'speaker', roomId: this.id, peerId });
  }

  #ownerOf(producerId: string): string | null {
    for (const peer of this.#peers.values()) if (peer.state().producers.some(({ id }) => id === producerId)) return peer.id;
    return null;
  }
}
