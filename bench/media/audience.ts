import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { types } from 'mediasoup';
import { MediaWorker } from '../../server/media/MediaWorker.ts';
import { mediaCodecs } from '../../server/media/codecs.ts';
import { RoomPlaces } from '../../server/media/RoomPlaces.ts';
import { openSink, sendPackets, videoParameters, voiceParameters } from './forwarding.ts';

export interface AudienceCost {
  /** What each worker spent, as a share of a core, and how many it fed. */
  workers: { receivers: number; coreShare: number }[];
  /** How many of the packets that should have left did, as a share. */
  delivered: number;
  /** What came from the teacher in a second, whatever the number of observers. */
  upstreamPackets: number;
}

const warmUpMs = 3_000;
const measureMs = 10_000;
const cryptoSuite = 'AEAD_AES_256_GCM';
const keyBytes = 44;

/** Feeds an audience at the places that a class gives it, over SRTP to a port that nobody reads. */
export async function measureAudience(observers: number, capacity: number): Promise<AudienceCost> {
  const sink = await openSink();
  const workers = [await startWorker(), await startWorker()];
  const [home] = workers;
  if (home === undefined) throw new Error('no worker');
  const router = await home.mediasoup.createRouter({ mediaCodecs });
  const spread = { workers: () => workers, capacity, spreading: () => undefined };
  const places = new RoomPlaces({ roomId: 'measured', worker: home, router, spread });
  const source = await router.createDirectTransport();
  const video = await source.produce({ kind: 'video', rtpParameters: videoParameters });
  const voice = await source.produce({ kind: 'audio', rtpParameters: voiceParameters });
  const consumers: types.Consumer[] = [];
  let stopSending = () => undefined as void;
  try {
    for (let index = 0; index < observers; index += 1) {
      const place = await places.forReceiving({ sends: false });
      const transport = await place.router.createPlainTransport({
        listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
        rtcpMux: true,
        comedia: false,
        enableSrtp: true,
        srtpCryptoSuite: cryptoSuite,
      });
      const srtpParameters: types.SrtpParameters = { cryptoSuite, keyBase64: randomBytes(keyBytes).toString('base64') };
      await transport.connect({ ip: '127.0.0.1', port: sink.port, srtpParameters });
      for (const producerId of [video.id, voice.id]) {
        await place.bring(producerId);
        consumers.push(await transport.consume({ producerId, rtpCapabilities: router.rtpCapabilities }));
      }
    }
    stopSending = sendPackets(video, voice);
    await wait(warmUpMs);
    const before = await reading(workers, consumers, [video, voice]);
    const startedAt = performance.now();
    await wait(measureMs);
    const after = await reading(workers, consumers, [video, voice]);
    const seconds = (performance.now() - startedAt) / 1_000;
    const came = after.came - before.came;
    return {
      workers: workers.map(({ receivers }, index) => ({
        receivers,
        coreShare: ((after.cpuMs[index] ?? 0) - (before.cpuMs[index] ?? 0)) / 1_000 / seconds,
      })),
      delivered: (after.left - before.left) / (came * observers),
      upstreamPackets: Math.round(came / seconds),
    };
  } finally {
    stopSending();
    for (const worker of workers) worker.close();
    sink.process.kill('SIGKILL');
  }
}

const startWorker = () =>
  MediaWorker.start({ port: 0, listenIp: '127.0.0.1', announcedAddress: null, log: () => undefined, died: () => undefined });

async function reading(
  workers: readonly MediaWorker[],
  consumers: readonly types.Consumer[],
  producers: readonly types.Producer[],
) {
  const usage = await Promise.all(workers.map(({ mediasoup }) => mediasoup.getResourceUsage()));
  const sent = (await Promise.all(consumers.map((consumer) => consumer.getStats()))).flat();
  const received = (await Promise.all(producers.map((producer) => producer.getStats()))).flat();
  return {
    cpuMs: usage.map(({ ru_utime: user, ru_stime: system }) => user + system),
    left: sent.reduce((sum, entry) => sum + (entry.type === 'outbound-rtp' ? entry.packetCount : 0), 0),
    came: received.reduce((sum, { packetCount }) => sum + packetCount, 0),
  };
}
