import { readVp8, vp8Dimensions } from './vp8.ts';
import { H264Assembler } from './h264.ts';
import { createUnwrapper, type RtpPacket } from './rtp.ts';

/** What the recorder can keep without decoding it. */
export type Codec = 'opus' | 'vp8' | 'h264';

/** What a decoder needs to know of a stream before its first frame. A change of it begins a new segment. */
export interface Format {
  width: number;
  height: number;
  /** H.264's parameter sets as an avcC record; empty for the others. */
  setup: Buffer;
}

/** One whole frame of a stream: a picture, or a packet of sound. */
export interface Frame {
  /** RTP timestamp that goes on past 2³². */
  rtp: number;
  key: boolean;
  data: Buffer;
  /** Known from a key frame on. */
  format: Format;
  /** When its last packet arrived, in milliseconds of the wall clock. */
  at: number;
}

export interface FrameReader {
  /** Takes packets in order; `lost` when some before this one never came. */
  add: (packet: RtpPacket, lost: boolean) => void;
}

const sound: Format = { width: 0, height: 0, setup: Buffer.alloc(0) };

/**
 * Puts frames together from the packets of one stream. After a loss nothing is given out until the next key frame: what
 * lies in between cannot be decoded cleanly. `broken` asks for that key frame.
 */
export function createFrameReader(codec: Codec, take: (frame: Frame) => void, broken: () => void): FrameReader {
  const unwrap = createUnwrapper(32);
  if (codec === 'opus') {
    return {
      add: ({ timestamp, payload, at }) => take({ rtp: unwrap(timestamp), key: true, data: payload, format: sound, at }),
    };
  }
  const assembler = codec === 'vp8' ? createVp8Assembler() : new H264Assembler();
  let timestamp: number | null = null;
  let whole = false;
  let decodable = false;
  let format: Format | null = null;
  const miss = () => {
    whole = false;
    if (decodable) broken();
    decodable = false;
  };
  return {
    add(packet, lost) {
      if (lost) miss();
      if (packet.timestamp !== timestamp) {
        if (timestamp !== null && whole && !assembler.empty) miss();
        assembler.clear();
        timestamp = packet.timestamp;
        whole = assembler.begins(packet.payload);
        if (!whole) miss();
      }
      if (whole && !assembler.add(packet.payload)) miss();
      if (!packet.marker) return;
      if (whole) {
        const { key, data, format: told } = assembler.frame();
        if (key) decodable = true;
        if (told !== null) format = told;
        if (decodable && format !== null && data.length > 0)
          take({ rtp: unwrap(packet.timestamp), key, data, format, at: packet.at });
        else broken();
      }
      assembler.clear();
      timestamp = null;
    },
  };
}

/** Collects the packets of one frame. */
export interface Assembler {
  readonly empty: boolean;
  /** Whether a frame can begin with this payload. */
  begins: (payload: Buffer) => boolean;
  /** Answers false when the payload is malformed. */
  add: (payload: Buffer) => boolean;
  frame: () => { key: boolean; data: Buffer; format: Format | null };
  clear: () => void;
}

function createVp8Assembler(): Assembler {
  let parts: Buffer[] = [];
  return {
    get empty() {
      return parts.length === 0;
    },
    begins: (payload) => readVp8(payload)?.begins === true,
    add(payload) {
      const read = readVp8(payload);
      if (read === null) return false;
      parts.push(read.data);
      return true;
    },
    frame() {
      const data = Buffer.concat(parts);
      const size = vp8Dimensions(data);
      return { key: size !== null, data, format: size === null ? null : { ...size, setup: Buffer.alloc(0) } };
    },
    clear: () => void (parts = []),
  };
}
