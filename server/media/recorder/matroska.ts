import type { Codec, Format } from './frames.ts';

/**
 * The little of Matroska (RFC 9559) that a recording needs: one track, clusters of unknown size, one simple block a frame,
 * so that a file can be cut off anywhere and still be played up to there.
 */
const id = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
} as const;
const codecIds: Record<Codec, string> = { opus: 'A_OPUS', vp8: 'V_VP8', h264: 'V_MPEG4/ISO/AVC' };

/** The beginning of a file: what is in it, up to the first cluster. `title` is a line for whoever finds the file alone. */
export function fileHead(codec: Codec, { width, height, setup }: Format, title: string): Buffer {
  const webm = codec !== 'h264';
  const ebml = element(id.ebml, [
    element(0x4286, number(1)),
    element(0x42f7, number(1)),
    element(0x42f2, number(4)),
    element(0x42f3, number(8)),
    element(0x4282, text(webm ? 'webm' : 'matroska')),
    element(0x4287, number(4)),
    element(0x4285, number(2)),
  ]);
  const info = element(id.info, [
    element(0x2ad7b1, number(1_000_000)),
    element(0x7ba9, text(title)),
    element(0x4d80, text('tongke')),
    element(0x5741, text('tongke')),
  ]);
  const isSound = codec === 'opus';
  const track = element(0xae, [
    element(0xd7, number(1)),
    element(0x73c5, number(1)),
    element(0x83, number(isSound ? 2 : 1)),
    element(0x9c, number(0)),
    element(0x86, text(codecIds[codec])),
    ...(isSound ? [element(0x63a2, opusHead), element(0xe1, [element(0xb5, float(48_000)), element(0x9f, number(2))])] : []),
    ...(isSound ? [] : [element(0xe0, [element(0xb0, number(width)), element(0xba, number(height))])]),
    ...(setup.length > 0 ? [element(0x63a2, setup)] : []),
  ]);
  return Buffer.concat([ebml, idBytes(id.segment), unknownSize, info, element(id.tracks, [track])]);
}

/** The beginning of a cluster; the times of its blocks count from `ms`. */
export function clusterHead(ms: number): Buffer {
  return Buffer.concat([idBytes(id.cluster), unknownSize, element(id.timestamp, number(ms))]);
}

export function simpleBlock(relativeMs: number, key: boolean, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head[0] = 0x81;
  head.writeInt16BE(relativeMs, 1);
  head[3] = key ? 0x80 : 0;
  return element(id.simpleBlock, [head, data]);
}

/** One frame as a file of ours holds it. */
export interface Block {
  ms: number;
  key: boolean;
  data: Buffer;
}

/** Reads the blocks of a file that was written by the functions above, as far as it is whole, and the setup of its track. */
export function readBlocks(file: Buffer): { blocks: Block[]; setup: Buffer } {
  const blocks: Block[] = [];
  let setup = Buffer.alloc(0);
  let cluster = 0;
  for (let at = 0; at < file.length;) {
    const head = readHead(file, at);
    if (head === null) break;
    // What only holds others is entered; the rest is read or passed over.
    if ([id.segment, id.cluster, id.tracks, 0xae].includes(head.id)) {
      at = head.start;
      continue;
    }
    const end = head.start + head.size;
    if (end > file.length) break;
    const body = file.subarray(head.start, end);
    if (head.id === id.timestamp) cluster = body.readUIntBE(0, body.length);
    if (head.id === 0x63a2) setup = Buffer.from(body);
    if (head.id === id.simpleBlock && body.length > 4) {
      blocks.push({ ms: cluster + body.readInt16BE(1), key: ((body[3] ?? 0) & 0x80) !== 0, data: body.subarray(4) });
    }
    at = end;
  }
  return { blocks, setup };
}

/** The title of a file of ours; null when it is not whole. */
export function readTitle(file: Buffer): string | null {
  for (let at = 0; at < file.length;) {
    const head = readHead(file, at);
    if (head === null || head.id === id.tracks) return null;
    const inside = head.id === id.segment || head.id === id.info;
    const end = inside ? head.start : head.start + head.size;
    if (end > file.length) return null;
    if (head.id === 0x7ba9) return file.toString('utf8', head.start, end);
    at = end;
  }
  return null;
}

function readHead(file: Buffer, at: number): { id: number; size: number; start: number } | null {
  const idLength = Math.clz32(file[at] ?? 0) - 23;
  const sizeAt = at + idLength;
  const sizeLength = Math.clz32(file[sizeAt] ?? 0) - 23;
  if (idLength > 4 || sizeLength > 8 || sizeAt + sizeLength > file.length) return null;
  const high = (file[sizeAt] ?? 0) & (0xff >> sizeLength);
  let size = high;
  for (let index = 1; index < sizeLength; index += 1) size = size * 256 + (file[sizeAt + index] ?? 0);
  return { id: file.readUIntBE(at, idLength), size, start: sizeAt + sizeLength };
}

/** OpusHead (RFC 7845, 5.1): two channels, no delay before the first sample, 48 kHz. */
const opusHead = Buffer.from([...Buffer.from('OpusHead'), 1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]);
const unknownSize = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

function element(name: number, body: Buffer | Buffer[]): Buffer {
  const parts = Array.isArray(body) ? body : [body];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([idBytes(name), sizeBytes(length), ...parts]);
}

function idBytes(name: number): Buffer {
  const length = name > 0xffffff ? 4 : name > 0xffff ? 3 : name > 0xff ? 2 : 1;
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(name, 0, length);
  return bytes;
}

function sizeBytes(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(0x10000000 | length);
  return bytes;
}

function number(value: number): Buffer {
  const length = value > 0xffffffff ? 6 : value > 0xffff ? 4 : value > 0xff ? 2 : 1;
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

const text = (value: string): Buffer => Buffer.from(value);
