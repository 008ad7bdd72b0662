import { createWorker, type types } from 'mediasoup';
import { StartupError } from '../errors.ts';
import type { WorkerState } from './protocol.ts';
import { killHung, usualPatienceMs, watch } from './watch.ts';

export interface MediaWorkerOptions {
  /** UDP and TCP port; 0 lets the system choose. */
  port: number;
  listenIp: string;
  announcedAddress: string | null;
  /** How long it may leave a question unanswered, in milliseconds, before it counts as hung and is killed (ME2.2). */
  patienceMs?: number;
  log: (level: 'info' | 'warn' | 'error', message: string, details: Record<string, unknown>) => void;
  died: (worker: MediaWorker) => void;
}

/** One mediasoup worker process with the one WebRtcServer through which all its transports are reached. */
export class MediaWorker {
  readonly mediasoup: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
  /** Transports that are fed from it at the moment, over all rooms; counted by those who have a place on it. */
  receivers = 0;

  private constructor(mediasoup: types.Worker, webRtcServer: types.WebRtcServer) {
    this.mediasoup = mediasoup;
    this.webRtcServer = webRtcServer;
  }

  /** @throws StartupError `media_port_taken` when the port is in use. */
  static async start(options: MediaWorkerOptions): Promise<MediaWorker> {
    const mediasoup = await createWorker({ logLevel: 'warn', disableLiburing: true });
    try {
      const listenInfos = (['udp', 'tcp'] as const).map((protocol) => ({
        protocol,
        ip: options.listenIp,
        ...(options.announcedAddress === null ? {} : { announcedAddress: options.announcedAddress }),
        ...(options.port === 0 ? {} : { port: options.port }),
      }));
      const worker = new MediaWorker(mediasoup, await mediasoup.createWebRtcServer({ listenInfos }));
      const stopWatching = watch({
        ask: () => mediasoup.getResourceUsage(),
        patienceMs: options.patienceMs ?? usualPatienceMs,
        hung: () => {
          options.log('warn', 'media worker hangs', { workerPid: mediasoup.pid });
          killHung(mediasoup.pid);
        },
      });
      mediasoup.observer.once('close', stopWatching);
      mediasoup.on('died', (error) => {
        options.log('warn', 'media worker died', { reason: error.message });
        options.died(worker);
      });
      return worker;
    } catch (cause) {
      mediasoup.close();
      throw new StartupError(
        'media_port_taken',
        `Pictures and sound need port ${options.port} (UDP and TCP), which cannot be used.`,
        {
          cause,
        },
      );
    }
  }

  /** What is on it, as the worker itself counts it. */
  async state(): Promise<WorkerState> {
    const [worker, server] = await Promise.all([this.mediasoup.dump(), this.webRtcServer.dump()]);
    return {
      pid: this.mediasoup.pid,
      routers: worker.routerIds.length,
      transports: server.webRtcTransportIds.length,
      receivers: this.receivers,
    };
  }

  close(): void {
    this.mediasoup.close();
  }
}
