import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { StartupError, unavailable } from '../errors.ts';

import { findOrStartMediaProcess, stopMediaProcess, type RunningMediaProcess } from './MediaProcess.ts';
import {
  protocolVersion,
  type MediaAnswer,
  type MediaEvent,
  type mediaRequests,
  type MediaRequestName,
  type MediaSettings,
} from './protocol.ts';
import { prepareSocketFile } from './socketFile.ts';
import { killHung, usualPatienceMs, watch } from './watch.ts';
import { workerPath, workerRuns } from './workerBinary.ts';

export type { MediaEvent, PeerState, ProducerState, RoomState } from './protocol.ts';

export interface MediaMissing {
  reason: string;
  message: string;
}

/** What the web process learns without asking. */
export interface MediaListener {
  event: (event: Exclude<MediaEvent, { event: 'log' }>) => void;
  /** The media process answers (again): rooms of before may be there, if it was not the process that had gone. */
  up: () => void;
  down: () => void;
}

/** The web process's side of the media process: a supervised process that outlives a crash of this one. */
export interface Media {
  /** Null while classes can have pictures and sound; else a stable code that says why not, and a sentence. */
  missing: () => MediaMissing | null;
  /** Asks the media process. @throws AppError: as it names it, or `media_restarting` while it is not there. */
  request: <N extends MediaRequestName>(
    method: N,
    params: z.input<(typeof mediaRequests)[N]['input']>,
  ) => Promise<MediaAnswer<N>>;
  listen: (listener: MediaListener) => () => void;
  /** Stops the media process; with `handOver` only when no class goes on in it. Else the next web process adopts it. */
  close: (options?: { handOver: boolean }) => Promise<void>;
}

export interface MediaOptions {
  dataDir: string;
  port: number;
  listenIp: string;
  announcedAddress: string | undefined;
  workers: number;
  /** How many receivers one worker is meant to feed before a class spreads over another. */
  receiversPerWorker: number;
  workerBin: string | undefined;
  log: Logger;
  /** How long the media process waits for a web process to come back. */
  lingerMs?: number;
  /** How long a transport may take until its DTLS is connected. */
  connectWithinMs?: number | undefined;
  /** How long the media process, a worker or the recorder may leave a question unanswered. */
  patienceMs?: number;
}

/** Waits between attempts to bring the media process back; the last one is repeated. */
const restartDelaysMs = [0, 250, 1000, 2000, 5000, 10_000];
/** A process that lived this long died by accident. */
const soundAfterMs = 30_000;
/** How long the start of the server waits for the media process; afterwards it goes on without. */
const waitAtStartMs = 15_000;

const noWorker: MediaMissing = {
  reason: 'media_missing',
  message:
    'The media engine is not installed, so classes have no pictures and sound. Run "npm start" again with a connection to the internet, or name a mediasoup worker with MEDIASOUP_WORKER_BIN.',
};
/** Browsers would be told to connect to "any address", and fail without a word of why. */
const noAddress: MediaMissing = {
  reason: 'media_address_missing',
  message:
    'Pictures and sound listen on every address of this machine, but browsers must be told one: set MEDIA_ANNOUNCED_ADDRESS to the address under which this server is reached.',
};
const everyAddress = new Set(['0.0.0.0', '::']);
const starting: MediaMissing = { reason: 'media_starting', message: 'Pictures and sound are being started.' };

/** Adopts or starts the media process and keeps it running. Never fails: without it, `missing()` says why. */
export async function startMedia(options: MediaOptions): Promise<Media> {
  if (everyAddress.has(options.listenIp) && options.announcedAddress === undefined) {
    options.log.warn({ reason: noAddress.reason }, 'no address to announce');
    return withoutMedia(noAddress);
  }
  const binary = workerPath(options.workerBin);
  if (!(await workerRuns(binary))) {
    options.log.warn({ reason: noWorker.reason }, 'no media worker runs here');
    return withoutMedia(noWorker);
  }
  let socketFile: string;
  try {
    socketFile = prepareSocketFile(options.dataDir);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return withoutMedia({ reason: error.code, message: error.message });
  }
  const settings: MediaSettings = {
    socketFile,
    port: options.port,
    listenIp: options.listenIp,
    announcedAddress: options.announcedAddress ?? null,
    workers: options.workers,
    receiversPerWorker: options.receiversPerWorker,
    lingerMs: options.lingerMs ?? 60_000,
    connectWithinMs: options.connectWithinMs ?? 10_000,
    patienceMs: options.patienceMs ?? usualPatienceMs,
  };
  const supervisor = new Supervisor(settings, binary, options.log);
  const waited = new AbortController();
  await Promise.race([supervisor.firstAttempt, wait(waitAtStartMs, undefined, { signal: waited.signal }).catch(() => undefined)]);
  waited.abort();
  return supervisor;
}

