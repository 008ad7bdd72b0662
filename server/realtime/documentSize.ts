import * as Y from 'yjs';
import { nearLimit } from '../../shared/documents.ts';
import { Refusal } from './refusal.ts';

/** Measuring is expensive, and therefore done in steps of this share of the limit. */
const step = 0.01;
/** How long after a change a document near its limit is measured again, in milliseconds. */
const calm = 2_000;

/**
 * How much room a document takes (rule G7). The sum of all its updates is too much, since they overlap; it counts until it comes near
 * the limit, and from there on the document is measured.
 */
export class DocumentSize {
  private readonly doc: Y.Doc;
  private readonly limit: number;
  private readonly told: () => void;
  /** At least the size of the whole state, and from where on it is measured again. */
  private atLeast: number;
  private measureAt: number;
  private near = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param told Called when people should hear of the size: it has come near the limit, changed there, or left it. */
  constructor(options: { doc: Y.Doc; bytes: number; limit: number; told: () => void }) {
    this.doc = options.doc;
    this.atLeast = options.bytes;
    this.limit = options.limit;
    this.told = options.told;
    this.measureAt = options.limit * nearLimit;
    if (this.atLeast > this.measureAt) this.measure();
  }

  /** In bytes, never less than it is. */
  get bytes(): number {
    return this.atLeast;
  }

  /** Something has been applied that came as so many bytes. */
  grow(bytes: number): void {
    this.atLeast += bytes;
    if (!this.near) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.measure(), calm).unref();
  }

  /** @throws Refusal `too_large` where there is no room for so many bytes more. */
  makeRoom(bytes: number): void {
    if (this.atLeast + bytes <= this.measureAt) return;
    this.measure();
    if (this.atLeast + bytes > this.limit) throw new Refusal('too_large');
    this.measureAt = Math.max(this.measureAt, this.atLeast + bytes + this.limit * step);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private measure(): void {
    clearTimeout(this.timer);
    this.atLeast = Y.encodeStateAsUpdate(this.doc).length;
    this.measureAt = Math.max(this.limit * nearLimit, this.atLeast + this.limit * step);
    const before = this.near;
    this.near = this.atLeast >= this.limit * nearLimit;
    if (before || this.near) this.told();
  }
}
