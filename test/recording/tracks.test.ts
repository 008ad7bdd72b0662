import dgram from 'node:dgram';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { segmentName, type ManifestLine } from '../../server/media/recorder/layout.ts';
import { readBlocks } from '../../server/media/recorder/matroska.ts';
import type { RecorderReport } from '../../server/media/recorder/messages.ts';
import { RecordingWriter } from '../../server/media/recorder/RecordingWriter.ts';
import { TrackRecorder } from '../../server/media/recorder/TrackRecorder.ts';
import { until } from '../media/support.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const temporary = () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-tracks-'));
  closing.push(() => fs.rmSync(folder, { recursive: true }));
  return folder;
};

const widths = [160, 320, 640];
const frameMs = 40;

it('keeps the largest encoding that comes steadily, leaves it when it stops, and comes back, each time at a key frame in a new segment (RC3.4)', async () => {
  const folder = temporary();
  const lines: ManifestLine[] = [];
  let asked = true;
  const began = Date.now();
  const track = new TrackRecorder(
    {
      folder,
      track: 1,
      peerId: 'lead',
      source: 'camera',
      codec: 'vp8',
      ssrcs: [11, 12, 13],
      manifest: { add: (line) => void lines.push(line) },
      keyFrame: () => (asked = true),
      wrote: () => undefined,
      failed: () => undefined,
    },
    false,
    began,
  );
  // The line gives up the largest encoding at 6 s, and the middle one too at 11 s; at 14 s all are back.
  const comes = (encoding: number, ms: number) =>
    encoding === 0 || (encoding === 1 ? ms < 11_000 || ms >= 14_000 : ms < 6_000 || ms >= 14_000);
  for (let count = 0; count * frameMs < 20_000; count += 1) {
    const ms = count * frameMs;
    const key = asked;
    asked = false;
    widths.forEach((width, encoding) => {
      if (!comes(encoding, ms)) return;
      const payload = key ? keyFrame(width) : Buffer.from([0x10, 0x01, 1, 2, 3]);
      const rtp = { ssrc: 11 + encoding, sequence: count & 0xffff, timestamp: ms * 90, marker: true };
      track.take({ ...rtp, payload, at: began + ms });
    });
    track.tick(began + ms);
  }
  await track.close(began + 20_000);

  const segments = lines.filter((line) => line.type === 'segment');
  const changes = segments.filter(({ encoding }, index) => encoding !== segments[index - 1]?.encoding);
  expect(changes.map(({ encoding, width }) => [encoding, width])).toEqual([
    [0, 160],
    [1, 320],
    [2, 640],
    [1, 320],
    [0, 160],
    [2, 640],
  ]);
  const seconds = changes.map(({ at }) => (at - began) / 1000);
  const expected = [
    [0, 0.1],
    [0, 0.1],
    [0, 0.1],
    [7.5, 9],
    [12.5, 14],
    [16, 17.5],
  ];
  expected.forEach(([earliest = 0, latest = 0], index) => {
    expect(seconds[index]).toBeGreaterThanOrEqual(earliest);
    expect(seconds[index]).toBeLessThanOrEqual(latest);
  });
  const files = fs.readdirSync(folder).map((name) => readBlocks(fs.readFileSync(path.join(folder, name))).blocks);
  expect(files).toHaveLength(segments.length);
  const frames = files.flat();
  expect(files.filter(([first]) => first?.key === true).length).toBeGreaterThanOrEqual(changes.length);
  // Nothing is kept twice, and what is missing are the moments between an encoding that stopped and the next.
  expect(frames.length).toBeLessThanOrEqual(500);
  expect(frames.length).toBeGreaterThan(380);
});

it('raises the alarm on a full disk and goes on by itself when there is room; what is there stays playable (D07, RC3.6)', async () => {
  const folder = temporary();
  const told: RecorderReport[] = [];
  const writer = await RecordingWriter.open({ type: 'open', recordingId: 'one', folder }, (report) => void told.push(report));
  const opened = told.find((report) => report.type === 'opened');
  // The second segment falls on a disk that is full: /dev/full takes nothing.
  const second = path.join(folder, segmentName(1, 2, 'webm'));
  fs.symlinkSync('/dev/full', second);
  writer.track({
    type: 'track',
    recordingId: 'one',
    producerId: 'voice',
    peerId: 'lead',
    source: 'microphone',
    codec: 'opus',
    ssrcs: [7],
    paused: false,
  });
  const socket = dgram.createSocket('udp4');
  const packet = Buffer.concat([Buffer.alloc(12), Buffer.from([0xf8, 0xff, 0xfe])]);
  packet.set([0x80, 100]);
  packet.writeUInt32BE(7, 8);
  let count = 0;
  // Ten times as fast as somebody speaks: a segment lasts half a second.
  const speaking = setInterval(() => {
    for (let burst = 0; burst < 10; burst += 1) {
      count += 1;
      packet.writeUInt16BE(count & 0xffff, 2);
      packet.writeUInt32BE(count * 960, 4);
      socket.send(Buffer.from(packet), opened?.port ?? 0, '127.0.0.1');
    }
  }, 20);
  const ticking = setInterval(() => writer.tick(Date.now()), 50);
  const statuses = () => told.flatMap((report) => (report.type === 'status' ? [report] : []));
  try {
    await until('the alarm is raised', () => statuses().some(({ reason }) => reason === 'disk_full'), 30_000);
    await until('it goes on', () => statuses().at(-1)?.writing === true, 30_000);
  } finally {
    clearInterval(speaking);
    clearInterval(ticking);
    socket.close();
    await writer.close();
  }
  const written = fs.readdirSync(folder).filter((name) => name.endsWith('.webm') && path.join(folder, name) !== second);
  expect(written.length).toBeGreaterThanOrEqual(2);
  for (const name of written) expect(readBlocks(fs.readFileSync(path.join(folder, name))).blocks.length).toBeGreaterThan(0);
});

/** The beginning of a VP8 key frame of a width, as RTP carries it (RFC 7741, RFC 6386). */
function keyFrame(width: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE((width * 9) / 16, 2);
  return Buffer.concat([Buffer.from([0x10, 0x00, 0, 0, 0x9d, 0x01, 0x2a]), size, Buffer.alloc(4)]);
}