class Supervisor implements Media {
  readonly firstAttempt: Promise<void>;
  readonly #settings: MediaSettings;
  readonly #binary: string;
  readonly #log: Logger;
  readonly #listeners = new Set<MediaListener>();
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #running: RunningMediaProcess | null = null;
  #missing: MediaMissing = starting;
  #attempted: () => void = () => undefined;

  constructor(settings: MediaSettings, binary: string, log: Logger) {
    this.#settings = settings;
    this.#binary = binary;
    this.#log = log;
    this.firstAttempt = new Promise((resolve) => (this.#attempted = resolve));
    this.#ended = this.#supervise();
  }

  readonly missing = (): MediaMissing | null => (this.#running === null ? this.#missing : null);

  readonly request: Media['request'] = async (method, params) => {
    if (this.#running === null) throw unavailable('media_restarting', this.#missing.message);
    return this.#running.connection.request(method, params);
  };

  readonly listen = (listener: MediaListener): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly close = async ({ handOver } = { handOver: false }): Promise<void> => {
    this.#stop.abort();
    if (this.#running !== null) await (handOver ? this.#handOver(this.#running) : stopMediaProcess(this.#running));
    await this.#ended;
  };

  async #supervise(): Promise<void> {
    const { signal } = this.#stop;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const delay = restartDelaysMs[Math.min(attempt, restartDelaysMs.length - 1)];
      await wait(delay, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        const running = await findOrStartMediaProcess(this.#settings, this.#binary, this.#take, signal);
        if (signal.aborted) return await stopMediaProcess(running);
        const since = performance.now();
        this.#up(running);
        const stopWatching = this.#watch(running);
        await running.connection.closed;
        stopWatching();
        this.#down();
        if (performance.now() - since > soundAfterMs) attempt = -1;
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  async #handOver(running: RunningMediaProcess): Promise<void> {
    const { roomIds } = await running.connection.request('room.list', {}).catch(() => ({ roomIds: [] }));
    if (roomIds.length === 0) return stopMediaProcess(running);
    this.#log.info({ mediaPid: running.pid, rooms: roomIds.length }, 'media process is left to the next web process');
    running.connection.close();
  }

  /** One that hangs is as good as dead: killed, it is started again. */
  #watch({ connection, pid }: RunningMediaProcess): () => void {
    return watch({
      ask: () => connection.request('hello', { protocol: protocolVersion }),
      patienceMs: this.#settings.patienceMs,
      hung: () => {
        this.#log.warn({ mediaPid: pid }, 'media process hangs');
        killHung(pid);
      },
    });
  }

  #up(running: RunningMediaProcess): void {
    this.#running = running;
    this.#log.info({ mediaPid: running.pid, adopted: running.adopted }, 'media process is up');
    this.#attempted();
    this.#tell((listener) => listener.up());
  }

  #down(): void {
    this.#running = null;
    this.#missing = starting;
    if (this.#stop.signal.aborted) return;
    this.#log.warn('media process is gone');
    this.#tell((listener) => listener.down());
  }

  #fail(error: unknown): void {
    this.#attempted();
    if (this.#stop.signal.aborted) return;
    this.#missing =
      error instanceof StartupError
        ? { reason: error.code, message: error.message }
        : { reason: 'media_failed', message: 'Pictures and sound could not be started.' };
    this.#log.warn({ err: error, reason: this.#missing.reason }, 'media process could not be started');
  }

  readonly #take = (event: MediaEvent): void => {
    if (event.event === 'log') this.#log[event.level](event.details, event.message);
    else this.#tell((listener) => listener.event(event));
  };

  #tell(say: (listener: MediaListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        say(listener);
      } catch (error) {
        this.#log.error({ err: error }, 'a media listener failed');
      }
    }
  }
}

function withoutMedia(missing: MediaMissing): Media {
  return {
    missing: () => missing,
    request: async () => {
      throw unavailable(missing.reason, missing.message);
    },
    listen: () => () => undefined,
    close: async () => undefined,
  };
}
