import dgram from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { types } from 'mediasoup';
import { Gallery } from '../../server/media/Gallery.ts';
import { MediaWorker } from '../../server/media/MediaWorker.ts';
import { bareRig, openSink, ourRig } from './forwarding.ts';

/** How much later than the direct way packets arrive, in milliseconds, in the order of size. */
export interface AddedDelays {
  bare: number[];
  ours: number[];
  /** Through a gallery: one more hop. */
  gallery: number[];
}

/** As many as a class with two teachers, a classroom and some colleagues. The one that is measured is fed last. */
const receivers = 8;
const packetsPerSecond = 100;
const bytes = 1_100;
const headerBytes = 12;

/**
 * Sends packets to one and the same socket the direct way, through bare mediasoup, through a class of ours and through a gallery of
 * one, each at the same moment, and takes how much later than the direct one each arrives: whatever else delays this process
 * delays all of them.
 */
export async function measureDelays(seconds: number): Promise<AddedDelays> {
  const sink = await openSink();
  const [bare, ours] = [await bareRig(), await ourRig()];
  const further = await MediaWorker.start({
    port: 0,
    listenIp: '127.0.0.1',
    announcedAddress: null,
    log: () => undefined,
    died: () => undefined,
  });
  const gallery = await Gallery.open(ours.router, further);
  const ear = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => ear.bind(0, '127.0.0.1', resolve));
  ear.setRecvBufferSize(4 * 1024 * 1024);
  const mouth = dgram.createSocket('udp4');
  const hear = ear.address().port;
  try {
    const own = await openStream(ours.router, ssrcs.ours);
    await ours.heard(own.producer);
    await gallery.bring(own.producer.id);
    const plain = await openStream(bare.router, ssrcs.bare);
    const arrived = listen(ear, {
      bare: await feed(bare.router, plain.producer, sink.port, hear),
      ours: await feed(ours.router, own.producer, sink.port, hear),
      gallery: await feed(gallery.router, own.producer, sink.port, hear),
    });
    const ways = [
      { ssrc: ssrcs.direct, port: hear },
      { ssrc: ssrcs.bare, port: plain.port },
      { ssrc: ssrcs.ours, port: own.port },
    ];
    const total = seconds * packetsPerSecond;
    for (let index = 0; index < total; index += 1) {
      // Who goes first changes with every packet.
      for (let turn = 0; turn < ways.length; turn += 1) {
        const way = ways[(index + turn) % ways.length];
        if (way !== undefined) mouth.send(packet(way.ssrc, index), way.port, '127.0.0.1');
      }
      await wait(1_000 / packetsPerSecond);
    }
    await wait(500);
    return arrived(total);
  } finally {
    ear.close();
    mouth.close();
    bare.close();
    ours.close();
    further.close();
    sink.process.kill('SIGKILL');
  }
}

const ssrcs = { bare: 1_001, ours: 1_002, direct: 1_003 };

async function openStream(router: types.Router, ssrc: number) {
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
    rtcpMux: true,
    comedia: true,
  });
  const rtpParameters: types.RtpParameters = {
    codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
    encodings: [{ ssrc }],
  };
  const producer = await transport.produce({ kind: 'audio', rtpParameters });
  return { producer, port: transport.tuple.localPort };
}

/**
 * Everybody else first, to a port that nobody reads, then the socket that is measured at. Answers the stream by which packets
 * of this way are known there.
 */
async function feed(router: types.Router, producer: types.Producer, sink: number, hear: number): Promise<number> {
  let ssrc = 0;
  for (let index = 1; index <= receivers; index += 1) {
    const transport = await router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
      rtcpMux: true,
      comedia: false,
    });
    await transport.connect({ ip: '127.0.0.1', port: index === receivers ? hear : sink });
    const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities: router.rtpCapabilities });
    ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc ?? 0;
  }
  return ssrc;
}

const filling = randomBytes(bytes);

/** The number of the packet stands in its payload, which nobody on the way touches. */
function packet(ssrc: number, index: number): Buffer {
  const made = Buffer.concat([Buffer.alloc(headerBytes), filling]);
  made.set([0x80, 100]);
  made.writeUInt16BE((index + 1) & 0xffff, 2);
  made.writeUInt32BE(index * 480, 4);
  made.writeUInt32BE(ssrc, 8);
  made.writeUInt32BE(index, headerBytes);
  return made;
}

/** What an RTP packet carries: the worker writes header extensions of its own before it (RFC 3550, 5.1 and 5.3.1). */
function payloadOf(message: Buffer): Buffer {
  const [first = 0] = message;
  const fixed = headerBytes + (first & 0x0f) * 4;
  const extended = (first & 0x10) !== 0 && message.length >= fixed + 4;
  return message.subarray(extended ? fixed + 4 + message.readUInt16BE(fixed + 2) * 4 : fixed);
}

/** Notes what arrives when, and answers in the end how much later than the direct way each packet came. */
function listen(ear: dgram.Socket, streams: Record<keyof AddedDelays, number>): (total: number) => AddedDelays {
  const arrivals = new Map<string, number>();
  ear.on('message', (message) => {
    const now = performance.now();
    const payload = payloadOf(message);
    if (payload.length === bytes) arrivals.set(`${message.readUInt32BE(8)}/${payload.readUInt32BE(0)}`, now);
  });
  return (total) => {
    const delays = (ssrc: number) =>
      Array.from({ length: total }, (_none, index) => {
        const [direct, told] = [arrivals.get(`${ssrcs.direct}/${index}`), arrivals.get(`${ssrc}/${index}`)];
        return direct === undefined || told === undefined ? [] : [told - direct];
      })
        .flat()
        .toSorted((a, b) => a - b);
    const all = { bare: delays(streams.bare), ours: delays(streams.ours), gallery: delays(streams.gallery) };
    for (const [way, { length }] of Object.entries(all)) {
      if (length < total * 0.99) throw new Error(`${total - length} of ${total} packets were lost (${way})`);
    }
    return all;
  };
}
