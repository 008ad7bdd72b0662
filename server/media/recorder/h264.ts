import type { Assembler, Format } from './frames.ts';

const nal = { idr: 5, sps: 7, pps: 8, stapA: 24, fuA: 28 } as const;

/** Puts H.264 access units together from RTP payloads (RFC 6184: single units, STAP-A, FU-A), each unit with its length in front. */
export class H264Assembler implements Assembler {
  #units: Buffer[] = [];
  #fragment: Buffer[] = [];
  #sps: Buffer | null = null;
  #pps: Buffer | null = null;

  get empty(): boolean {
    return this.#units.length === 0 && this.#fragment.length === 0;
  }

  begins(payload: Buffer): boolean {
    const type = (payload[0] ?? 0) & 0x1f;
    return type !== nal.fuA || ((payload[1] ?? 0) & 0x80) !== 0;
  }

  add(payload: Buffer): boolean {
    const [header = 0, second = 0] = payload;
    const type = header & 0x1f;
    if (type >= 1 && type < nal.stapA) {
      this.#units.push(payload);
      return true;
    }
    if (type === nal.stapA) return this.#addMany(payload);
    if (type !== nal.fuA || payload.length < 3) return false;
    if ((second & 0x80) !== 0) this.#fragment = [Buffer.from([(header & 0xe0) | (second & 0x1f)])];
    else if (this.#fragment.length === 0) return false;
    this.#fragment.push(payload.subarray(2));
    if ((second & 0x40) !== 0) {
      this.#units.push(Buffer.concat(this.#fragment));
      this.#fragment = [];
    }
    return true;
  }

  frame(): { key: boolean; data: Buffer; format: Format | null } {
    const typeOf = (unit: Buffer) => (unit[0] ?? 0) & 0x1f;
    for (const unit of this.#units) {
      if (typeOf(unit) === nal.sps) this.#sps = Buffer.from(unit);
      if (typeOf(unit) === nal.pps) this.#pps = Buffer.from(unit);
    }
    const key = this.#units.some((unit) => typeOf(unit) === nal.idr);
    const data = Buffer.concat(this.#units.flatMap((unit) => [length32(unit), unit]));
    const told = key && this.#sps !== null && this.#pps !== null;
    return { key: told, data, format: told ? toFormat(this.#sps as Buffer, this.#pps as Buffer) : null };
  }

  clear(): void {
    this.#units = [];
    this.#fragment = [];
  }

  #addMany(payload: Buffer): boolean {
    for (let at = 1; at + 2 <= payload.length;) {
      const end = at + 2 + payload.readUInt16BE(at);
      if (end > payload.length || end === at + 2) return false;
      this.#units.push(payload.subarray(at + 2, end));
      at = end;
    }
    return true;
  }
}

function length32(unit: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(unit.length);
  return length;
}

/** The avcC record (ISO/IEC 14496-15, 5.3.3.1) with one set of each kind. */
function toFormat(sps: Buffer, pps: Buffer): Format {
  const length16 = (unit: Buffer) => Buffer.from([unit.length >> 8, unit.length & 0xff]);
  const head = Buffer.from([1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1]);
  return { ...spsDimensions(sps), setup: Buffer.concat([head, length16(sps), sps, Buffer.from([1]), length16(pps), pps]) };
}

/** The size of the picture from a sequence parameter set (H.264, 7.3.2.1.1). */
export function spsDimensions(sps: Buffer): { width: number; height: number } {
  const bits = createBitReader(sps.subarray(1));
  const profile = bits.take(8);
  bits.take(16);
  bits.exp();
  let chroma = 1;
  if ([100, 110, 122, 244, 44, 83, 86, 118, 128].includes(profile)) {
    chroma = bits.exp();
    if (chroma === 3) bits.take(1);
    bits.exp();
    bits.exp();
    bits.take(1);
    // Scaling matrices: no encoder of a browser sends them.
    if (bits.take(1) === 1) return { width: 0, height: 0 };
  }
  bits.exp();
  const order = bits.exp();
  if (order === 0) bits.exp();
  else if (order === 1) return { width: 0, height: 0 };
  bits.exp();
  bits.take(1);
  const columns = bits.exp() + 1;
  const rows = bits.exp() + 1;
  const frames = bits.take(1);
  if (frames === 0) bits.take(1);
  bits.take(1);
  const [left, right, top, bottom] = bits.take(1) === 1 ? [bits.exp(), bits.exp(), bits.exp(), bits.exp()] : [0, 0, 0, 0];
  const across = chroma === 1 || chroma === 2 ? 2 : 1;
  const down = (chroma === 1 ? 2 : 1) * (2 - frames);
  return { width: columns * 16 - (left + right) * across, height: rows * 16 * (2 - frames) - (top + bottom) * down };
}

/** Reads bits and Exp-Golomb numbers; emulation prevention bytes are left out. Past the end it reads zeros. */
function createBitReader(escaped: Buffer) {
  const bytes = escaped.filter(
    (byte, index) => !(byte === 3 && index >= 2 && escaped[index - 1] === 0 && escaped[index - 2] === 0),
  );
  let at = 0;
  const bit = () => {
    const value = ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    at += 1;
    return value;
  };
  const take = (count: number) => {
    let value = 0;
    for (let index = 0; index < count; index += 1) value = value * 2 + bit();
    return value;
  };
  return {
    take,
    exp: () => {
      let zeros = 0;
      while (bit() === 0 && zeros < 31) zeros += 1;
      return 2 ** zeros - 1 + take(zeros);
    },
  };
}
