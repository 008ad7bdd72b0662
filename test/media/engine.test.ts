import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audioParameters, dtlsParameters, startTestMedia, until, videoParameters, type TestMedia } from './support.ts';

const everything = ['camera', 'microphone', 'screen', 'screen-audio'] as const;

describe('the media engine', () => {
  let test: TestMedia;
  let roomId: string;
  let rooms = 0;
  beforeAll(async () => {
    test = await startTestMedia();
  });
  afterAll(() => test.stop());

  const newRoom = async () => {
    roomId = `room-${(rooms += 1)}`;
    return test.media.request('room.open', { roomId });
  };
  const join = async (peerId: string, sources: readonly (typeof everything)[number][] = everything) => {
    await test.media.request('peer.open', { roomId, peerId, sources: [...sources] });
    return { roomId, peerId };
  };
  const openTransport = (peer: { roomId: string; peerId: string }, direction: 'send' | 'receive' = 'send') =>
    test.media.request('transport.open', { ...peer, direction });
  const produce = async (peer: { roomId: string; peerId: string }, source: 'camera' | 'microphone' = 'camera', transportId?: string) =>
    test.media.request('producer.open', {
      ...peer,
      transportId: transportId ?? (await openTransport(peer)).id,
      source,
      kind: source === 'camera' ? 'video' : 'audio',
      rtpParameters: source === 'camera' ? (videoParameters() as never) : (audioParameters() as never),
      paused: false,
    });

  it('runs, and lets one peer receive what another sends, paused at first', async () => {
    const { routerRtpCapabilities } = await newRoom();
    const teacher = await join('teacher');
    const school = await join('school');
    const { id: producerId } = await produce(teacher);
    await openTransport(school, 'receive');
    const consumer = await test.media.request('consumer.open', {
      ...school,
      producerId,
      rtpCapabilities: routerRtpCapabilities as never,
    });
    expect(consumer).toMatchObject({ producerId, kind: 'video', paused: false });
    await test.media.request('consumer.pause', { ...school, consumerId: consumer.consumerId, paused: false });
    await test.media.request('producer.close', { ...teacher, producerId });
    await until('the consumer is told closed', () =>
      test.events.some((event) => event.event === 'consumerClosed' && event.consumerId === consumer.consumerId),
    );
  });
});
