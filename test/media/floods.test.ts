import dgram from 'node:dgram';
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { types } from 'mediasoup';
import { afterEach, expect, it } from 'vitest';
import { Arrival, lostStep } from '../../server/media/Arrival.ts';
import { guardBitrate } from '../../server/media/bitrateGuard.ts';
import { mediaCodecs } from '../../server/media/codecs.ts';
import { MediaWorker } from '../../server/media/MediaWorker.ts';
import { audioParameters, until } from './support.ts';

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

const startWorker = async () => {
  const died: unknown[] = [];
  const worker = await MediaWorker.start({
    port: 0,
    listenIp: '127.0.0.1',
    announcedAddress: null,
    log: () => undefined,
    died: () => void died.push('died'),
  });
  closing.push(() => worker.close());
  return { worker, died, router: await worker.mediasoup.createRouter({ mediaCodecs }) };
};
const openSocket = () => {
  const socket = dgram.createSocket('udp4');
  closing.push(() => socket.close());
  return socket;
};
const wideNumber = { id: 5, uri: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01' };
/** A voice that comes over the network as packets of so many bytes, so many a second. */
const startVoice = (
  transport: types.PlainTransport,
  ssrc: number,
  { bytes = 80, perSecond = 50, loses = () => false }: { bytes?: number; perSecond?: number; loses?: () => boolean } = {},
) => {
  const socket = openSocket();
  // With the number that every packet of a transport bears, in a header extension (RFC 8285).
  const head = Buffer.concat([Buffer.alloc(12), Buffer.from([0xbe, 0xde, 0, 1, (wideNumber.id << 4) | 1, 0, 0, 0])]);
  const packet = Buffer.concat([head, randomBytes(bytes)]);
  packet.set([0x90, 100]);
  packet.writeUInt32BE(ssrc, 8);
  let sequence = 0;
  const timer = setInterval(
    () => {
      for (let count = 0; count < Math.ceil(perSecond / 50); count += 1) {
        sequence += 1;
        packet.writeUInt16BE(sequence & 0xffff, 2);
        packet.writeUInt32BE((sequence * 960) >>> 0, 4);
        packet.writeUInt16BE(sequence & 0xffff, 17);
        if (loses()) continue;
        socket.send(Buffer.from(packet), transport.tuple.localPort, '127.0.0.1');
      }
    },
    Math.max(1, 1_000 / Math.min(50, perSecond)),
  );
  closing.push(() => clearInterval(timer));
};
const listen = { listenInfo: { protocol: 'udp', ip: '127.0.0.1' }, rtcpMux: true, comedia: true } as const;

it('goes on forwarding while its port is flooded with bad STUN, DTLS, RTP and half-open connections (M06)', async () => {
  const { worker, router, died } = await startWorker();
  const incoming = await router.createPlainTransport(listen);
  const ssrc = 4_711;
  const producer = await incoming.produce({ kind: 'audio', rtpParameters: audioParameters(ssrc) as never });
  startVoice(incoming, ssrc);
  const outgoing = await router.createPlainTransport({ ...listen, comedia: false });
  const heard: number[] = [];
  const ear = openSocket();
  ear.on('message', () => heard.push(performance.now()));
  await new Promise<void>((resolve) => ear.bind(0, '127.0.0.1', resolve));
  await outgoing.connect({ ip: '127.0.0.1', port: ear.address().port });
  await outgoing.consume({ producerId: producer.id, rtpCapabilities: router.rtpCapabilities });
  await until('the voice is heard', () => heard.length > 10, 20_000);

  const target = await router.createWebRtcTransport({ webRtcServer: worker.webRtcServer });
  const port = target.iceCandidates.find(({ protocol }) => protocol === 'udp')?.port ?? 0;
  const tcp = target.iceCandidates.find(({ protocol }) => protocol === 'tcp')?.port ?? 0;
  const flood = openSocket();
  const user = Buffer.from(`${target.iceParameters.usernameFragment}:evil`);
  const nasty = [
    () => stun(user, randomBytes(20)),
    () => stun(Buffer.alloc(400, 0x61), Buffer.alloc(0)),
    () => Buffer.concat([Buffer.from([0x00, 0x01, 0xff, 0xff, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]),
    () => Buffer.concat([Buffer.from([22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]), randomBytes(600)]),
    () => Buffer.concat([Buffer.from([0x80, 96]), randomBytes(1_100)]),
    () => Buffer.concat([Buffer.from([0x81, 200, 0xff, 0xff]), randomBytes(40)]),
    () => randomBytes(1),
  ];
  const halfOpen = Array.from({ length: 200 }, () => {
    const socket = net.connect(tcp, '127.0.0.1').on('error', () => undefined);
    socket.write(Buffer.concat([Buffer.from([0xff, 0xff]), randomBytes(30)]));
    closing.push(() => socket.destroy());
    return socket;
  });
  expect(halfOpen).toHaveLength(200);
  const before = heard.length;
  for (let burst = 0; burst < 100; burst += 1) {
    for (let count = 0; count < 200; count += 1) flood.send(nasty[count % nasty.length]?.() ?? '', port, '127.0.0.1');
    await wait(10);
  }
  await until('the voice was heard all along', () => heard.length > before + 40, 20_000);
  expect(died).toEqual([]);
  expect(target.dtlsState).toBe('new');
  expect((await worker.state()).transports).toBe(1);
});

it('cuts off who sends far more than they were told they may, and nobody else (ME3.5)', async () => {
  const { router } = await startWorker();
  const [modest, flooding] = [await router.createPlainTransport(listen), await router.createPlainTransport(listen)];
  for (const [transport, ssrc] of [
    [modest, 1],
    [flooding, 2],
  ] as const) {
    await transport.produce({ kind: 'audio', rtpParameters: audioParameters(ssrc) as never });
    const exceeded = () => transport.close();
    guardBitrate({ transport, atMost: 300_000, exceeded, lookMs: 300 });
  }
  startVoice(modest, 1);
  startVoice(flooding, 2, { bytes: 1_000, perSecond: 500 });
  await until('the flood is cut off', () => flooding.closed, 30_000);
  expect(modest.closed).toBe(false);
});

it('tells how much of what somebody sends does not arrive, in steps, and when it is better again (ME5.1–ME5.3)', async () => {
  const { router } = await startWorker();
  const openSending = async (ssrc: number, loses: () => boolean) => {
    const transport = await router.createPlainTransport(listen);
    const rtpParameters = audioParameters(ssrc);
    Object.assign(rtpParameters, { headerExtensions: [wideNumber] });
    for (const codec of rtpParameters['codecs'] as Record<string, unknown>[]) codec['rtcpFeedback'] = [{ type: 'transport-cc' }];
    await transport.produce({ kind: 'audio', rtpParameters: rtpParameters as never });
    startVoice(transport, ssrc, { perSecond: 200, loses });
    return transport;
  };
  let count = 0;
  let every = Infinity;
  const transport = await openSending(3, () => (count += 1) % every === 0);
  const told: number[] = [];
  const arrival = new Arrival({ tell: (lost) => void told.push(lost), lookMs: 100 });
  arrival.watch(transport);
  await until('much of the voice came', () => count > 100);
  expect(told).toEqual([]);
  every = 6;
  await until('a sixth is lost', () => told.at(-1) === 0.2);
  every = Infinity;
  await until('less is lost', () => (told.at(-1) ?? 1) < 0.2);
  every = 3;
  await until('a third is lost', () => told.at(-1) === 0.4);

  // The transport is followed by another: that it closes says nothing, what the new one finds does.
  const following = await openSending(4, () => false);
  arrival.watch(following);
  transport.close();
  expect(arrival.lost).toBe(0.4);
  await until('nothing is lost over the new one', () => told.at(-1) === 0);
  const third = await openSending(5, () => (count += 1) % 3 === 0);
  arrival.watch(third);
  await until('a third is lost over the third', () => told.at(-1) === 0.4);
  third.close();
  expect(told.at(-1)).toBe(0);
});

it('tells no more apart than a class has a use for (ME5.1)', () => {
  expect([0, 0.019, 0.02, 0.05, 0.051, 0.2, 0.39, 0.41, 1].map(lostStep)).toEqual([0, 0, 0.05, 0.05, 0.1, 0.2, 0.4, 1, 1]);
});

/** A STUN binding request with a user name and a wrong integrity (RFC 8489). */
function stun(user: Buffer, integrity: Buffer): Buffer {
  const attribute = (type: number, value: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
  };
  const body = Buffer.concat([attribute(0x0006, user), attribute(0x0008, integrity)]);
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0001, 0);
  head.writeUInt16BE(body.length, 2);
  head.writeUInt32BE(0x2112a442, 4);
  return Buffer.concat([head, randomBytes(12), body]);
}
