/** Reads VP8's payload descriptor (RFC 7741, 4.2): the data behind it, and whether a frame begins here. */
export function readVp8(payload: Buffer): { data: Buffer; begins: boolean } | null {
  const [first = 0, extension = 0] = payload;
  let at = 1;
  if ((first & 0x80) !== 0) {
    at += 1;
    if ((extension & 0x80) !== 0) at += ((payload[at] ?? 0) & 0x80) === 0 ? 1 : 2;
    if ((extension & 0x40) !== 0) at += 1;
    if ((extension & 0x30) !== 0) at += 1;
  }
  if (payload.length <= at) return null;
  return { data: payload.subarray(at), begins: (first & 0x10) !== 0 && (first & 0x07) === 0 };
}

/** The size that a key frame tells (RFC 6386, 9.1); null for any other frame. */
export function vp8Dimensions(frame: Buffer): { width: number; height: number } | null {
  if (frame.length < 10 || ((frame[0] ?? 1) & 1) !== 0) return null;
  if (frame[3] !== 0x9d || frame[4] !== 0x01 || frame[5] !== 0x2a) return null;
  return { width: frame.readUInt16LE(6) & 0x3fff, height: frame.readUInt16LE(8) & 0x3fff };
}
