import { describe, expect, it } from 'vitest';
import type { SegmentLine } from '../../server/media/recorder/layout.ts';
import { createFrameReader, type Frame } from '../../server/media/recorder/frames.ts';
import { clusterHead, fileHead, readBlocks, readTitle, simpleBlock } from '../../server/media/recorder/matroska.ts';
import { ReorderBuffer } from '../../server/media/recorder/ReorderBuffer.ts';
import { createUnwrapper, parseRtp, type RtpPacket } from '../../server/media/recorder/rtp.ts';
import { toChapters } from '../../server/recording/chapters.ts';
import { arrangePictures, frameSize } from '../../server/recording/layout.ts';
import { findRuns, findScenes, framesIn } from '../../server/recording/scenes.ts';
import { createClock, type Piece } from '../../server/recording/timeline.ts';

const packet = (sequence: number, values: Partial<RtpPacket> = {}): RtpPacket => ({
  ssrc: 1,
  sequence,
  timestamp: 0,
  marker: true,
  payload: Buffer.from([1]),
  at: 0,
  ...values,
});

describe('packets', () => {
  it('are put into order; a loss is told before the packet behind it, once it has been waited for', () => {
    const taken: [number, boolean][] = [];
    const buffer = new ReorderBuffer(({ sequence }, lost) => void taken.push([sequence, lost]));
    for (const sequence of [65_534, 0, 65_535, 2, 3]) buffer.add(packet(sequence, { at: 100 }));
    buffer.add(packet(65_534, { at: 120 }));
    buffer.tick(900);
    expect(taken.map(([sequence]) => sequence)).toEqual([65_534, 65_535, 0]);
    buffer.tick(1_100);
    expect(taken.slice(3)).toEqual([
      [2, true],
      [3, false],
    ]);
  });

  it('are read with extensions and padding, and what is no RTP is passed over', () => {
    const bytes = Buffer.from('b0e50001000000020000000500010001aabbccdd0102030004', 'hex');
    bytes[0] = 0xb0;
    expect(parseRtp(bytes, 7)).toMatchObject({ sequence: 1, timestamp: 2, ssrc: 5, marker: true, at: 7 });
    expect(parseRtp(Buffer.from('80c80001000000020000000500', 'hex'), 0)).toBeNull();
    expect(parseRtp(Buffer.from('00', 'hex'), 0)).toBeNull();
    const unwrap = createUnwrapper(16);
    expect([65_535, 1, 65_534, 2].map(unwrap)).toEqual([65_535, 65_537, 65_534, 65_538]);
  });
});

describe('frames', () => {
  const keyFrame = Buffer.concat([Buffer.from([0x10, 0x00, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0x00]), Buffer.alloc(4)]);
  const delta = Buffer.from([0x10, 0x01, 1, 2, 3]);

  it('are given out from a key frame on; after a loss nothing is until the next one (RC3.2)', () => {
    const frames: Frame[] = [];
    let asked = 0;
    const reader = createFrameReader(
      'vp8',
      (frame) => void frames.push(frame),
      () => void (asked += 1),
    );
    reader.add(packet(1, { payload: delta, timestamp: 0 }), false);
    expect([frames.length, asked]).toEqual([0, 1]);
    reader.add(packet(2, { payload: keyFrame, timestamp: 3_000 }), false);
    reader.add(packet(3, { payload: delta, timestamp: 6_000 }), false);
    reader.add(packet(5, { payload: delta, timestamp: 12_000 }), true);
    reader.add(packet(6, { payload: keyFrame, timestamp: 15_000 }), false);
    expect(frames.map(({ rtp, key }) => [rtp, key])).toEqual([
      [3_000, true],
      [6_000, false],
      [15_000, true],
    ]);
    expect(frames[0]?.format).toMatchObject({ width: 320, height: 180 });
    expect(asked).toBeGreaterThan(1);
  });
});

