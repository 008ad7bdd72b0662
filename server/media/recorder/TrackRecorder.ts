import type { MediaSource } from '../../../shared/classroom.ts';
import { createFrameReader, type Codec, type Frame } from './frames.ts';
import type { ManifestLine } from './layout.ts';
import { ReorderBuffer } from './ReorderBuffer.ts';
import { createUnwrapper, type RtpPacket } from './rtp.ts';
import { SegmentWriter } from './SegmentWriter.ts';

/** A segment ends with the first key frame after this time, and without one a little later, in milliseconds (SPEC 3.2). */
const segmentMs = 4_000;
const longestSegmentMs = 6_000;
/** Key frames: asked for until there is one, then this often, in milliseconds: a weak line pays for each of them. */
const firstKeyFrameMs = 1_000;
const keyFrameMs = 20_000;
/** An encoding is steady when it has come for this long; one that has not come for this long has stopped. */
const steadyMs = 2_000;
const stoppedMs = 1_500;
/** After a failed write the next attempt waits this long. */
const retryMs = 2_000;

export interface TrackOptions {
  folder: string;
  track: number;
  peerId: string;
  source: MediaSource;
  codec: Codec;
  ssrcs: readonly number[];
  manifest: { add: (line: ManifestLine) => void };
  keyFrame: () => void;
  wrote: (bytes: number) => void;
  failed: (error: NodeJS.ErrnoException) => void;
}

interface Encoding {
  buffer: ReorderBuffer;
  /** When it began to come without a break, and when it last came. */
  since: number;
  last: number;
  unwrapReport: (rtp: number) => number;
}

/**
 * Writes one thing that somebody sends. Of several encodings it keeps the largest that comes steadily, and changes from one
 * to another at a key frame, in a new segment (SPEC 3.4).
 */
export class TrackRecorder {
  readonly #options: TrackOptions;
  readonly #encodings: Encoding[];
  #segment: SegmentWriter | null = null;
  #encoding = 0;
  #index = 0;
  #askedAt = 0;
  #keyAt = 0;
  #notBefore = 0;
  #paused = false;
  #closing: Promise<unknown> = Promise.resolve();

  constructor(options: TrackOptions, paused: boolean, now: number) {
    this.#options = options;
    this.#paused = paused;
    this.#encodings = options.ssrcs.map((_ssrc, at) => this.#makeEncoding(at));
    const { track, peerId, source, codec, manifest } = options;
    manifest.add({ type: 'track', track, peerId, source, codec, at: now });
    if (paused) manifest.add({ type: 'pause', track, paused, at: now });
  }

  get track(): number {
    return this.#options.track;
  }

  take(packet: RtpPacket): void {
    if (this.#paused) return;
    const encoding = this.#encodings[this.#options.ssrcs.indexOf(packet.ssrc)];
    if (encoding === undefined) return;
    if (packet.at - encoding.last > stoppedMs) encoding.since = packet.at;
    encoding.last = packet.at;
    encoding.buffer.add(packet);
  }

  /** Notes which moment of the sender's clock an RTP timestamp stands for. */
  report(encoding: number, rtp: number, ntpMs: number, at: number): void {
    const unwrapped = this.#encodings[encoding]?.unwrapReport(rtp);
    if (unwrapped === undefined) return;
    this.#options.manifest.add({ type: 'report', track: this.track, encoding, rtp: unwrapped, ntpMs, at });
  }

  /** What is paused leaves a true gap: nothing is kept of it, and it goes on in a new segment. */
  pause(paused: boolean, now: number): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    this.#keyAt = 0;
    this.#options.manifest.add({ type: 'pause', track: this.track, paused, at: now });
    if (!paused) return;
    for (const { buffer } of this.#encodings) buffer.reset();
    this.#end();
  }

  tick(now: number): void {
    for (const { buffer } of this.#encodings) buffer.tick(now);
    this.#segment?.tick(now);
    if (this.#paused || this.#options.codec === 'opus') return;
    const best = this.#best(now);
    if (best !== this.#encoding && best !== -1) this.#ask(now, firstKeyFrameMs);
    else this.#ask(now, this.#keyAt === 0 ? firstKeyFrameMs : keyFrameMs);
  }

  async close(now: number): Promise<void> {
    for (const { buffer } of this.#encodings) buffer.tick(Infinity);
    this.#end();
    this.#options.manifest.add({ type: 'untrack', track: this.track, at: now });
    await this.#closing;
  }

  #makeEncoding(at: number): Encoding {
    const reader = createFrameReader(
      this.#options.codec,
      (frame) => this.#keep(at, frame),
      () => {
        if (at === this.#encoding) this.#ask(Date.now(), firstKeyFrameMs);
      },
    );
    const buffer = new ReorderBuffer((packet, lost) => reader.add(packet, lost));
    return { buffer, since: 0, last: 0, unwrapReport: createUnwrapper(32) };
  }

  #keep(at: number, frame: Frame): void {
    if (this.#paused) return;
    const isVideo = this.#options.codec !== 'opus';
    if (at !== this.#encoding || this.#segment === null) {
      if (!frame.key || frame.at < this.#notBefore) return;
      // Whatever comes first is kept; afterwards only the best is changed to.
      if (this.#keyAt !== 0 && at !== this.#encoding && at !== this.#best(frame.at)) return;
      this.#encoding = at;
      this.#end();
    }
    if (isVideo && frame.key) this.#keyAt = this.#askedAt = frame.at;
    const age = this.#segment?.ageOf(frame) ?? Infinity;
    const changed = this.#segment !== null && !sameFormat(this.#segment.format, frame.format);
    if (changed || age < 0 || age >= longestSegmentMs || (isVideo && frame.key && age >= segmentMs)) {
      this.#end();
      this.#begin(at, frame);
    }
    this.#segment?.add(frame);
  }

  #begin(encoding: number, frame: Frame): void {
    const { folder, track, peerId, source, codec, manifest, wrote, failed } = this.#options;
    const { width, height } = frame.format;
    const line = {
      type: 'segment' as const,
      track,
      peerId,
      source,
      codec,
      encoding,
      rtp: frame.rtp,
      at: frame.at,
      width,
      height,
    };
    manifest.add(line);
    const segment: SegmentWriter = new SegmentWriter({
      folder,
      index: (this.#index += 1),
      line,
      format: frame.format,
      wrote,
      failed: (error) => {
        this.#notBefore = Date.now() + retryMs;
        if (this.#segment === segment) this.#end();
        this.#keyAt = 0;
        failed(error);
      },
    });
    this.#segment = segment;
  }

  #end(): void {
    const ended = this.#segment;
    this.#segment = null;
    if (ended === null) return;
    this.#closing = Promise.all([this.#closing, ended.close()]);
  }

  /** The largest encoding that comes steadily, else the one that comes at all; −1 when none does. */
  #best(now: number): number {
    const coming = this.#encodings.map(({ since, last }) => (now - last < stoppedMs ? now - since : -1));
    const steady = coming.findLastIndex((ms) => ms >= steadyMs);
    return steady !== -1 ? steady : coming.findLastIndex((ms) => ms >= 0);
  }

  #ask(now: number, everyMs: number): void {
    if (this.#options.codec === 'opus' || now - this.#askedAt < everyMs) return;
    this.#askedAt = now;
    this.#options.keyFrame();
  }
}

function sameFormat(one: Frame['format'], other: Frame['format']): boolean {
  return one.width === other.width && one.height === other.height && one.setup.equals(other.setup);
}
