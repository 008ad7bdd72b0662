import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { types } from 'mediasoup';
import { afterEach, describe, expect, it } from 'vitest';
import { mediaCodecs } from '../../server/media/codecs.ts';
import { MediaWorker } from '../../server/media/MediaWorker.ts';
import type { RecordingState } from '../../server/media/protocol.ts';
import { readManifest } from '../../server/media/recorder/Manifest.ts';
import { RecorderProcess } from '../../server/media/RecorderProcess.ts';
import { RoomRecording, type Sending } from '../../server/media/RoomRecording.ts';
import { toChapters } from '../../server/recording/chapters.ts';
import { compose } from '../../server/recording/compose.ts';
import { createFfmpeg } from '../../server/recording/ffmpeg.ts';
import { until } from '../media/support.ts';
import { brightness, framesPerSecond, loudness, onsets, skews, type Part } from './measure.ts';
import { startRtpSource, type RtpSource, type RtpSourceOptions } from './rtpSource.ts';

const ffmpeg = createFfmpeg({ ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' });
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A room with the real worker and the real recorder process, into which ffmpeg sends. */
async function startRig(folder: string) {
  const log: Record<string, unknown>[] = [];
  const worker = await MediaWorker.start({
    port: 0,
    listenIp: '127.0.0.1',
    announcedAddress: null,
    log: () => undefined,
    died: () => undefined,
  });
  closing.push(() => worker.close());
  const router = await worker.mediasoup.createRouter({ mediaCodecs });
  const recorder = new RecorderProcess((_level, message, details) => void log.push({ message, ...details }));
  closing.push(() => recorder.close());
  const states: RecordingState[] = [];
  const sendings: Sending[] = [];
  const recording = new RoomRecording({
    recordingId: 'test',
    folder,
    recorder,
    sendings: () => sendings,
    router: () => router,
    changed: (state) => void states.push(state),
  });
  const add = async (options: RtpSourceOptions): Promise<RtpSource> => {
    const source = await startRtpSource(router, options);
    closing.push(() => source.close());
    sendings.push(...source.sendings);
    recording.follow();
    return source;
  };
  return {
    router,
    recording,
    states,
    add,
    recorderPid: () => Number(log.findLast((line) => 'recorderPid' in line)?.['recorderPid']),
    state: () => recording.state(),
  };
}

const temporary = (): string => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-recording-'));
  closing.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const make = async (folder: string, marks: (startMs: number) => { stepId: string; name: string; at: Date }[] = () => []) => {
  const target = path.join(folder, 'film.mp4');
  const progress: number[] = [];
  const result = await compose({
    folder: path.join(folder, 'segments'),
    workFolder: path.join(folder, 'work'),
    target,
    ffmpeg,
    roleOf: (peerId) => (peerId === 'lead' ? 'lead' : 'local'),
    chapters: (startMs, lengthMs) => toChapters(marks(startMs), startMs, lengthMs, '开始'),
    progress: (share) => void progress.push(share),
    signal: new AbortController().signal,
  });
  return { ...result, target, progress, probe: await ffmpeg.probe(target) };
};

/** Well inside the large picture and the one beside it, when there are two. */
const large: Part = { x: 400, y: 300, width: 100, height: 100 };
const small: Part = { x: 1080, y: 330, width: 80, height: 50 };
/** The segments that were begun in a folder so far. */
const flowing = (folder: string) => readManifest(path.join(folder, 'segments')).filter((line) => line.type === 'segment');
const paused = (producer: types.Producer | undefined, on: boolean) => (on ? producer?.pause() : producer?.resume());
const camera = ({ sendings }: RtpSource) => sendings.find(({ source }) => source === 'camera')?.producer;

describe('the recorder', { timeout: 150_000 }, () => {
  it('keeps sound in step with the picture through kill -9, leaves a true gap for a pause, and loses at most 6 s (D07, RC3.1, RC3.5, RC4.1)', async () => {
    const folder = temporary();
    const rig = await startRig(path.join(folder, 'segments'));
    rig.recording.allow(['lead', 'local']);
    const lead = await rig.add({ peerId: 'lead' });
    await rig.add({
      peerId: 'local',
      codec: 'h264',
      size: '640x360',
      sound: 'anullsrc=r=48000',
      picture: 'color=c=0xc0c0c0:s=640x360:r=15',
    });
    const pictures = () => flowing(folder).filter(({ source }) => source === 'camera').length;
    await until('both pictures come', () => pictures() >= 2, 20_000);
    const startedAt = Date.now();
    await wait(5_000);
    const killedAt = Date.now();
    process.kill(rig.recorderPid(), 'SIGKILL');
    await until('the alarm is raised', () =>
      rig.states.some(({ writing, reason }) => !writing && reason === 'recorder_restarting'),
    );
    await until('it goes on by itself', () => rig.state().writing && rig.state().peerIds.length === 2);
    const back = Date.now();
    await until(
      'both pictures come again',
      () => flowing(folder).filter(({ source, at }) => source === 'camera' && at > back).length >= 2,
    );
    await wait(4_000);
    await paused(camera(lead), true);
    await wait(3_000);
    await paused(camera(lead), false);
    await wait(4_000);
    await rig.recording.stop();
    const stoppedAt = Date.now();

    const { seconds, target, probe, progress } = await make(folder, (startMs) => [
      { stepId: 'one', name: '分月饼', at: new Date(startMs + 4_000) },
      { stepId: 'two', name: '折=一;折', at: new Date(startMs + 9_000) },
    ]);
    const recorded = (stoppedAt - startedAt) / 1000;
    expect(seconds).toBeGreaterThan(recorded - 1);
    expect(seconds).toBeLessThan(recorded + 4);
    expect(probe.streams.slice(0, 2).map(({ codec_name: name }) => name)).toEqual(['h264', 'aac']);
    expect(probe.streams[0]).toMatchObject({ width: 1280, height: 720 });
    expect(probe.chapters.map(({ start_time: from, tags }) => [Math.round(Number(from)), tags?.title])).toEqual([
      [0, '开始'],
      [4, '分月饼'],
      [9, '折=一;折'],
    ]);
    expect(progress.at(-1)).toBeGreaterThan(0.9);
    // The school, in grey and without a sound, beside the lead teacher.
    const beside = brightness(target, small);
    expect(beside.filter((value) => value > 150 && value < 220).length / beside.length).toBeGreaterThan(0.6);

    const beeps = onsets(loudness(target), 100, 0.1);
    const flashes = onsets(brightness(target, large), framesPerSecond, 128);
    expect(flashes.length).toBeGreaterThanOrEqual(9);
    // A flash that was cut in two begins where the cut is: it is the middle one of all that counts, and nearly every single one.
    const apart = skews(flashes, beeps).map(Math.abs);
    expect(apart.filter((ms) => ms <= 80).length).toBeGreaterThanOrEqual(apart.length - 2);
    // Nothing was invented for the time of the pause, in which the voice went on.
    const at = (ms: number) => (ms - (stoppedAt - seconds * 1000)) / 1000;
    const pausedFrom = at(stoppedAt - 7_000) + 0.7;
    expect(flashes.filter((flash) => flash > pausedFrom && flash < pausedFrom + 1.8)).toEqual([]);
    expect(beeps.filter((beep) => beep > pausedFrom && beep < pausedFrom + 2.2).length).toBeGreaterThanOrEqual(1);
    // What the killed recorder cost: beeps come every second.
    const gaps = beeps.slice(1).map((beep, index) => beep - (beeps[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(6);
    expect(beeps.some((beep) => beep < at(killedAt))).toBe(true);
    expect(beeps.some((beep) => beep > at(killedAt) + 6)).toBe(true);
  });

  it('says that the disk is full, keeps what is there playable, and goes on by itself when there is room (D07, RC3.6)', async () => {
    const folder = temporary();
    const segments = path.join(folder, 'segments');
    fs.mkdirSync(segments);
    const disk = smallDisk(segments);
    closing.push(disk.close);
    const rig = await startRig(segments);
    rig.recording.allow(['lead']);
    await rig.add({ peerId: 'lead' });
    await until('something comes', () => flowing(folder).length >= 2, 20_000);
    await wait(3_000);
    disk.fill();
    await until('the alarm is raised', () => rig.states.some(({ reason }) => reason === disk.reason), 15_000);
    await wait(1_000);
    expect(rig.state()).toMatchObject({ writing: false, reason: disk.reason });
    disk.free();
    await until('it goes on', () => rig.state().writing, 15_000);
    await wait(2_000);
    await rig.recording.stop();
    const { seconds, target } = await make(folder);
    const beeps = onsets(loudness(target), 100, 0.1);
    expect(beeps.filter((beep) => beep < 4).length).toBeGreaterThanOrEqual(2);
    expect(beeps.filter((beep) => beep > seconds - 3).length).toBeGreaterThanOrEqual(1);
  });

  it('lets go at once of whoever may no longer be kept, and follows a camera that is swapped as a new track (R02, RC1.4, RC3.3)', async () => {
    const folder = temporary();
    const rig = await startRig(path.join(folder, 'segments'));
    rig.recording.allow(['lead']);
    await rig.add({ peerId: 'lead', picture: 'color=white:s=320x180:r=15' });
    await rig.add({ peerId: 'local', microphoneOnly: true, sound: 'sine=frequency=400:sample_rate=48000' });
    await until('the lead is kept', () => rig.state().peerIds.join() === 'lead');
    await wait(1_500);
    rig.recording.allow(['lead', 'local']);
    await until('both are kept', () => rig.state().peerIds.length === 2);
    await wait(1_500);
    rig.recording.allow(['lead']);
    expect(rig.state().peerIds).toEqual(['lead']);
    const withdrawnAt = Date.now();
    await rig.add({ peerId: 'lead', size: '640x360', picture: 'color=0x606060:s=640x360:r=15' });
    await wait(2_500);
    await rig.recording.stop();

    const lines = readManifest(path.join(folder, 'segments'));
    const tracks = lines.filter((line) => line.type === 'track');
    expect(tracks.filter(({ peerId }) => peerId === 'local')).toHaveLength(1);
    expect(tracks.filter(({ peerId, source }) => peerId === 'lead' && source === 'camera')).toHaveLength(2);
    const own = tracks.find(({ peerId }) => peerId === 'local')?.track;
    const gone = lines.find((line) => line.type === 'untrack' && line.track === own);
    expect(gone?.at).toBeLessThan(withdrawnAt + 500);
    expect(lines.filter((line) => line.type === 'segment' && line.peerId === 'local' && line.at > withdrawnAt)).toEqual([]);
  });
});

/** Somewhere that can be filled up: a small disk for root, for others a folder that nothing can be added to. */
function smallDisk(folder: string): {
  reason: 'disk_full' | 'disk_failed';
  fill: () => void;
  free: () => void;
  close: () => void;
} {
  if (process.getuid?.() !== 0) {
    const mode = (value: number) => () => fs.chmodSync(folder, value);
    return { reason: 'disk_failed', fill: mode(0o500), free: mode(0o700), close: mode(0o700) };
  }
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
  const ballast = path.join(folder, 'ballast');
  return {
    reason: 'disk_full',
    fill: () => {
      const file = fs.openSync(ballast, 'w');
      try {
        for (;;) fs.writeSync(file, Buffer.alloc(4096, 1));
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
      } finally {
        fs.closeSync(file);
      }
    },
    free: () => fs.rmSync(ballast),
    close: () => execFileSync('umount', ['-l', folder]),
  };
}
