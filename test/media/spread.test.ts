import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { placeWatcher } from '../../server/media/placement.ts';
import { audioParameters, startTestMedia, until, videoParameters, type TestMedia } from './support.ts';

const capacity = 50;

describe('a choice of worker for who only watches (ME1.2)', () => {
  const workers = (...receivers: number[]) => receivers.map((count, index) => ({ name: index, receivers: count }));
  const chosen = (all: ReturnType<typeof workers>, home: number, galleries: number[]) => {
    const at = (index: number) => all[index] ?? { name: -1, receivers: 0 };
    return placeWatcher({ home: at(home), galleries: galleries.map(at), workers: all, capacity }).name;
  };

  it('is the one of the room until it is full, then where the room is already, then another', () => {
    expect(chosen(workers(49, 0, 0), 0, [])).toBe(0);
    expect(chosen(workers(50, 20, 0), 0, [1])).toBe(1);
    expect(chosen(workers(50, 50, 7, 3), 0, [1])).toBe(3);
    expect(chosen(workers(10, 50, 7), 0, [1])).toBe(0);
  });

  it('turns nobody away when all are full', () => {
    expect(chosen(workers(80, 60, 70), 0, [1, 2])).toBe(1);
    expect(chosen(workers(80), 0, [])).toBe(0);
  });
});

