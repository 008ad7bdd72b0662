import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RecorderProcess } from '../../server/media/RecorderProcess.ts';
import { startTestMedia, until } from './support.ts';

/** Long enough for what is only slow, on a machine that has much else to do. */
const patienceMs = 1_000;
const withinMs = 45_000;

describe.concurrent('supervision', () => {
  it('kills a worker that hangs and brings its rooms back; the room next door notices nothing (M05, ME2.2)', async ({
    onTestFinished,
  }) => {
    const test = await startTestMedia({ workers: 2, patienceMs });
    onTestFinished(test.stop);
    for (const roomId of ['one', 'two']) await test.media.request('room.open', { roomId });
    const [first] = (await test.media.request('worker.list', {})).workers;
    process.kill(first?.pid ?? 0, 'SIGSTOP');
    await until('the class is back', () => test.events.some(({ event }) => event === 'mediaReset'), withinMs);
    expect(test.events.map(({ event, roomId }) => `${event} ${roomId}`)).toEqual(['mediaReset one']);
    expect(test.lines.some(({ msg, workerPid }) => msg === 'media worker hangs' && workerPid === first?.pid)).toBe(true);
  });

  it('kills a media process that hangs and starts another (ME2.2)', async ({ onTestFinished }) => {
    const test = await startTestMedia({ patienceMs });
    onTestFinished(test.stop);
    const before = test.pid();
    process.kill(before, 'SIGSTOP');
    await until('another answers', () => test.pid() !== before && test.media.missing() === null, withinMs);
    await test.media.request('room.open', { roomId: 'one' });
  });

  it('kills a recorder that hangs, raises the alarm and goes on in another (D07, ME2.2)', async ({ onTestFinished }) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-hung-'));
    onTestFinished(() => fs.rmSync(folder, { recursive: true }));
    const pids: number[] = [];
    const told: string[] = [];
    const recorder = new RecorderProcess((_level, _message, { recorderPid }) => {
      if (typeof recorderPid === 'number' && !pids.includes(recorderPid)) pids.push(recorderPid);
    }, patienceMs);
    onTestFinished(() => recorder.close());
    recorder.add({
      recordingId: 'one',
      folder,
      opened: () => void told.push('opened'),
      keyFrame: () => undefined,
      status: () => undefined,
      lost: () => void told.push('lost'),
    });
    await until('it is there', () => told.includes('opened'), withinMs);
    process.kill(pids[0] ?? 0, 'SIGSTOP');
    await until('another is there', () => told.length === 3, withinMs);
    expect(told).toEqual(['opened', 'lost', 'opened']);
    expect(pids).toHaveLength(2);
  });
});
