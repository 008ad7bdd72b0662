import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createWorker, type types } from 'mediasoup';
import { RecorderProcess } from '../../server/media/RecorderProcess.ts';
import { MediaRoom } from '../../server/media/MediaRoom.ts';
import { MediaWorker } from '../../server/media/MediaWorker.ts';

/** What one run of forwarding cost. */
export interface ForwardingCost {
  packets: number;
  /** CPU time of the worker for each packet that left it, in microseconds. */
  microsecondsPerPacket: number;
}

/** A router to measure, and how to hand it a producer as its owner would. */
export interface Rig {
  worker: types.Worker;
  router: types.Router;
  /** Registers a microphone with whatever listens to it. */
  heard: (microphone: types.Producer) => Promise<void>;
  close: () => void;
}

const receivers = 75;
const videoPacketsPerSecond = 100;
const warmUpMs = 1_500;
const measureMs = 6_000;
/** What Chromium and mediasoup agree on: the first suite that mediasoup offers. */
const cryptoSuite = 'AEAD_AES_256_GCM';
const keyBytes = 44;

/** mediasoup as its documentation shows it: a worker and a router. */
export async function bareRig(): Promise<Rig> {
  const worker = await createWorker({ logLevel: 'warn', disableLiburing: true });
  const router = await worker.createRouter({
    mediaCodecs: [
      { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
      { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
    ],
  });
  return { worker, router, heard: async () => undefined, close: () => worker.close() };
}

/** A class of ours: a room on a worker, with the observers that tell who speaks. */
export async function ourRig(): Promise<Rig> {
  const worker = await MediaWorker.start({
    port: 0,
    listenIp: '127.0.0.1',
    announcedAddress: null,
    log: () => undefined,
    died: () => undefined,
  });
  const room = new MediaRoom({
    id: 'measured',
    emit: () => undefined,
    recorder: new RecorderProcess(() => undefined),
    spread: { workers: () => [worker], capacity: Infinity, spreading: () => undefined },
    connectWithinMs: 10_000,
  });
  await room.build(worker);
  const { router, levels, speakers } = room.floor;
  return {
    worker: worker.mediasoup,
    router,
    heard: async ({ id: producerId }) => {
      await levels.addProducer({ producerId });
      await speakers.addProducer({ producerId });
    },
    close: () => worker.close(),
  };
}

/**
 * Measures several at the same moment, so that whatever else the machine does costs them all alike. In each, one teacher
 * sends video and voice through a DirectTransport; each receiver gets both over SRTP, at a UDP port that nobody reads, so
 * that nothing but the worker costs anything.
 */
export async function measureForwarding(makeRigs: readonly (() => Promise<Rig>)[]): Promise<ForwardingCost[]> {
  const sink = await openSink();
  const classes: Flow[] = [];
  try {
    for (const makeRig of makeRigs) classes.push(await startFlow(await makeRig(), sink.port));
    await wait(warmUpMs);
    const before = await Promise.all(classes.map(reading));
    await wait(measureMs);
    const after = await Promise.all(classes.map(reading));
    return after.map(({ cpuMs, packets: total }, index) => {
      const packets = total - (before[index]?.packets ?? 0);
      if (packets < receivers * videoPacketsPerSecond) throw new Error(`only ${packets} packets were forwarded`);
      return { packets, microsecondsPerPacket: ((cpuMs - (before[index]?.cpuMs ?? 0)) * 1_000) / packets };
    });
  } finally {
    for (const { stop } of classes) stop();
    sink.process.kill('SIGKILL');
  }
}

interface Flow {
  worker: types.Worker;
  consumers: types.Consumer[];
  stop: () => void;
}

async function startFlow(rig: Rig, port: number): Promise<Flow> {
  const source = await rig.router.createDirectTransport();
  const video = await source.produce({ kind: 'video', rtpParameters: videoParameters });
  const voice = await source.produce({ kind: 'audio', rtpParameters: voiceParameters });
  await rig.heard(voice);
  const consumers: types.Consumer[] = [];
  for (let index = 0; index < receivers; index += 1) {
    const transport = await rig.router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
      rtcpMux: true,
      comedia: false,
      enableSrtp: true,
      srtpCryptoSuite: cryptoSuite,
    });
    const srtpParameters: types.SrtpParameters = { cryptoSuite, keyBase64: randomBytes(keyBytes).toString('base64') };
    await transport.connect({ ip: '127.0.0.1', port, srtpParameters });
    for (const producerId of [video.id, voice.id]) {
      consumers.push(await transport.consume({ producerId, rtpCapabilities: rig.router.rtpCapabilities }));
    }
  }
  const stopSending = sendPackets(video, voice);
  const stop = () => {
    stopSending();
    rig.close();
  };
  return { worker: rig.worker, consumers, stop };
}

async function reading({ worker, consumers }: Flow): Promise<{ cpuMs: number; packets: number }> {
  const { ru_utime, ru_stime } = await worker.getResourceUsage();
  const stats = await Promise.all(consumers.map((consumer) => consumer.getStats()));
  const sent = stats.flat().filter((entry): entry is types.ConsumerStat => entry.type === 'outbound-rtp');
  return { cpuMs: ru_utime + ru_stime, packets: sent.reduce((sum, { packetCount }) => sum + packetCount, 0) };
}

/** Sends video and voice until it is stopped. */
export function sendPackets(video: types.Producer, voice: types.Producer): () => void {
  const frame = rtpSender(video, 101, videoSsrc, 1_100, 90_000 / videoPacketsPerSecond);
  const sound = rtpSender(voice, 100, voiceSsrc, 80, 960);
  let ticks = 0;
  const timer = setInterval(() => {
    frame();
    if (ticks++ % 2 === 0) sound();
  }, 1_000 / videoPacketsPerSecond);
  return () => clearInterval(timer);
}

/** Packets of a VP8 stream of key frames only (RFC 7741: S bit, then a payload header with P = 0), or of anything as Opus. */
function rtpSender(producer: types.Producer, payloadType: number, ssrc: number, bytes: number, ticks: number): () => void {
  const packet = Buffer.concat([Buffer.alloc(12), randomBytes(bytes)]);
  packet[0] = 0x80;
  packet[1] = 0x80 | payloadType;
  packet.writeUInt32BE(ssrc, 8);
  if (payloadType === 101) packet.set([0x10, 0x00], 12);
  let sequence = 0;
  return () => {
    sequence += 1;
    packet.writeUInt16BE(sequence & 0xffff, 2);
    packet.writeUInt32BE((sequence * ticks) >>> 0, 4);
    producer.send(packet);
  };
}

/** A UDP port whose process is stopped: the kernel drops what it cannot keep. */
export async function openSink(): Promise<{ process: ChildProcess; port: number }> {
  const script = `const s = require('node:dgram').createSocket('udp4');
    s.bind(0, '127.0.0.1', () => process.stdout.write(s.address().port + '\\n', () => process.kill(process.pid, 'SIGSTOP')));`;
  const sink = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) =>
    sink.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))),
  );
  return { process: sink, port };
}

const videoSsrc = 1_111;
const voiceSsrc = 2_222;
export const videoParameters: types.RtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
  encodings: [{ ssrc: videoSsrc }],
};
export const voiceParameters: types.RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: voiceSsrc }],
};