describe('a segment', () => {
  it('is read as far as it is whole, wherever it was cut off (D07, RC3.6)', () => {
    const head = fileHead('vp8', { width: 320, height: 180, setup: Buffer.alloc(0) }, 'title');
    const blocks = [0, 40, 80].map((ms) => simpleBlock(ms, ms === 0, Buffer.alloc(50, ms)));
    const whole = Buffer.concat([head, clusterHead(0), ...blocks]);
    for (let length = 0; length <= whole.length; length += 1) {
      const part = whole.subarray(0, length);
      const expected = Math.max(
        0,
        Math.floor((length - (whole.length - 3 * (blocks[0]?.length ?? 1))) / (blocks[0]?.length ?? 1)),
      );
      expect(readBlocks(part).blocks).toHaveLength(expected);
      if (length >= head.length) expect(readTitle(part)).toBe('title');
    }
  });
});

const segment = (values: Partial<SegmentLine>): SegmentLine => ({
  type: 'segment',
  track: 1,
  peerId: 'lead',
  source: 'camera',
  codec: 'vp8',
  encoding: 0,
  rtp: 0,
  at: 0,
  width: 320,
  height: 180,
  ...values,
});

describe('the clock', () => {
  it('keeps the distance with which one sender made sound and picture, whatever the line did to each (RC4.1)', () => {
    const sound = segment({ track: 2, codec: 'opus', source: 'microphone', rtp: 48_000, at: 10_050 });
    const picture = segment({ rtp: 90_000, at: 10_400 });
    const report = (track: number, rtp: number, ntpMs: number, at: number) =>
      ({ type: 'report', track, encoding: 0, rtp, ntpMs, at }) as const;
    const clock = createClock([sound, picture], [report(1, 180_000, 501_000, 11_300), report(2, 96_000, 501_000, 11_040)]);
    // Both first frames were made a second before what the reports speak of; the quickest report took 11 040 − 501 000.
    expect(clock(sound)).toBe(10_040);
    expect(clock(picture)).toBe(10_040);
  });

  it('goes by the quickest packet without reports, and believes no clock that was set meanwhile', () => {
    const [late, quick] = [segment({ rtp: 90_000, at: 5_300 }), segment({ rtp: 450_000, at: 9_050 })];
    const clock = createClock([late, quick], []);
    expect(clock(late)).toBe(5_050);
    const wrong = { type: 'report', track: 1, encoding: 0, rtp: 90_000, ntpMs: 99_000, at: 30_000 } as const;
    expect(createClock([late], [wrong])(late)).toBe(5_300);
    // A timestamp that has gone round once is the same moment.
    const round = segment({ rtp: 2 ** 32 + 90_000, at: 5_300 });
    const report = { type: 'report', track: 1, encoding: 0, rtp: 90_000, ntpMs: 1_000, at: 5_200 } as const;
    expect(createClock([round], [report])(round)).toBe(5_200);
  });
});

const piece = (values: Partial<Piece>): Piece => ({
  file: '',
  track: 1,
  peerId: 'lead',
  source: 'camera',
  codec: 'vp8',
  encoding: 0,
  width: 320,
  height: 180,
  startMs: 0,
  endMs: 4_960,
  keyed: true,
  ...values,
});

