/** One RTP packet (RFC 3550) as the recorder needs it. */
export interface RtpPacket {
  ssrc: number;
  sequence: number;
  timestamp: number;
  marker: boolean;
  payload: Buffer;
  /** When it arrived, in milliseconds of the wall clock. */
  at: number;
}

/** Reads a packet; null for RTCP, for padding alone and for what is no RTP. */
export function parseRtp(packet: Buffer, at: number): RtpPacket | null {
  if (packet.length < 12 || packet[0] === undefined || packet[0] >> 6 !== 2) return null;
  const [flags = 0, second = 0] = packet;
  // RTCP's packet types share the byte of marker and payload type (RFC 5761).
  if (second >= 192 && second <= 223) return null;
  let start = 12 + (flags & 0x0f) * 4;
  if ((flags & 0x10) !== 0) {
    if (packet.length < start + 4) return null;
    start += 4 + packet.readUInt16BE(start + 2) * 4;
  }
  const padding = (flags & 0x20) === 0 ? 0 : (packet.at(-1) ?? 0);
  const end = packet.length - padding;
  if (end <= start) return null;
  return {
    ssrc: packet.readUInt32BE(8),
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    marker: (second & 0x80) !== 0,
    payload: packet.subarray(start, end),
    at,
  };
}

/** Makes the function that turns a counter of `bits` bits, which begins again at 0, into one that only goes on. */
export function createUnwrapper(bits: 16 | 32): (value: number) => number {
  const span = 2 ** bits;
  let last: number | null = null;
  return (value) => {
    if (last === null) return (last = value);
    const step = (((value - last) % span) + span) % span;
    const next = step < span / 2 ? last + step : last + step - span;
    last = Math.max(last, next);
    return next;
  };
}