describe('an open lesson', () => {
  let test: TestMedia;
  let rooms = 0;
  beforeAll(async () => {
    test = await startTestMedia({ workers: 3, receiversPerWorker: capacity });
  });
  afterEach(async () => {
    const { roomIds } = await test.media.request('room.list', {});
    for (const roomId of roomIds) await test.media.request('room.close', { roomId });
    test.events.length = 0;
  });
  afterAll(() => test.stop());

  const { request } = { request: ((...args) => test.media.request(...args)) as TestMedia['media']['request'] };
  const states = async () => (await request('worker.list', {})).workers;
  const receivers = async () => (await states()).map((worker) => worker.receivers);
  /** A room in which a teacher sends a camera and a voice. */
  const teach = async () => {
    const roomId = `room-${(rooms += 1)}`;
    const { routerRtpCapabilities } = await request('room.open', { roomId });
    const teacher = { roomId, peerId: 'teacher' };
    await request('peer.open', { ...teacher, sources: ['camera', 'microphone'], keep: true });
    const { id: transportId } = await request('transport.open', { ...teacher, direction: 'send' });
    const produce = async (source: 'camera' | 'microphone') => {
      const camera = source === 'camera';
      const rtpParameters = (camera ? videoParameters() : audioParameters()) as never;
      const made = { ...teacher, transportId, source, kind: camera ? 'video' : 'audio', rtpParameters, paused: false } as const;
      return (await request('producer.open', made)).id;
    };
    return { roomId, teacher, produce, capabilities: routerRtpCapabilities as never };
  };
  const watch = async (roomId: string, peerId: string) => {
    const peer = { roomId, peerId };
    await request('peer.open', { ...peer, sources: [], keep: true });
    const { iceCandidates } = await request('transport.open', { ...peer, direction: 'receive' });
    const [candidate] = iceCandidates as { port: number }[];
    return { ...peer, port: candidate?.port ?? 0 };
  };

  it('spreads by itself over the workers, and everybody receives everything (ME1.1 to ME1.3)', async () => {
    const { roomId, teacher, produce, capabilities } = await teach();
    const [camera, voice] = [await produce('camera'), await produce('microphone')];
    const watchers = await Promise.all(Array.from({ length: 120 }, (_none, index) => watch(roomId, `observer-${index}`)));
    expect(await receivers()).toEqual([50, 50, 20]);
    expect((await states()).map(({ routers }) => routers)).toEqual([1, 1, 1]);
    // Each worker is reached at a port of its own.
    expect(new Set(watchers.map(({ port }) => port)).size).toBe(3);
    for (const producerId of [camera, voice]) {
      const consumers = await Promise.all(
        watchers.map(({ peerId }) => request('consumer.open', { roomId, peerId, producerId, rtpCapabilities: capabilities })),
      );
      expect(new Set(consumers.map((consumer) => consumer.producerId))).toEqual(new Set([producerId]));
    }
    // Those who send receive beside what is sent, however full it is there.
    await request('transport.open', { ...teacher, direction: 'receive' });
    expect(await receivers()).toEqual([51, 50, 20]);

    // What is paused at its source is paused everywhere, and what comes later reaches everybody as well.
    await request('producer.pause', { ...teacher, producerId: camera, paused: true });
    const { peerId } = watchers.at(-1) ?? { peerId: '' };
    await until('the pause is known on the last worker', async () => {
      const again = await request('consumer.open', { roomId, peerId, producerId: camera, rtpCapabilities: capabilities });
      return again.paused;
    });
    const renewed = await produce('camera');
    await request('consumer.open', { roomId, peerId, producerId: renewed, rtpCapabilities: capabilities });
    await until('the old one is told closed to all who received it', () => {
      const told = test.events.filter(({ event }) => event === 'consumerClosed');
      return new Set(told.map((event) => ('peerId' in event ? event.peerId : ''))).size === 120;
    });

    for (const watcher of watchers) await request('peer.close', { roomId, peerId: watcher.peerId });
    expect(await receivers()).toEqual([1, 0, 0]);
    await until('galleries that nobody sits in are closed', async () =>
      (await states()).every(({ routers }, index) => routers === (index === 0 ? 1 : 0)),
    );
  });

  it('lets nobody on another worker receive what is sent in another class (M02, ME1.4)', async () => {
    const [one, two] = [await teach(), await teach()];
    const foreign = await one.produce('camera');
    for (let index = 0; index <= capacity; index += 1) await watch(two.roomId, `observer-${index}`);
    const spread = { roomId: two.roomId, peerId: `observer-${capacity}` };
    const asking = request('consumer.open', { ...spread, producerId: foreign, rtpCapabilities: two.capabilities });
    await expect(asking).rejects.toMatchObject({ code: 'cannot_consume' });
    const own = await two.produce('camera');
    await request('consumer.open', { ...spread, producerId: own, rtpCapabilities: two.capabilities });
  });

  it('loses only those who were fed from a worker that is killed, and gives them another place (M05, ME1.5)', async () => {
    const { roomId, teacher, produce, capabilities } = await teach();
    const camera = await produce('camera');
    const watchers = await Promise.all(Array.from({ length: 60 }, (_none, index) => watch(roomId, `observer-${index}`)));
    const [home] = watchers;
    const lost = watchers.filter(({ port }) => port !== home?.port);
    expect(lost).toHaveLength(10);
    const before = await request('room.open', { roomId });
    const [, further] = (await states()).toSorted((a, b) => b.receivers - a.receivers);
    process.kill(further?.pid ?? 0, 'SIGKILL');
    await until('they are told', () => test.events.filter(({ event }) => event === 'transportClosed').length === 10);
    expect(test.events.filter(({ event }) => event !== 'transportClosed')).toEqual([]);
    const after = await request('room.open', { roomId });
    const remaining = ({ peers }: typeof before) => peers.filter(({ transports }) => transports.length > 0);
    expect(after.epoch).toBe(before.epoch);
    expect(remaining(after)).toHaveLength(remaining(before).length - 10);
    expect(after.peers.find(({ peerId }) => peerId === teacher.peerId)?.producers).toMatchObject([{ id: camera }]);
    for (const { peerId } of lost) {
      await watch(roomId, peerId);
      await request('consumer.open', { roomId, peerId, producerId: camera, rtpCapabilities: capabilities });
    }
    await until('the worker is back, empty or in use again', async () => (await states()).length === 3);
    expect((await receivers()).reduce((sum, count) => sum + count)).toBe(60);
  });

  it('is all back under a new epoch when its own worker is killed, and nothing of it stays elsewhere (M05, ME1.5)', async () => {
    const { roomId, produce } = await teach();
    await produce('camera');
    await Promise.all(Array.from({ length: 60 }, (_none, index) => watch(roomId, `observer-${index}`)));
    const [home] = (await states()).toSorted((a, b) => b.receivers - a.receivers);
    process.kill(home?.pid ?? 0, 'SIGKILL');
    await until('the class is back', () => test.events.some(({ event }) => event === 'mediaReset'));
    expect(test.events.map(({ event }) => event)).toEqual(['mediaReset']);
    await until('nothing of it is left on the others', async () => {
      const workers = await states();
      const left = workers.map(({ routers, transports }) => [routers, transports]);
      return (
        workers.length === 3 && left.filter(([routers]) => routers === 1).length === 1 && left.every(([, count]) => count === 0)
      );
    });
    expect(await receivers()).toEqual([0, 0, 0]);
    const again = await watch(roomId, 'observer-0');
    expect(again.port).toBeGreaterThan(0);
  });
});
