import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audioParameters, dtlsParameters, startTestMedia, until, videoParameters, type TestMedia } from './support.ts';

const everything = ['camera', 'microphone', 'screen', 'screen-audio'] as const;
type Source = (typeof everything)[number];
type PeerName = { roomId: string; peerId: string };

describe('the media engine', () => {
  let test: TestMedia;
  let rooms = 0;
  beforeAll(async () => {
    test = await startTestMedia();
  });
  afterAll(() => test.stop());

  const newRoom = async () => {
    const roomId = `room-${(rooms += 1)}`;
    return { roomId, ...(await test.media.request('room.open', { roomId })) };
  };
  const join = async (roomId: string, peerId: string, sources: readonly Source[] = everything): Promise<PeerName> => {
    await test.media.request('peer.open', { roomId, peerId, sources: [...sources], keep: true });
    return { roomId, peerId };
  };
  const stateOf = async ({ roomId, peerId }: PeerName) =>
    (await test.media.request('room.open', { roomId })).peers.find((peer) => peer.peerId === peerId);
  const openTransport = async (peer: PeerName, direction: 'send' | 'receive' = 'send') =>
    (await test.media.request('transport.open', { ...peer, direction })).id;
  const produce = async (peer: PeerName, source: Source, options: { transportId?: string; kind?: 'audio' | 'video' } = {}) => {
    const kind = options.kind ?? (source === 'camera' || source === 'screen' ? 'video' : 'audio');
    return test.media.request('producer.open', {
      ...peer,
      transportId: options.transportId ?? (await openTransport(peer)),
      source,
      kind,
      rtpParameters: (kind === 'video' ? videoParameters() : audioParameters()) as never,
      paused: false,
    });
  };
  const consume = (peer: PeerName, producerId: string, rtpCapabilities: unknown) =>
    test.media.request('consumer.open', { ...peer, producerId, rtpCapabilities: rtpCapabilities as never });

  it('lets one peer receive what another sends, and tells when it closes (SPEC 6.7)', async () => {
    const { roomId, routerRtpCapabilities } = await newRoom();
    const teacher = await join(roomId, 'teacher');
    const school = await join(roomId, 'school', []);
    const { id: producerId } = await produce(teacher, 'camera');
    await openTransport(school, 'receive');
    const { consumerId, ...consumer } = await consume(school, producerId, routerRtpCapabilities);
    expect(consumer).toMatchObject({ producerId, kind: 'video', paused: false });
    await test.media.request('consumer.pause', { ...school, consumerId, paused: false });
    await test.media.request('consumer.layers', { ...school, consumerId, spatialLayer: 0 });
    await test.media.request('producer.close', { ...teacher, producerId });
    await until('both were told closed', () => {
      const told = (wanted: object) => test.events.some((event) => JSON.stringify(event) === JSON.stringify(wanted));
      return (
        told({ event: 'producerClosed', ...teacher, producerId }) && told({ event: 'consumerClosed', ...school, consumerId })
      );
    });
  });

  it('sends voices again where they were lost, as it does pictures', async () => {
    const { roomId, routerRtpCapabilities } = await newRoom();
    const teacher = await join(roomId, 'teacher');
    const school = await join(roomId, 'school', []);
    await openTransport(school, 'receive');
    for (const source of ['microphone', 'camera'] as const) {
      const { id: producerId } = await produce(teacher, source);
      const { rtpParameters } = await consume(school, producerId, routerRtpCapabilities);
      const [codec] = (rtpParameters as { codecs: { rtcpFeedback: unknown[] }[] }).codecs;
      expect(codec?.rtcpFeedback).toContainEqual({ type: 'nack', parameter: '' });
    }
  });

  it('offers Opus, VP8 and H.264, on UDP and TCP', async () => {
    const { roomId, routerRtpCapabilities } = await newRoom();
    const { codecs } = routerRtpCapabilities as { codecs: { mimeType: string }[] };
    expect(new Set(codecs.map(({ mimeType }) => mimeType))).toEqual(
      new Set(['audio/opus', 'video/VP8', 'video/rtx', 'video/H264']),
    );
    const peer = await join(roomId, 'one');
    const { iceCandidates } = await test.media.request('transport.open', { ...peer, direction: 'send' });
    const ways = (iceCandidates as { protocol: string; address: string }[]).map(
      ({ protocol, address }) => `${protocol} ${address}`,
    );
    expect(ways.sort()).toEqual(['tcp 127.0.0.1', 'udp 127.0.0.1']);
  });

  it('lets a peer send only what it was allowed to, and closes it when that is taken away (M01)', async () => {
    const { roomId } = await newRoom();
    const observer = await join(roomId, 'observer', []);
    await expect(openTransport(observer, 'send')).rejects.toMatchObject({ code: 'forbidden' });
    const receiving = await openTransport(observer, 'receive');
    await expect(produce(observer, 'camera', { transportId: receiving })).rejects.toMatchObject({ code: 'forbidden' });

    const device = await join(roomId, 'device', ['camera']);
    const sending = await openTransport(device);
    await expect(produce(device, 'screen', { transportId: sending })).rejects.toMatchObject({ code: 'forbidden' });
    const { id: producerId } = await produce(device, 'camera', { transportId: sending });
    await join(roomId, 'device', []);
    expect((await stateOf(device))?.producers).toEqual([]);
    await until('it was told', () =>
      test.events.some((event) => event.event === 'producerClosed' && event.producerId === producerId),
    );
  });

  it('refuses a kind that does not fit its source, and producing on a receiving transport (SPEC 6.6)', async () => {
    const { roomId } = await newRoom();
    const peer = await join(roomId, 'one');
    await expect(produce(peer, 'microphone', { kind: 'video' })).rejects.toMatchObject({ code: 'wrong_kind' });
    const transportId = await openTransport(peer, 'receive');
    await expect(produce(peer, 'camera', { transportId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps one transport a direction, one producer a source and one consumer a producer: the newest (SPEC 6.5)', async () => {
    const { roomId, routerRtpCapabilities } = await newRoom();
    const peer = await join(roomId, 'one');
    await openTransport(peer);
    const transportId = await openTransport(peer);
    const first = await produce(peer, 'camera', { transportId });
    const second = await produce(peer, 'camera', { transportId });
    await produce(peer, 'microphone', { transportId });
    const state = await stateOf(peer);
    expect(state?.transports).toEqual([transportId]);
    expect(state?.producers.map(({ source }) => source).sort()).toEqual(['camera', 'microphone']);
    expect(state?.producers.map(({ id }) => id)).not.toContain(first.id);

    const other = await join(roomId, 'two', []);
    await openTransport(other, 'receive');
    const { consumerId } = await consume(other, second.id, routerRtpCapabilities);
    await consume(other, second.id, routerRtpCapabilities);
    await expect(test.media.request('consumer.pause', { ...other, consumerId, paused: false })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('keeps what was sent over an older transport until it is sent over the new one, and tells nobody of the exchange (SPEC 6.5)', async () => {
    const { roomId, routerRtpCapabilities } = await newRoom();
    const peer = await join(roomId, 'builds-anew');
    const viewer = await join(roomId, 'viewer', []);
    await openTransport(viewer, 'receive');
    const older = await openTransport(peer);
    const camera = await produce(peer, 'camera', { transportId: older });
    const screen = await produce(peer, 'screen', { transportId: older });
    await consume(viewer, camera.id, routerRtpCapabilities);

    const newer = await openTransport(peer);
    expect((await stateOf(peer))?.transports).toEqual([newer]);
    expect((await stateOf(peer))?.producers.map(({ id }) => id)).toEqual([camera.id, screen.id]);
    await expect(produce(peer, 'microphone', { transportId: older })).rejects.toMatchObject({ code: 'not_found' });
    const again = await produce(peer, 'camera', { transportId: newer });
    expect((await stateOf(peer))?.producers.map(({ id }) => id).toSorted()).toEqual([screen.id, again.id].toSorted());

    // The last that goes over the older one takes it along; what was not sent again is told closed, what was is not.
    await test.media.request('producer.close', { ...peer, producerId: screen.id });
    const told = (wanted: object) =>
      test.events.some((event) => Object.entries(wanted).every(([key, value]) => event[key as keyof typeof event] === value));
    await until('the older transport is closed', () => told({ event: 'transportClosed', transportId: older }));
    expect(told({ event: 'producerClosed', producerId: screen.id })).toBe(true);
    expect(told({ event: 'producerClosed', producerId: camera.id })).toBe(false);
    expect(told({ event: 'transportClosed', transportId: newer })).toBe(false);
  });

  it('caps what one peer asks for while others go on (M04)', async () => {
    const { roomId } = await newRoom();
    const greedy = await join(roomId, 'greedy');
    const asked = await Promise.allSettled(Array.from({ length: 200 }, () => openTransport(greedy)));
    const refused = asked.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(180);
    expect(refused[0]?.reason).toMatchObject({ code: 'too_many_requests' });
    expect((await stateOf(greedy))?.transports.length).toBeLessThanOrEqual(1);
    await produce(await join(roomId, 'modest'), 'camera');
  });

  it('finds nothing of another room or another peer (M02)', async () => {
    const one = await newRoom();
    const two = await newRoom();
    const peer = await join(one.roomId, 'one');
    const transportId = await openTransport(peer);
    const { id: producerId } = await produce(peer, 'camera', { transportId });
    const stranger = await join(two.roomId, 'two');
    await openTransport(stranger, 'receive');
    const neighbour = await join(one.roomId, 'neighbour');
    for (const other of [stranger, neighbour]) {
      await expect(test.media.request('transport.restartIce', { ...other, transportId })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(
        test.media.request('transport.connect', { ...other, transportId, dtlsParameters: dtlsParameters as never }),
      ).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(produce(other, 'camera', { transportId })).rejects.toMatchObject({ code: 'not_found' });
      await expect(test.media.request('producer.close', { ...other, producerId })).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(consume(stranger, producerId, two.routerRtpCapabilities)).rejects.toMatchObject({ code: 'cannot_consume' });
    await expect(join('nowhere', 'one')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('survives senseless parameters, a double connect and random datagrams (M06)', async () => {
    const { roomId } = await newRoom();
    const peer = await join(roomId, 'one');
    const { id: transportId, iceCandidates } = await test.media.request('transport.open', { ...peer, direction: 'send' });
    const bad: unknown[] = [
      {},
      { codecs: [] },
      { codecs: [{}] },
      { codecs: [{ mimeType: 'video/none', payloadType: 1, clockRate: 1 }], encodings: [{}] },
      { ...videoParameters(), encodings: [{ ssrc: -1 }] },
      { ...videoParameters(), encodings: Array.from({ length: 500 }, (_, ssrc) => ({ ssrc })) },
      { ...videoParameters(), mid: 'x'.repeat(10_000) },
      { ...videoParameters(), headerExtensions: [{ uri: 'no:such', id: 999 }] },
    ];
    for (const rtpParameters of bad) {
      const asked = test.media.request('producer.open', {
        ...peer,
        transportId,
        source: 'camera',
        kind: 'video',
        rtpParameters: rtpParameters as never,
        paused: false,
      });
      await expect(asked).rejects.toMatchObject({ code: 'media_refused' });
    }
    const connect = (parameters: unknown) =>
      test.media.request('transport.connect', { ...peer, transportId, dtlsParameters: parameters as never });
    await expect(connect({ fingerprints: [{ algorithm: 'sha-256', value: 'junk' }] })).rejects.toMatchObject({
      code: 'media_refused',
    });
    await connect(dtlsParameters);
    await expect(connect(dtlsParameters)).rejects.toMatchObject({ code: 'media_refused' });

    const udp = (iceCandidates as { protocol: string; port: number }[]).find(({ protocol }) => protocol === 'udp');
    await sendRandomDatagrams(udp?.port ?? 0);
    await produce(await join(roomId, 'two'), 'camera');
    expect(test.events.some(({ event }) => event === 'mediaReset')).toBe(false);
  });

  it('closes a transport that never connects, and leaves nothing of a peer that has gone (SPEC 6.5)', async () => {
    const { roomId } = await newRoom();
    const idle = await join(roomId, 'idle');
    const transportId = await openTransport(idle);
    const leaver = await join(roomId, 'leaver');
    await produce(leaver, 'camera');
    await test.media.request('peer.close', leaver);
    expect(await stateOf(leaver)).toBeUndefined();
    await wait(9_000);
    expect((await stateOf(idle))?.transports).toEqual([transportId]);
    await until('the idle transport is closed', async () => (await stateOf(idle))?.transports.length === 0, 3_000);
  });
});

async function sendRandomDatagrams(port: number): Promise<void> {
  const { createSocket } = await import('node:dgram');
  const { randomBytes } = await import('node:crypto');
  const socket = createSocket('udp4');
  for (let count = 0; count < 2_000; count += 1) socket.send(randomBytes(1 + (count % 1_200)), port, '127.0.0.1');
  await wait(200);
  socket.close();
}
