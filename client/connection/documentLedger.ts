import { messageSync } from '../../shared/documents.ts';

/**
 * Keeps the books on what of a document has reached the server's disk. Every write that a socket sends is counted, and the
 * server says how many it has stored; what is written without a connection is settled by the next connection's first sync
 * step, which carries all of it.
 */
export class DocumentLedger {
  private readonly changed: () => void;
  private sent = 0;
  private stored = 0;
  /** The write that carries what was written without a connection, or null while it has not been sent. */
  private settling: number | null = null;
  private loose = false;
  private unstoredSince: number | null = null;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** Whether something has been written that may exist only here. */
  get hasUnsaved(): boolean {
    return this.loose || this.stored < this.sent;
  }

  /** How long the oldest of it has been waiting, in milliseconds. */
  get waiting(): number {
    return this.unstoredSince === null ? 0 : performance.now() - this.unstoredSince;
  }

  /** A new socket counts from nought. What the last one left open is settled with it. */
  connected(): void {
    this.disconnected();
    this.sent = 0;
    this.stored = 0;
    this.settling = null;
  }

  disconnected(): void {
    if (this.stored < this.sent) this.loose = true;
    this.sent = this.stored = 0;
    this.update();
  }

  /** Something was written here which no socket has carried. */
  wroteOffline(): void {
    this.loose = true;
    this.update();
  }

  /** Looks at every message that goes out. */
  sending(message: unknown): void {
    const bytes = message instanceof Uint8Array ? message : message instanceof ArrayBuffer ? new Uint8Array(message) : null;
    if (bytes === null || bytes[0] !== messageSync || (bytes[1] !== 1 && bytes[1] !== 2)) return;
    this.sent++;
    if (bytes[1] === 1) this.settling ??= this.sent;
    this.update();
  }

  acknowledged(count: number): void {
    this.stored = count;
    if (this.settling !== null && this.settling <= count) this.loose = false;
    if (this.stored < this.sent) this.unstoredSince = performance.now();
    this.update();
  }

  private update(): void {
    if (!this.hasUnsaved) this.unstoredSince = null;
    else this.unstoredSince ??= performance.now();
    this.changed();
  }
}
