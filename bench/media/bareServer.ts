import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createWorker, type types } from 'mediasoup';
import { Server } from 'socket.io';
import { build } from 'vite';

/** A page served somewhere, to be entered by a click on its only enabled button. */
export interface Served {
  url: string;
  close: () => Promise<void>;
}

/** mediasoup with as little around it as possible: one router, one camera, whoever joins gets it. */
export async function startBareServer(ip = '127.0.0.1', port = 0): Promise<Served> {
  const worker = await createWorker({ logLevel: 'warn', disableLiburing: true });
  const webRtcServer = await worker.createWebRtcServer({
    listenInfos: [
      { protocol: 'udp', ip },
      { protocol: 'tcp', ip },
    ],
  });
  const router = await worker.createRouter({
    mediaCodecs: [
      { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
      { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
    ],
  });
  const script = await bundle();
  const server = http.createServer((request, response) => {
    const asked = request.url?.startsWith('/page.js') === true;
    response.setHeader('content-type', asked ? 'text/javascript' : 'text/html');
    response.end(asked ? script : '<!doctype html><button disabled>Join</button><script type="module" src="/page.js"></script>');
  });
  serveMedia(new Server(server, { serveClient: false }), router, webRtcServer);
  await new Promise<void>((resolve) => server.listen(port, ip, resolve));
  return {
    url: `http://${ip === '127.0.0.1' ? 'localhost' : ip}:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      worker.close();
    },
  };
}

type Acknowledge = (answer: unknown) => void;

function serveMedia(io: Server, router: types.Router, webRtcServer: types.WebRtcServer): void {
  let camera: types.Producer | null = null;
  io.on('connection', (socket) => {
    const transports = new Map<string, types.WebRtcTransport>();
    const consumers = new Map<string, types.Consumer>();
    socket.on('capabilities', (_input: unknown, answer: Acknowledge) => answer(router.rtpCapabilities));
    socket.on('transport', async (_input: unknown, answer: Acknowledge) => {
      const transport = await router.createWebRtcTransport({ webRtcServer, preferUdp: true });
      transports.set(transport.id, transport);
      const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
      answer({ id, iceParameters, iceCandidates, dtlsParameters });
    });
    socket.on('produce', async (input: { transportId: string } & types.ProducerOptions, answer: Acknowledge) => {
      camera =
        (await transports.get(input.transportId)?.produce({ kind: input.kind, rtpParameters: input.rtpParameters })) ?? null;
      answer({ id: camera?.id });
    });
    socket.on('consume', async (input: { transportId: string; rtpCapabilities: types.RtpCapabilities }, answer: Acknowledge) => {
      const { rtpCapabilities } = input;
      const consumer = await transports
        .get(input.transportId)
        ?.consume({ producerId: camera?.id ?? '', rtpCapabilities, paused: true });
      if (consumer === undefined) return;
      consumers.set(consumer.id, consumer);
      const { id, producerId, kind, rtpParameters } = consumer;
      answer({ id, producerId, kind, rtpParameters });
    });
    socket.on('resume', async ({ consumerId }: { consumerId: string }, answer: Acknowledge) => {
      await consumers.get(consumerId)?.resume();
      answer({});
    });
    socket.on('secure', async (input: { transportId: string; dtlsParameters: types.DtlsParameters }, answer: Acknowledge) => {
      await transports.get(input.transportId)?.connect({ dtlsParameters: input.dtlsParameters });
      answer({});
    });
    socket.on('disconnect', () => {
      for (const transport of transports.values()) transport.close();
    });
  });
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rollupOptions: { input: path.join(import.meta.dirname, 'barePage.ts') } },
  });
  const [result] = Array.isArray(built) ? built : [built];
  if (result === undefined || !('output' in result)) throw new Error('the bare page could not be built');
  return result.output[0].code;
}
