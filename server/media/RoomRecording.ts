import type { types } from 'mediasoup';
import type { MediaSource } from '../../shared/classroom.ts';
import type { RecordingState } from './protocol.ts';
import type { RecorderProcess } from './RecorderProcess.ts';
import type { RecorderReport } from './recorder/messages.ts';

/** Something that somebody in the room sends. */
export interface Sending {
  peerId: string;
  producer: types.Producer;
  source: MediaSource;
}

const codecs: Record<string, 'opus' | 'vp8' | 'h264'> = { 'audio/opus': 'opus', 'video/vp8': 'vp8', 'video/h264': 'h264' };
/** From the beginning of NTP's time (1900) to that of ours, in seconds. */
const ntpEpoch = 2_208_988_800;

/**
 * The recording of one room: what the peers that may be recorded send goes through a pipe of this machine's own to the
 * recorder, every encoding as it came. It follows the room: new producers, new routers, a recorder that was started again.
 */
export class RoomRecording {
  readonly recordingId: string;
  readonly #recorder: RecorderProcess;
  readonly #sendings: () => readonly Sending[];
  readonly #router: () => types.Router | null;
  readonly #changed: (state: RecordingState) => void;
  readonly #consumers = new Map<string, { consumer: types.Consumer; release: () => void }>();
  #peers: ReadonlySet<string> = new Set();
  #pipe: types.PipeTransport | null = null;
  #port: number | null = null;
  #fault: RecordingState['reason'] = 'recorder_starting';
  #queue: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(options: {
    recordingId: string;
    folder: string;
    recorder: RecorderProcess;
    /** What is sent in the room at the moment. */
    sendings: () => readonly Sending[];
    /** Null while the router is being made anew. */
    router: () => types.Router | null;
    changed: (state: RecordingState) => void;
  }) {
    const { recordingId, folder, recorder } = options;
    this.recordingId = recordingId;
    this.#recorder = recorder;
    this.#sendings = options.sendings;
    this.#router = options.router;
    this.#changed = options.changed;
    recorder.add({
      recordingId,
      folder,
      opened: (port) => {
        this.#port = port;
        this.#fault = null;
        this.renew();
      },
      keyFrame: (producerId) =>
        void this.#consumers
          .get(producerId)
          ?.consumer.requestKeyFrame()
          .catch(() => undefined),
      status: (report) => this.#heard(report),
      lost: () => {
        this.#port = null;
        this.#fault = 'recorder_restarting';
        this.#dropPipe();
        this.#tell();
      },
    });
  }

  state(): RecordingState {
    const recorded = this.#sendings().filter(({ producer }) => this.#consumers.has(producer.id));
    return {
      recordingId: this.recordingId,
      writing: this.#fault === null && this.#pipe !== null,
      reason: this.#fault,
      peerIds: [...new Set(recorded.map(({ peerId }) => peerId))],
    };
  }

  /** Says anew who may be recorded. What others send is let go of at once. */
  allow(peerIds: readonly string[]): void {
    this.#peers = new Set(peerIds);
    for (const { peerId, producer } of this.#sendings()) if (!this.#peers.has(peerId)) this.#release(producer.id);
    this.follow();
  }

  /** Whether what a peer sends is kept, or would be if the recorder were there. */
  keeps(peerId: string): boolean {
    return !this.#stopped && this.#peers.has(peerId);
  }

  /** Something is sent that was not before. */
  follow(): void {
    this.#serial(async () => {
      for (const sending of this.#sendings()) await this.#take(sending);
      this.#tell();
    });
  }

  /** The room has a new router, or the recorder a new port. */
  renew(): void {
    this.#dropPipe();
    this.#serial(async () => {
      const router = this.#router();
      if (router === null || this.#port === null || this.#stopped) return;
      const pipe = await router.createPipeTransport({ listenInfo: { protocol: 'udp', ip: '127.0.0.1' } });
      await pipe.connect({ ip: '127.0.0.1', port: this.#port });
      this.#pipe = pipe;
    });
    this.follow();
  }

  /** Resolves when everything is on the disk. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#dropPipe();
    await this.#queue;
    this.#dropPipe();
    await this.#recorder.remove(this.recordingId);
  }

  async #take({ peerId, producer, source }: Sending): Promise<void> {
    const pipe = this.#pipe;
    if (pipe === null || this.#stopped || producer.closed || !this.#peers.has(peerId) || this.#consumers.has(producer.id)) return;
    const consumer = await pipe.consume({ producerId: producer.id });
    const codec = codecs[consumer.rtpParameters.codecs[0]?.mimeType.toLowerCase() ?? ''];
    const ssrcs = (consumer.rtpParameters.encodings ?? []).flatMap(({ ssrc }) => (ssrc === undefined ? [] : [ssrc]));
    // Who was let in when this was asked may have been let go of meanwhile.
    if (codec === undefined || pipe !== this.#pipe || !this.#peers.has(peerId)) {
      consumer.close();
      return;
    }
    const sent = { recordingId: this.recordingId, producerId: producer.id };
    const reported = (trace: types.ProducerTraceEventData) => {
      const { ssrc, ntpSec, ntpFrac, rtpTs } = trace.info as Record<'ssrc' | 'ntpSec' | 'ntpFrac' | 'rtpTs', number>;
      const encoding = encodingOf(producer, ssrc);
      if (encoding === -1) return;
      const ntpMs = (ntpSec - ntpEpoch) * 1000 + (ntpFrac / 2 ** 32) * 1000;
      this.#recorder.send({ type: 'report', ...sent, encoding, rtp: rtpTs, ntpMs, at: Date.now() });
    };
    producer.on('trace', reported);
    consumer.on('producerpause', () => this.#recorder.send({ type: 'pause', ...sent, paused: true }));
    consumer.on('producerresume', () => this.#recorder.send({ type: 'pause', ...sent, paused: false }));
    consumer.observer.once('close', () => this.#release(producer.id));
    this.#consumers.set(producer.id, { consumer, release: () => producer.off('trace', reported) });
    this.#recorder.send({ type: 'track', ...sent, peerId, source, codec, ssrcs, paused: producer.paused });
    await producer.enableTraceEvent(['sr']);
  }

  #release(producerId: string): void {
    const held = this.#consumers.get(producerId);
    if (held === undefined) return;
    this.#consumers.delete(producerId);
    held.release();
    held.consumer.close();
    this.#recorder.send({ type: 'untrack', recordingId: this.recordingId, producerId });
    if (!this.#stopped) this.#tell();
  }

  #dropPipe(): void {
    for (const producerId of [...this.#consumers.keys()]) this.#release(producerId);
    this.#pipe?.close();
    this.#pipe = null;
  }

  #heard({ writing, reason }: Extract<RecorderReport, { type: 'status' }>): void {
    const fault = writing ? null : reason;
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#tell();
  }

  #tell(): void {
    if (!this.#stopped) this.#changed(this.state());
  }

  /** One thing after the other; a worker or a producer that went meanwhile is followed by a `renew` or a `follow` of its own. */
  #serial(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(() => undefined);
  }
}

/** Which encoding of a producer a stream is: by what was announced, or by what mediasoup has found out. */
function encodingOf(producer: types.Producer, ssrc: number): number {
  const announced = producer.rtpParameters.encodings ?? [];
  const told = announced.findIndex((encoding) => encoding.ssrc === ssrc);
  if (told !== -1) return told;
  return producer.score.find((score) => score.ssrc === ssrc)?.encodingIdx ?? -1;
}
