import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { childrenOf } from './processes.ts';
import { startTestMedia, until, videoParameters, type TestMedia } from './support.ts';

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

const start = async (options: Parameters<typeof startTestMedia>[0] = {}): Promise<TestMedia> => {
  const test = await startTestMedia(options);
  running.push(test.stop);
  return test;
};

const produce = async ({ media }: TestMedia, roomId: string, peerId: string) => {
  await media.request('peer.open', { roomId, peerId, sources: ['camera'], keep: true });
  const { id: transportId } = await media.request('transport.open', { roomId, peerId, direction: 'send' });
  const producer = await media.request('producer.open', {
    roomId,
    peerId,
    transportId,
    source: 'camera',
    kind: 'video',
    rtpParameters: videoParameters() as never,
    paused: false,
  });
  return { transportId, producerId: producer.id };
};

describe('faults of the media', () => {
  it('brings back the rooms of a killed worker within 4 seconds; the room next door notices nothing (M05, SPEC 6.3)', async () => {
    const test = await start({ workers: 2 });
    const [one, two] = [
      await test.media.request('room.open', { roomId: 'one' }),
      await test.media.request('room.open', { roomId: 'two' }),
    ];
    await produce(test, 'one', 'teacher');
    const kept = await produce(test, 'two', 'teacher');
    // Rooms go to the worker with the fewest, and workers are started in order: the first room is on the first one.
    const [first] = childrenOf(test.pid());
    const killedAt = performance.now();
    process.kill(first ?? 0, 'SIGKILL');
    await until('the class is back', () => test.events.some((event) => event.event === 'mediaReset'));
    expect(performance.now() - killedAt).toBeLessThan(4_000);

    const again = await test.media.request('room.open', { roomId: 'one' });
    expect(again.epoch).toBeGreaterThan(one.epoch);
    expect(again.peers).toEqual([{ peerId: 'teacher', transports: [], producers: [], lost: 0 }]);
    await produce(test, 'one', 'teacher');
    expect(await test.media.request('room.open', { roomId: 'two' })).toEqual({
      ...two,
      peers: [
        {
          peerId: 'teacher',
          transports: [kept.transportId],
          producers: [{ id: kept.producerId, source: 'camera', paused: false }],
          lost: 0,
        },
      ],
    });
    // A lost router is told once, not piece by piece.
    expect(test.events.map(({ event, roomId }) => `${event} ${roomId}`)).toEqual(['mediaReset one']);
  });

  it('is started again when it dies, and says in between that it is not there (SPEC 6.4)', async () => {
    const test = await start();
    const before = test.pid();
    process.kill(before, 'SIGKILL');
    await until('it is noticed', () => test.media.missing() !== null);
    await expect(test.media.request('room.open', { roomId: 'one' })).rejects.toMatchObject({ code: 'media_restarting' });
    await until('it is back', () => test.media.missing() === null);
    expect(test.pid()).not.toBe(before);
    await test.media.request('room.open', { roomId: 'one' });
  });

  it('outlives a web process that is killed, and the next one adopts its rooms as they are (SPEC 6.1)', async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-media-'));
    const { mediaPid } = await runWebProcessAndKillIt(dataDir, 20_000);
    const test = await start({ dataDir, lingerMs: 20_000 });
    expect(test.pid()).toBe(mediaPid);
    const { peers } = await test.media.request('room.open', { roomId: 'one' });
    expect(peers).toMatchObject([{ peerId: 'teacher', producers: [{ source: 'camera' }] }]);
    expect(peers[0]?.transports).toHaveLength(1);
  });

  it('replaces a media process that was started with other settings', async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-media-'));
    const { mediaPid } = await runWebProcessAndKillIt(dataDir, 20_000);
    const test = await start({ dataDir, lingerMs: 21_000 });
    expect(test.media.missing()).toBeNull();
    expect(test.pid()).not.toBe(mediaPid);
    expect(isRunning(mediaPid)).toBe(false);
  });

  it('ends by itself when no web process comes back, with its workers (SPEC 6.2)', async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-media-'));
    const { mediaPid } = await runWebProcessAndKillIt(dataDir, 500);
    await until('it has ended', () => !isRunning(mediaPid));
    expect(isRunning(mediaPid)).toBe(false);
    fs.rmSync(dataDir, { recursive: true });
  });

  it('ends with a clean shutdown, with its workers', async () => {
    const test = await startTestMedia();
    const processes = [test.pid(), ...childrenOf(test.pid())];
    expect(processes).toHaveLength(2);
    await test.stop();
    await until('nothing is left', () => processes.every((pid) => !isRunning(pid)));
  });

  it('says what is missing when there is no worker, and how to get it', async () => {
    const test = await start({ workerBin: '/nowhere/mediasoup-worker' });
    expect(test.media.missing()).toMatchObject({
      reason: 'media_missing',
      message: expect.stringContaining('npm start') as string,
    });
    await expect(test.media.request('room.open', { roomId: 'one' })).rejects.toMatchObject({
      code: 'media_missing',
      status: 503,
    });
  });

  it('refuses to listen everywhere without an address that browsers can be told', async () => {
    const silent = await start({ listenIp: '0.0.0.0' });
    expect(silent.media.missing()).toMatchObject({ reason: 'media_address_missing' });
    const told = await start({ listenIp: '0.0.0.0', announcedAddress: '192.0.2.7' });
    await told.media.request('room.open', { roomId: 'one' });
    await told.media.request('peer.open', { roomId: 'one', peerId: 'teacher', sources: ['camera'], keep: true });
    const { iceCandidates } = await told.media.request('transport.open', { roomId: 'one', peerId: 'teacher', direction: 'send' });
    expect((iceCandidates as { address: string }[]).map(({ address }) => address)).toEqual(['192.0.2.7', '192.0.2.7']);
  });

  it('says so when its port is taken, and starts once it is free', async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as net.AddressInfo;
    const test = await start({ port });
    expect(test.media.missing()).toMatchObject({
      reason: 'media_port_taken',
      message: expect.stringContaining(String(port)) as string,
    });
    other.close();
    await until('it has started', () => test.media.missing() === null, 15_000);
  });

  it('is reached by its own user only, in a folder of its own when the data folder has a long path', async () => {
    const base = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-media-'));
    const test = await start({ dataDir: path.join(base, 'long'.repeat(30)) });
    expect(test.media.missing()).toBeNull();
    const tag = createHash('sha256').update(test.dataDir).digest('hex').slice(0, 16);
    const folder = path.join(os.tmpdir(), `tongke-${os.userInfo().uid}-${tag}`);
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    const near = await start();
    expect(fs.statSync(path.join(near.dataDir, 'media')).mode & 0o777).toBe(0o700);
    running.unshift(async () => [base, folder].forEach((path) => fs.rmSync(path, { recursive: true, force: true })));
  });
});

/** Starts a web process that opens a room in which somebody sends, and kills it without notice. */
async function runWebProcessAndKillIt(dataDir: string, lingerMs: number): Promise<{ mediaPid: number }> {
  const script = path.join(import.meta.dirname, 'webProcess.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir, String(lingerMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const mediaPid = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    child.once('exit', () => reject(new Error('the web process did not start')));
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
  expect(isRunning(mediaPid)).toBe(true);
  return { mediaPid };
}

/** Whether a process runs; one that has ended and only waits to be reaped does not. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
