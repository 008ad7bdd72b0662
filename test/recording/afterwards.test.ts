import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { endClassSession } from '../../shared/classroom.ts';
import { listRecordings } from '../../shared/recording.ts';
import { manifestName, segmentName, type SegmentLine } from '../../server/media/recorder/layout.ts';
import { clusterHead, fileHead, simpleBlock } from '../../server/media/recorder/matroska.ts';
import { toChapters } from '../../server/recording/chapters.ts';
import { compose } from '../../server/recording/compose.ts';
import { createFfmpeg } from '../../server/recording/ffmpeg.ts';
import { startProcessing } from '../../server/recording/processing.ts';
import { createRecordings } from '../../server/recording/recordings.ts';
import { startRetention } from '../../server/recording/retention.ts';
import { createStorage } from '../../server/recording/storage.ts';
import { buildClass } from '../classroom/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { keepRecording } from './support.ts';

// At the usual priority: beside other tests the lowest gets next to nothing of the processor.
const ffmpeg = createFfmpeg({ ffmpeg: 'ffmpeg', ffprobe: 'ffprobe', niceness: 0 });
const log = pino({ level: 'silent' });
const dayMs = 24 * 60 * 60 * 1000;
let platform: TestPlatform;
let world: World;

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());

const taught = async () => {
  const { sessionId } = await buildClass(world);
  await world.people.rear.call(endClassSession, { params: { sessionId } });
  return sessionId;
};
const filmsOf = async (sessionId: string) => (await world.people.rear.call(listRecordings, { params: { sessionId } })).items;

describe('the work on a film', () => {
  it('is gone on with after an interruption and after a full disk: nothing is encoded twice, nothing recorded is lost (RC4.5, RC4.6)', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-film-'));
    onTestFinished(() => fs.rmSync(folder, { recursive: true }));
    const [segments, workFolder, target] = ['segments', 'work', 'film.mp4'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    fs.mkdirSync(segments);
    const at = Date.now() - 60_000;
    writePicture(segments, { track: 1, peerId: 'lead', at, seconds: 3, picture: 'color=white' });
    writePicture(segments, { track: 2, peerId: 'local', at: at + 1_000, seconds: 1, picture: 'color=gray' });
    const gone = { type: 'untrack', track: 2, at: at + 2_000 };
    fs.writeFileSync(path.join(segments, manifestName), `${JSON.stringify(gone)}\n`);
    const written: string[] = [];
    const watched: typeof ffmpeg = {
      ...ffmpeg,
      run: (args, cwd, signal) => {
        written.push(args.at(-1) ?? '');
        return ffmpeg.run(args, cwd, signal);
      },
    };
    const told: number[] = [];
    const make = (signal: AbortSignal, progress: (share: number) => void = (share) => void told.push(share)) =>
      compose({
        folder: segments,
        workFolder,
        target,
        ffmpeg: watched,
        roleOf: () => 'lead',
        chapters: (startMs, lengthMs) => toChapters([], startMs, lengthMs, '开始'),
        progress,
        signal,
      });

    const stop = new AbortController();
    await expect(make(stop.signal, () => stop.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(written.splice(0)[0]).toBe('part-scene-00000.mp4');
    // /dev/full takes nothing, as a disk without room.
    const full = path.join(workFolder, 'part-scene-00002.mp4');
    fs.symlinkSync('/dev/full', full);
    await expect(make(new AbortController().signal)).rejects.toMatchObject({ noSpace: true });
    expect(written.splice(0)).toEqual(['part-scene-00001.mp4', 'part-scene-00002.mp4']);
    expect(fs.existsSync(target)).toBe(false);
    expect(fs.readdirSync(segments)).toHaveLength(3);

    fs.rmSync(full);
    const { seconds } = await make(new AbortController().signal);
    expect(written).toEqual(['part-scene-00002.mp4', 'part-sound.m4a', 'whole.mp4']);
    expect(seconds).toBeCloseTo(3, 0);
    expect(told.at(-1)).toBe(0.95);
    const probe = await ffmpeg.probe(target);
    expect(probe.streams.slice(0, 2).map(({ codec_name: name }) => name)).toEqual(['h264', 'aac']);
  }, 240_000);
});

describe('the time for which films are kept', () => {
  it('ends by itself: what is older goes with its folder, what is younger stays, and both are written down (R04, R05, RC5.3)', async () => {
    const sessionId = await taught();
    const { db } = platform.database;
    const recordings = createRecordings(db);
    const storage = createStorage(platform.dataDir);
    const keep = (daysAgo: number) => {
      const stopped_at = new Date(Date.now() - daysAgo * dayMs);
      return keepRecording(platform, { sessionId, accountId: world.people.rear.id }).then(async (id) => {
        await recordings.set(id, { stopped_at });
        return id;
      });
    };
    const [old, young] = [await keep(31), await keep(29)];
    // What a deletion that was cut short left behind goes too.
    fs.mkdirSync(storage.segments('00000000-0000-4000-8000-000000000000'), { recursive: true });
    const processing = startProcessing({ db, recordings, storage, ffmpeg, log });
    const retention = startRetention({ recordings, storage, processing, days: 30, log });
    await retention.close();
    await processing.close();
    expect((await filmsOf(sessionId)).map(({ id }) => id)).toEqual([young]);
    expect(fs.readdirSync(storage.root)).not.toContain(old);
    expect(fs.readdirSync(storage.root)).toContain(young);
    expect(fs.readdirSync(storage.root)).not.toContain('00000000-0000-4000-8000-000000000000');
    const audit = await db.selectFrom('recording_audit').selectAll().where('recording_id', '=', old).execute();
    expect(audit.map(({ action, account_id: by }) => [action, by])).toEqual([['expire', null]]);
    const row = await recordings.get(young);
    expect(retention.keptUntil(row)?.getTime()).toBe((row.stopped_at?.getTime() ?? 0) + 30 * dayMs);
  });
});

/** A camera as the recorder would have written it, drawn by ffmpeg. */
function writePicture(
  folder: string,
  options: { track: number; peerId: string; at: number; seconds: number; picture: string },
): void {
  const { track, peerId, at, seconds, picture } = options;
  const [width, height, perSecond] = [160, 90, 10];
  const input = `${picture}:s=${width}x${height}:r=${perSecond}:d=${seconds}`;
  const coded = ['-c:v', 'libvpx', '-deadline', 'realtime', '-g', '10', '-f', 'ivf', '-'];
  const ivf = execFileSync('ffmpeg', ['-loglevel', 'error', '-f', 'lavfi', '-i', input, ...coded]);
  const line: SegmentLine = {
    type: 'segment',
    track,
    peerId,
    source: 'camera',
    codec: 'vp8',
    encoding: 0,
    rtp: 90_000,
    at,
    width,
    height,
  };
  const parts = [fileHead('vp8', { width, height, setup: Buffer.alloc(0) }, JSON.stringify(line)), clusterHead(0)];
  for (let offset = 32, frame = 0; offset < ivf.length; frame += 1) {
    const size = ivf.readUInt32LE(offset);
    const data = ivf.subarray(offset + 12, offset + 12 + size);
    parts.push(simpleBlock((frame * 1_000) / perSecond, (data[0] ?? 1) % 2 === 0, data));
    offset += 12 + size;
  }
  fs.writeFileSync(path.join(folder, segmentName(track, 1, 'webm')), Buffer.concat(parts));
}
