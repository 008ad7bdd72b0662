import path from 'node:path';
import { DiskFile } from './DiskFile.ts';
import type { Format, Frame } from './frames.ts';
import { clockRate, segmentName, type SegmentLine } from './layout.ts';
import { clusterHead, fileHead, simpleBlock } from './matroska.ts';

/** Frames are handed to the system this often at the latest, in milliseconds: what a killed recorder loses. */
const flushMs = 500;

/** One segment while it is written. It can be cut off anywhere and played up to there. */
export class SegmentWriter {
  readonly line: SegmentLine;
  readonly format: Format;
  readonly #disk: DiskFile;
  readonly #wrote: (bytes: number) => void;
  #waiting: Buffer[] = [];
  #flushedAt: number;
  #lastMs = -1;

  constructor(options: {
    folder: string;
    index: number;
    line: SegmentLine;
    format: Format;
    /** Told how many bytes the system has taken. */
    wrote: (bytes: number) => void;
    failed: (error: NodeJS.ErrnoException) => void;
  }) {
    const { folder, index, line, format, failed } = options;
    this.line = line;
    this.format = format;
    this.#wrote = options.wrote;
    const name = segmentName(line.track, index, line.codec === 'h264' ? 'mkv' : 'webm');
    this.#disk = new DiskFile(path.join(folder, name), failed);
    this.#waiting = [fileHead(line.codec, format, JSON.stringify(line)), clusterHead(0)];
    this.#flushedAt = line.at;
  }

  /** How far a frame is from the beginning, in milliseconds. */
  ageOf(frame: Frame): number {
    return ((frame.rtp - this.line.rtp) / clockRate(this.line.codec)) * 1000;
  }

  add(frame: Frame): void {
    // Two frames never share a millisecond: players would take them for one.
    const ms = Math.max(this.#lastMs + 1, Math.round(this.ageOf(frame)));
    this.#lastMs = ms;
    this.#waiting.push(simpleBlock(ms, frame.key, frame.data));
  }

  /** Hands what waits to the system when it is time. */
  tick(now: number): void {
    if (this.#waiting.length === 0 || now - this.#flushedAt < flushMs) return;
    this.#flushedAt = now;
    void this.#flush();
  }

  /** Puts the segment on the disk; answers whether all of it is. */
  async close(): Promise<boolean> {
    void this.#flush();
    return this.#disk.close();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    if (await this.#disk.write(bytes)) this.#wrote(bytes.length);
  }
}