describe('scenes', () => {
  it('change wherever a picture comes, goes, or takes another form, and fill the time without a gap (RC3.4, RC3.5, RC4.3)', () => {
    const pieces = [
      piece({}),
      piece({ startMs: 5_000, endMs: 9_960, keyed: false }),
      piece({ startMs: 10_000, endMs: 14_960, width: 640, height: 360, encoding: 1 }),
      piece({ startMs: 20_000, endMs: 22_960, width: 640, height: 360, encoding: 1 }),
      piece({ track: 2, peerId: 'local', startMs: 6_000, endMs: 7_960 }),
      piece({ track: 3, peerId: 'local', startMs: 8_000, endMs: 9_000, keyed: false }),
    ].toSorted((a, b) => a.startMs - b.startMs);
    const stops = [
      { track: 1, at: 15_000 },
      { track: 2, at: 8_000 },
    ];
    const runs = findRuns({ pieces, stops });
    expect(runs.map(({ peerId, startMs, untilMs }) => [peerId, startMs, untilMs])).toEqual([
      ['lead', 0, 10_000],
      ['local', 6_000, 8_000],
      ['lead', 10_000, 15_000],
      ['lead', 20_000, 28_000],
    ]);
    const scenes = findScenes(runs, 0, 23_000);
    expect(scenes.map(({ startMs, runs: seen }) => [startMs, seen.length])).toEqual([
      [0, 1],
      [6_000, 2],
      [8_000, 1],
      [10_000, 1],
      [15_000, 0],
      [20_000, 1],
    ]);
    expect(scenes.reduce((sum, scene) => sum + framesIn(scene), 0)).toBe(575);
  });

  it('keep a picture that stops while the class goes on for up to five seconds, until it is let go of, or sent anew (RC4.3)', () => {
    const until = (others: Piece[], stops: { track: number; at: number }[]) =>
      findRuns({ pieces: [piece({}), ...others], stops }).map(({ untilMs }) => untilMs);
    expect(until([], [])).toEqual([10_000]);
    expect(until([], [{ track: 1, at: 7_500 }])).toEqual([7_500]);
    expect(until([piece({ startMs: 12_000, endMs: 13_960 })], [{ track: 1, at: 13_500 }])).toEqual([10_000, 14_000]);
    expect(until([piece({ track: 4, startMs: 6_000, endMs: 6_960 })], [{ track: 4, at: 6_990 }])).toEqual([6_000, 7_000]);
  });

  it('last at most a minute each, so that an interrupted film is gone on with near where it was (RC4.5)', () => {
    const runs = findRuns({ pieces: [piece({ endMs: 199_960 })], stops: [] });
    const scenes = findScenes(runs, 0, 200_000);
    expect(scenes.map(framesIn)).toEqual([1_250, 1_250, 1_250, 1_250]);
  });
});

describe('pictures', () => {
  it('stand with the screen large, else the lead teacher, and one alone fills the frame (RC4.3)', () => {
    const camera = (role: 'lead' | 'local' | 'device') => ({ source: 'camera' as const, role });
    expect(arrangePictures([camera('device')])).toEqual([{ x: 0, y: 0, ...frameSize }]);
    const [local, lead, device] = arrangePictures([camera('local'), camera('lead'), camera('device')]);
    expect(lead).toMatchObject({ x: 0, width: 960, height: 540 });
    expect(device?.y).toBeLessThan(local?.y ?? 0);
    const withScreen = arrangePictures([
      camera('lead'),
      { source: 'screen', role: 'local' },
      ...Array.from({ length: 4 }, () => camera('local')),
    ]);
    expect(withScreen[1]).toMatchObject({ x: 0, width: 960 });
    expect(withScreen.filter((place) => place !== null)).toHaveLength(4);
  });
});

describe('chapters', () => {
  const at = (ms: number) => new Date(1_000_000 + ms);
  const of = (...marks: [string, number][]) =>
    toChapters(
      marks.map(([name, ms]) => ({ stepId: name, name, at: at(ms) })),
      1_000_000,
      60_000,
      'before',
    ).map(({ name, startMs, endMs }) => [name, startMs, endMs]);

  it('are the moves of the class without gaps; what was only passed by is none (RC4.4)', () => {
    expect(of(['a', 10_000], ['b', 30_000], ['c', 30_500], ['a', 45_000])).toEqual([
      ['before', 0, 10_000],
      ['a', 10_000, 30_500],
      ['c', 30_500, 45_000],
      ['a', 45_000, 60_000],
    ]);
    expect(of(['a', -5_000], ['b', 20_000])).toEqual([
      ['a', 0, 20_000],
      ['b', 20_000, 60_000],
    ]);
    expect(of(['a', 2_000])).toEqual([['a', 0, 60_000]]);
    expect(of()).toEqual([['before', 0, 60_000]]);
    expect(of(['a', 99_000])).toEqual([['before', 0, 60_000]]);
  });
});
