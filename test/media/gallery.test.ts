import dgram from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { mediaCodecs } from '../../server/media/codecs.ts';
import { MediaWorker } from '../../server/media/MediaWorker.ts';
import { parseRtp } from '../../server/media/recorder/rtp.ts';
import { RoomPlaces } from '../../server/media/RoomPlaces.ts';
import { audioParameters, until } from './support.ts';

const withinMs = 30_000;
const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

const startWorker = async () => {
  const options = { port: 0, listenIp: '127.0.0.1', announcedAddress: null, log: () => undefined, died: () => undefined };
  const worker = await MediaWorker.start(options);
  closing.push(() => worker.close());
  return worker;
};

it('hears in a gallery on another worker what is said in the room, packet for packet, and silence while it is paused (ME1.3)', async () => {
  const [home, further] = [await startWorker(), await startWorker()];
  const router = await home.mediasoup.createRouter({ mediaCodecs });
  const spread = { workers: () => [home, further], capacity: 1, spreading: () => undefined };
  const places = new RoomPlaces({ roomId: 'one', worker: home, router, spread });
  await places.forReceiving({ sends: false });
  const place = await places.forReceiving({ sends: false });
  expect(place.webRtcServer).toBe(further.webRtcServer);

  const listen = { listenInfo: { protocol: 'udp', ip: '127.0.0.1' }, rtcpMux: true, comedia: true } as const;
  const incoming = await router.createPlainTransport(listen);
  const ssrc = 99;
  const producer = await incoming.produce({ kind: 'audio', rtpParameters: audioParameters(ssrc) as never });
  const ear = dgram.createSocket('udp4');
  closing.push(() => ear.close());
  const heard: Buffer[] = [];
  ear.on('message', (message) => {
    const packet = parseRtp(message, 0);
    if (packet !== null) heard.push(packet.payload);
  });
  await new Promise<void>((resolve) => ear.bind(0, '127.0.0.1', resolve));
  const outgoing = await place.router.createPlainTransport({ ...listen, comedia: false });
  await outgoing.connect({ ip: '127.0.0.1', port: ear.address().port });
  await Promise.all([place.bring(producer.id), place.bring(producer.id)]);
  const consumer = await outgoing.consume({ producerId: producer.id, rtpCapabilities: router.rtpCapabilities });

  const mouth = dgram.createSocket('udp4');
  closing.push(() => mouth.close());
  const said: Buffer[] = [];
  const talking = setInterval(() => {
    const payload = randomBytes(80);
    said.push(payload);
    const head = Buffer.alloc(12);
    head.set([0x80, 100]);
    head.writeUInt16BE(said.length, 2);
    head.writeUInt32BE(said.length * 960, 4);
    head.writeUInt32BE(ssrc, 8);
    mouth.send(Buffer.concat([head, payload]), incoming.tuple.localPort, '127.0.0.1');
  }, 20);
  closing.push(() => clearInterval(talking));
  await until('much of it is heard', () => heard.length >= 50, withinMs);
  const first = said.findIndex((payload) => payload.equals(heard[0] ?? Buffer.alloc(0)));
  expect(Buffer.concat(heard.slice(0, 50)).equals(Buffer.concat(said.slice(first, first + 50)))).toBe(true);

  await producer.pause();
  await until('the pause has come through', () => consumer.producerPaused, withinMs);
  await producer.resume();
  const before = heard.length;
  await until('it goes on', () => heard.length > before + 10, withinMs);
  place.giveUp();
  await until('the gallery is closed with its last listener', () => consumer.closed, withinMs);
  expect([home.receivers, further.receivers]).toEqual([1, 0]);
});
