import fs from 'node:fs';
import net from 'node:net';
import type { z } from 'zod';
import { AppError, unavailable } from '../errors.ts';
import { readJsonLines, writeJsonLine } from './jsonLines.ts';
import { MediaEngine } from './MediaEngine.ts';
import {
  mediaRequests,
  protocolVersion,
  RequestLine,
  type MediaAnswer,
  type MediaEvent,
  type MediaInput,
  type MediaRequestName,
  type MediaSettings,
} from './protocol.ts';

type Handlers = { [N in MediaRequestName]: (input: MediaInput<N>) => Promise<MediaAnswer<N>> };

/**
 * The media process's end of the local channel. One web process at a time is served; while there is none the rooms go on,
 * and after `lingerMs` without one `done` resolves.
 */
export class MediaServer {
  readonly done: Promise<void>;
  readonly #settings: MediaSettings;
  readonly #server: net.Server;
  #engine: MediaEngine | null = null;
  #web: net.Socket | null = null;
  #linger: NodeJS.Timeout | null = null;
  #finish: () => void = () => undefined;

  private constructor(settings: MediaSettings) {
    this.#settings = settings;
    this.done = new Promise((resolve) => (this.#finish = resolve));
    this.#server = net.createServer((socket) => this.#welcome(socket));
  }

  /**
   * Takes the socket first, so that of two processes started at once one gives way, then starts the engine.
   * @throws when another media process serves this socket already, or a worker cannot run.
   */
  static async start(settings: MediaSettings): Promise<MediaServer> {
    const server = new MediaServer(settings);
    await listen(server.#server, settings.socketFile);
    try {
      server.#engine = await MediaEngine.start(settings, (event) => server.#tell(event));
    } catch (error) {
      server.#server.close();
      throw error;
    }
    server.#waitForWeb();
    return server;
  }

  close(): void {
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#engine?.close();
    this.#web?.destroy();
    this.#server.close();
  }

  #welcome(socket: net.Socket): void {
    if (this.#web !== null || this.#engine === null) {
      socket.destroy();
      return;
    }
    this.#web = socket;
    if (this.#linger !== null) clearTimeout(this.#linger);
    const handlers = this.#handlers(this.#engine);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#web = null;
      this.#waitForWeb();
    });
    readJsonLines(socket, (line) => void this.#serve(socket, handlers, line));
  }

  #waitForWeb(): void {
    if (this.#web !== null) return;
    this.#linger = setTimeout(() => this.#finish(), this.#settings.lingerMs);
  }

  #tell(event: MediaEvent): void {
    if (this.#web !== null) writeJsonLine(this.#web, event);
  }

  async #serve(socket: net.Socket, handlers: Handlers, line: unknown): Promise<void> {
    const parsed = RequestLine.safeParse(line);
    if (!parsed.success) {
      socket.destroy();
      return;
    }
    const { id, method, params } = parsed.data;
    try {
      writeJsonLine(socket, { id, result: await answer(handlers, method, params) });
    } catch (error) {
      const { code, status, message } = this.#named(error, method);
      writeJsonLine(socket, { id, error: { code, status, message } });
    }
    if (method === 'shutdown') this.#finish();
  }

  /** mediasoup refuses senseless parameters with errors of many kinds; their wording stays in the log. */
  #named(error: unknown, method: string): AppError {
    if (error instanceof AppError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    this.#tell({
      event: 'log',
      level: 'info',
      message: 'media request refused',
      details: { method, reason: reason.slice(0, 500) },
    });
    const gone = error instanceof Error && error.name === 'InvalidStateError';
    return gone
      ? unavailable('media_restarting', 'Pictures and sound are being restarted. Please wait a few seconds.')
      : new AppError('media_refused', 400, 'The media engine could not use this.');
  }

  #handlers(engine: MediaEngine): Handlers {
    const peer = ({ roomId, peerId }: { roomId: string; peerId: string }) => engine.room(roomId).peer(peerId);
    const nothing = {};
    return {
      hello: async () => ({ protocol: protocolVersion, pid: process.pid, settings: this.#settings }),
      shutdown: async () => nothing,
      'worker.list': async () => ({ workers: await engine.workerStates() }),
      'room.open': ({ roomId }) => engine.openRoom(roomId),
      'room.list': async () => ({ roomIds: engine.roomIds }),
      'room.close': async ({ roomId }) => (engine.closeRoom(roomId), nothing),
      'peer.open': async ({ roomId, peerId, sources, keep }) => {
        const room = engine.room(roomId);
        if (!keep) room.closePeer(peerId);
        return room.openPeer(peerId, sources);
      },
      'peer.close': async ({ roomId, peerId }) => (engine.room(roomId).closePeer(peerId), nothing),
      'transport.open': (input) => engine.room(input.roomId).openTransport(input),
      'transport.connect': async (input) => (await peer(input).connect(input), nothing),
      'transport.restartIce': (input) => peer(input).restartIce(input),
      'producer.open': (input) => peer(input).produce(input),
      'producer.pause': (input) => peer(input).pauseProducer(input),
      'producer.close': async (input) => (peer(input).closeProducer(input), nothing),
      'consumer.open': (input) => engine.room(input.roomId).consume(input),
      'consumer.pause': async (input) => (await peer(input).pauseConsumer(input), nothing),
      'consumer.layers': async (input) => (await peer(input).preferLayers(input), nothing),
      'recording.start': async (input) => engine.room(input.roomId).record(input),
      'recording.stop': async (input) => (await engine.room(input.roomId).stopRecording(input.recordingId), nothing),
    };
  }
}

async function answer(handlers: Handlers, method: string, params: unknown): Promise<unknown> {
  if (!Object.hasOwn(handlers, method))
    throw new AppError('unknown_request', 404, 'The media process does not know this request.');
  const name = method as MediaRequestName;
  const input = (mediaRequests[name].input as z.ZodType).safeParse(params);
  if (!input.success) throw new AppError('media_refused', 400, 'The media engine could not use this.');
  return (handlers[name] as (input: unknown) => Promise<unknown>)(input.data);
}

/** Listens on a unix socket; a file left behind by a process that is gone is replaced. */
async function listen(server: net.Server, file: string): Promise<void> {
  const attempt = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(file, () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await attempt();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || (await someoneListens(file))) throw error;
    fs.rmSync(file, { force: true });
    await attempt();
  }
}

function someoneListens(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect(file);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
