import { createWorker, type types } from 'mediasoup';
import { StartupError } from '../errors.ts';

export interface MediaWorkerOptions {
  /** UDP and TCP port; 0 lets the system choose. */
  port: number;
  listenIp: string;
  announcedAddress: string | null;
  log: (level: 'info' | 'warn' | 'error', message: string, details: Record<string, unknown>) => void;
  died: (worker: MediaWorker) => void;
}

/** One mediasoup worker process with the one WebRtcServer through which all its transports are reached. */
export class MediaWorker {
  readonly mediasoup: types.Worker;
  readonly webRtcServer: types.WebRtcServer;

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

  close(): void {
    this.mediasoup.close();
  }
}
