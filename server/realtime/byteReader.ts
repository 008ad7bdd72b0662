import { Refusal } from './refusal.ts';

/**
 * Reads lib0's encoding without building anything, and refuses what lib0 would throw at or read past.
 * Every method moves on by what it has read.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  uint8(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new Refusal('malformed');
    return byte;
  }

  uint(): number {
    let byte = this.uint8();
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    do {
      byte = this.uint8();
      value += (byte & 127) * scale;
      scale *= 128;
      if (value > Number.MAX_SAFE_INTEGER) throw new Refusal('malformed');
    } while (byte >= 128);
    return value;
  }

  /** A signed number, which is only checked. */
  skipInt(): void {
    let byte = this.uint8();
    let value = byte & 63;
    let scale = 64;
    while (byte >= 128) {
      byte = this.uint8();
      value += (byte & 127) * scale;
      scale *= 128;
      if (value > Number.MAX_SAFE_INTEGER) throw new Refusal('malformed');
    }
  }

  /** The number of things that follow, each at least `size` bytes long: a declaration that cannot be true is refused. */
  count(size: number): number {
    const count = this.uint();
    if (count * size > this.left) throw new Refusal('malformed');
    return count;
  }

  skip(length: number): void {
    if (length > this.left) throw new Refusal('malformed');
    this.at += length;
  }

  /** A byte array with its length before it, as a view. */
  array(): Uint8Array {
    const length = this.count(1);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  string(): string {
    try {
      return utf8.decode(this.array());
    } catch {
      throw new Refusal('malformed');
    }
  }

  /** The length of a string in UTF-16 units, as Yjs counts. As strict as the decoder, without its cost. */
  stringLength(): number {
    const { bytes } = this;
    const length = this.count(1);
    const end = this.at + length;
    let units = 0;
    while (this.at < end) {
      const byte = bytes[this.at++] as number;
      units++;
      if (byte < 0x80) continue;
      if (byte >= 0xc2 && byte < 0xe0) {
        this.continuation(end, 0x80, 0xbf);
      } else if (byte >= 0xe0 && byte < 0xf0) {
        this.continuation(end, byte === 0xe0 ? 0xa0 : 0x80, byte === 0xed ? 0x9f : 0xbf);
        this.continuation(end, 0x80, 0xbf);
      } else if (byte >= 0xf0 && byte < 0xf5) {
        units++;
        this.continuation(end, byte === 0xf0 ? 0x90 : 0x80, byte === 0xf4 ? 0x8f : 0xbf);
        this.continuation(end, 0x80, 0xbf);
        this.continuation(end, 0x80, 0xbf);
      } else {
        throw new Refusal('malformed');
      }
    }
    return units;
  }

  /** A JSON value; where `optional`, the word undefined as well. */
  skipJson(optional = false): void {
    const text = this.string();
    if (optional && text === 'undefined') return;
    try {
      JSON.parse(text);
    } catch {
      throw new Refusal('malformed');
    }
  }

  private continuation(end: number, least: number, most: number): void {
    const byte = this.bytes[this.at] as number;
    if (this.at >= end || byte < least || byte > most) throw new Refusal('malformed');
    this.at++;
  }
}

/** Strict, as in lib0: what it lets pass must not throw later. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
