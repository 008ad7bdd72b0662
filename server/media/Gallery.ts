import type { types } from 'mediasoup';
import { mediaCodecs } from './codecs.ts';
import type { MediaWorker } from './MediaWorker.ts';

/** Packets that wait between two workers of this machine while the second has no time, in bytes. */
const pipeBufferBytes = 4 * 1024 * 1024;

/**
 * A router of a room on a further worker, for those who only watch. What is sent in the room comes here once, however many
 * watch it here, and only what somebody asks for.
 */
export class Gallery {
  readonly router: types.Router;
  readonly #home: types.Router;
  readonly #brought = new Map<string, Promise<void>>();

  private constructor(home: types.Router, router: types.Router) {
    this.#home = home;
    this.router = router;
  }

  /** `home` is the router on which everything is sent. */
  static async open(home: types.Router, worker: MediaWorker): Promise<Gallery> {
    return new Gallery(home, await worker.mediasoup.createRouter({ mediaCodecs }));
  }

  /** Makes something that is sent in the room available here, under the same id. @throws when it is no longer sent */
  readonly bring = (producerId: string): Promise<void> => {
    const brought = this.#brought.get(producerId) ?? this.#pipe(producerId);
    this.#brought.set(producerId, brought);
    return brought;
  };

  readonly close = (): void => this.router.close();

  async #pipe(producerId: string): Promise<void> {
    try {
      const { pipeProducer } = await this.#home.pipeToRouter({
        producerId,
        router: this.router,
        enableSctp: false,
        listenInfo: { protocol: 'udp', ip: '127.0.0.1', sendBufferSize: pipeBufferBytes, recvBufferSize: pipeBufferBytes },
      });
      pipeProducer?.observer.once('close', () => this.#brought.delete(producerId));
      if (pipeProducer?.closed === true) this.#brought.delete(producerId);
    } catch (error) {
      this.#brought.delete(producerId);
      throw error;
    }
  }
}
