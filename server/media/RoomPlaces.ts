import type { types } from 'mediasoup';
import { unavailable } from '../errors.ts';
import { Gallery } from './Gallery.ts';
import type { MediaWorker } from './MediaWorker.ts';
import { placeWatcher } from './placement.ts';

/** Where a transport stands. A receiving one is counted on its worker until the place is given up. */
export interface Place {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  /** Makes something that is sent in the room available here. @throws when it is no longer sent */
  bring: (producerId: string) => Promise<void>;
  giveUp: () => void;
}

/** The workers over which a room may spread. */
export interface Spread {
  workers: () => readonly MediaWorker[];
  /** How many receivers one worker is meant to feed. */
  capacity: number;
  /** Told when a room begins to use a further worker. */
  spreading: (roomId: string) => void;
}

interface Used {
  gallery: Promise<Gallery>;
  taken: number;
}

/**
 * The places of one room: on its own worker for everybody who sends, and for those who only watch there or in galleries on
 * further workers (ME1). It lasts as long as the router on the room's own worker.
 */
export class RoomPlaces {
  readonly #roomId: string;
  readonly #home: { worker: MediaWorker; router: types.Router };
  readonly #spread: Spread;
  readonly #galleries = new Map<MediaWorker, Used>();
  #closed = false;

  constructor(options: { roomId: string; worker: MediaWorker; router: types.Router; spread: Spread }) {
    this.#roomId = options.roomId;
    this.#home = { worker: options.worker, router: options.router };
    this.#spread = options.spread;
  }

  /** The place of a transport over which somebody sends: nothing is fed from it. */
  forSending(): Place {
    return { ...this.#atHome(), giveUp: () => undefined };
  }

  /** The place of a receiving transport. Those who send receive at home too: no further worker can take it from them. */
  async forReceiving({ sends }: { sends: boolean }): Promise<Place> {
    const { worker: home } = this.#home;
    const galleries = [...this.#galleries.keys()];
    const worker = sends
      ? home
      : placeWatcher({ home, galleries, workers: this.#spread.workers(), capacity: this.#spread.capacity });
    // Counted before anything is waited for: many may be looking for a place at the same moment.
    worker.receivers += 1;
    if (worker === home) return { ...this.#atHome(), giveUp: once(() => (home.receivers -= 1)) };
    const used = this.#galleries.get(worker) ?? this.#open(worker);
    used.taken += 1;
    const giveUp = once(() => {
      worker.receivers -= 1;
      used.taken -= 1;
      if (used.taken === 0) this.#leave(worker, used);
    });
    try {
      const { router, bring } = await used.gallery;
      if (this.#closed || router.closed) throw gone();
      return { router, webRtcServer: worker.webRtcServer, bring, giveUp };
    } catch (error) {
      giveUp();
      throw error;
    }
  }

  close(): void {
    this.#closed = true;
    for (const [worker, used] of [...this.#galleries]) this.#leave(worker, used);
  }

  #atHome(): Omit<Place, 'giveUp'> {
    const { worker, router } = this.#home;
    return { router, webRtcServer: worker.webRtcServer, bring: async () => undefined };
  }

  #open(worker: MediaWorker): Used {
    const used: Used = { gallery: Gallery.open(this.#home.router, worker), taken: 0 };
    this.#galleries.set(worker, used);
    this.#spread.spreading(this.#roomId);
    used.gallery.then(
      ({ router }) => router.observer.once('close', () => this.#forget(worker, used)),
      () => this.#forget(worker, used),
    );
    return used;
  }

  #leave(worker: MediaWorker, used: Used): void {
    this.#forget(worker, used);
    used.gallery.then(
      ({ close }) => close(),
      () => undefined,
    );
  }

  #forget(worker: MediaWorker, used: Used): void {
    if (this.#galleries.get(worker) === used) this.#galleries.delete(worker);
  }
}

const gone = () => unavailable('media_restarting', 'Pictures and sound are being restarted. Please wait a few seconds.');

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
