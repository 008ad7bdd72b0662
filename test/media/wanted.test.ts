import { randomUUID } from 'node:crypto';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lowerAfterMs, noLayer, WantedLayer } from '../../server/media/WantedLayer.ts';
import { audioParameters, startTestMedia, until, videoParameters, type TestMedia } from './support.ts';

describe('what a sender is asked for', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is raised at once, lowered to what was wanted within five seconds, and never less than what is wanted (ME4.2)', () => {
    const change = fc.record({ wanted: fc.integer({ min: noLayer, max: 4 }), for: fc.integer({ min: 1, max: 8000 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.integer({ min: 0, max: 2 }), (changes, top) => {
        const told: { layer: number; at: number }[] = [{ layer: top, at: Date.now() }];
        const layer = new WantedLayer(top, (next) => void told.push({ layer: next, at: Date.now() }));
        const wishes: { wanted: number; from: number; to: number }[] = [{ wanted: top, from: -Infinity, to: Date.now() }];
        for (const { wanted, for: time } of changes) {
          wishes.push({ wanted: Math.min(wanted, top), from: Date.now(), to: Date.now() + time });
          layer.follow(wanted);
          expect(told.at(-1)?.layer).toBeGreaterThanOrEqual(Math.min(wanted, top));
          vi.advanceTimersByTime(time);
        }
        told.slice(1).forEach((next, index) => {
          const before = told[index]?.layer ?? top;
          expect(next.layer).not.toBe(before);
          if (next.layer > before) return;
          const recent = wishes.filter(({ from, to }) => from < next.at && to > next.at - lowerAfterMs);
          expect(next.layer).toBe(Math.max(...recent.map(({ wanted }) => wanted)));
        });
        vi.advanceTimersByTime(2 * lowerAfterMs);
        expect(told.at(-1)?.layer).toBe(wishes.at(-1)?.wanted);
        layer.close();
      }),
    );
  });
});

describe('the pictures of a room', { concurrent: true }, () => {
  let test: TestMedia;
  let rooms = 0;
  beforeAll(async () => {
    test = await startTestMedia({ workers: 2, receiversPerWorker: 1, connectWithinMs: 120_000 });
  });
  afterAll(() => test.stop());

  const camera = () => ({
    ...videoParameters(),
    encodings: ['r0', 'r1', 'r2'].map((rid) => ({ rid, scalabilityMode: 'L1T3' })),
    headerExtensions: [
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 },
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 2 },
    ],
    mid: '0',
  });
  /** A room in which somebody sends a camera in three layers and a voice. */
  const teach = async () => {
    const roomId = `wanted-${(rooms += 1)}`;
    const { routerRtpCapabilities } = await test.media.request('room.open', { roomId });
    const teacher = { roomId, peerId: 'teacher' };
    await test.media.request('peer.open', { ...teacher, sources: ['camera', 'microphone'], keep: true });
    const { id: transportId } = await test.media.request('transport.open', { ...teacher, direction: 'send' });
    const sent = { ...teacher, transportId, paused: false };
    const picture = { source: 'camera', kind: 'video', rtpParameters: camera() as never } as const;
    const voice = { source: 'microphone', kind: 'audio', rtpParameters: audioParameters() as never } as const;
    const { id: producerId, wanted } = await test.media.request('producer.open', { ...sent, ...picture });
    await test.media.request('producer.open', { ...sent, ...voice });
    expect(wanted).toBeUndefined();
    return { roomId, teacher, producerId, rtpCapabilities: routerRtpCapabilities as never };
  };
  const watch = async ({ roomId, producerId, rtpCapabilities }: Awaited<ReturnType<typeof teach>>, peerId: string) => {
    const peer = { roomId, peerId };
    await test.media.request('peer.open', { ...peer, sources: [], keep: true });
    await test.media.request('transport.open', { ...peer, direction: 'receive' });
    const { consumerId } = await test.media.request('consumer.open', { ...peer, producerId, rtpCapabilities });
    const own = { ...peer, consumerId };
    return {
      pause: (paused: boolean) => test.media.request('consumer.pause', { ...own, paused }),
      prefer: (spatialLayer: number) => test.media.request('consumer.layers', { ...own, spatialLayer }),
      leave: () => test.media.request('peer.close', peer),
    };
  };
  const toldIn = (roomId: string) =>
    test.events.flatMap((event) => (event.event === 'producerWanted' && event.roomId === roomId ? [event] : []));
  const layersIn = (roomId: string) => toldIn(roomId).map(({ layer }) => layer);
  const stateIn = async (roomId: string) =>
    (await test.media.request('room.open', { roomId })).peers.find(({ peerId }) => peerId === 'teacher')?.producers;

  it('are asked for as far as somebody watches, wherever they sit; a raise comes at once (ME4.1, ME4.2, ME4.3, ME4.4)', async () => {
    const room = await teach();
    const { roomId } = room;
    const near = await watch(room, 'near');
    await near.pause(false);
    await near.prefer(0);
    expect(layersIn(roomId)).toEqual([]);
    await until('one layer is enough for a small picture', () => layersIn(roomId).join() === '0');
    // The room's own worker feeds one receiver already: this one sits in a gallery.
    const far = await watch(room, 'far');
    await far.prefer(1);
    expect(layersIn(roomId)).toEqual([0]);
    await far.pause(false);
    expect(layersIn(roomId)).toEqual([0, 1]);
    expect((await stateIn(roomId))?.map(({ wanted }) => wanted)).toEqual([1, undefined]);
    await near.pause(true);
    await far.leave();
    await until('nobody watches', () => layersIn(roomId).join() === '0,1,-1');
    // Who is about to watch is expected, and gets everything when ready.
    const late = await watch(room, 'late');
    expect(layersIn(roomId)).toEqual([0, 1, -1, 0]);
    await late.pause(false);
    expect(layersIn(roomId)).toEqual([0, 1, -1, 0, 2]);
    expect(toldIn(roomId).at(-1)).toMatchObject({ ...room.teacher, producerId: room.producerId });
  });

  it('are asked for whole while they are recorded, and no longer (ME4.1)', async () => {
    const room = await teach();
    const { roomId } = room;
    const recordingId = randomUUID();
    const recording = { roomId, recordingId, folder: path.join(test.dataDir, recordingId) };
    const unwatched = await teach();
    await test.media.request('recording.start', { ...recording, peerIds: ['teacher'] });
    await until('a picture that nobody wants is not asked for', () => layersIn(unwatched.roomId).join() === '-1');
    expect(layersIn(roomId)).toEqual([]);
    await test.media.request('recording.start', { ...recording, peerIds: [] });
    await until('one who is not recorded sends for nobody', () => layersIn(roomId).join() === '-1');
    await test.media.request('recording.start', { ...recording, peerIds: ['teacher'] });
    expect(layersIn(roomId)).toEqual([-1, 2]);
    await test.media.request('recording.stop', { roomId, recordingId });
  });
});
