import type { Logger } from 'pino';
import * as Y from 'yjs';

/** When a document's log is worth a new snapshot: at the next pause of a second, or at once when it has grown very long. */
const due = { entries: 500, bytes: 1024 * 1024 };
const overdue = { entries: 10_000, bytes: 16 * 1024 * 1024 };
const pause = 1_000;

/** Replaces a document's log by a snapshot now and then (rules C1–C3). */
export class Compactor {
  private readonly doc: Y.Doc;
  private readonly store: (state: Uint8Array, vector: Uint8Array) => Promise<void>;
  private readonly log: Logger;
  private entries: number;
  private bytes: number;
  private timer: NodeJS.Timeout | undefined;
  private lastNote = 0;
  private running: Promise<void> | null = null;

  constructor(options: {
    doc: Y.Doc;
    entries: number;
    bytes: number;
    store: (state: Uint8Array, vector: Uint8Array) => Promise<void>;
    log: Logger;
  }) {
    this.doc = options.doc;
    this.entries = options.entries;
    this.bytes = options.bytes;
    this.store = options.store;
    this.log = options.log;
  }

  /** Something has been appended to the log. */
  note(bytes: number): void {
    this.entries++;
    this.bytes += bytes;
    this.lastNote = performance.now();
    if (this.timer === undefined && this.exceeds(due)) this.plan();
  }

  /** Compacts now if the log has more than a few entries. Never fails: what could not be stored is tried again later. */
  async run(least = 1): Promise<void> {
    if (this.running !== null) return this.running;
    if (this.entries < least) return;
    this.running = this.compact().finally(() => (this.running = null));
    return this.running;
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private plan(): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const quiet = performance.now() - this.lastNote >= pause;
      if (!quiet && !this.exceeds(overdue)) return this.plan();
      void this.run();
    }, pause);
    this.timer.unref();
  }

  private async compact(): Promise<void> {
    const { entries, bytes } = this;
    const state = Y.encodeStateAsUpdate(this.doc);
    const vector = Y.encodeStateVector(this.doc);
    this.entries = 0;
    this.bytes = 0;
    try {
      await this.store(state, vector);
    } catch (error) {
      this.entries += entries;
      this.bytes += bytes;
      this.log.warn({ err: error }, 'a document could not be compacted');
    }
  }

  private exceeds(size: { entries: number; bytes: number }): boolean {
    return this.entries > size.entries || this.bytes > size.bytes;
  }
}
