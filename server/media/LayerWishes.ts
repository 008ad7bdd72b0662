import type { types } from 'mediasoup';
import { WantedLayer } from './WantedLayer.ts';

/**
 * Which layers of the pictures of one room anybody wants, so that nobody sends what nobody watches (ME4). Voices are always
 * sent.
 */
export class LayerWishes {
  readonly #wantedOf: (producerId: string) => number;
  readonly #tell: (producerId: string, layer: number) => void;
  readonly #layers = new Map<string, WantedLayer>();

  constructor(options: {
    /** The highest layer of a picture that anybody wants at the moment; `noLayer` when nobody wants it. */
    wantedOf: (producerId: string) => number;
    /** Told of what its sender is to send. */
    tell: (producerId: string, layer: number) => void;
  }) {
    this.#wantedOf = options.wantedOf;
    this.#tell = options.tell;
  }

  opened({ id, kind, rtpParameters }: types.Producer): void {
    if (kind !== 'video') return;
    const top = (rtpParameters.encodings?.length ?? 1) - 1;
    this.#layers.set(id, new WantedLayer(top, (layer) => this.#tell(id, layer)));
    this.changed(id);
  }

  closed(producerId: string): void {
    this.#layers.get(producerId)?.close();
    this.#layers.delete(producerId);
  }

  /** Somebody wants something else of a picture than before. */
  changed(producerId: string): void {
    this.#layers.get(producerId)?.follow(this.#wantedOf(producerId));
  }

  /** Recording began or ended, or somebody else is recorded. */
  allChanged(): void {
    for (const producerId of this.#layers.keys()) this.changed(producerId);
  }

  /** Somebody is about to watch: its lowest layer is on its way when they are ready (ME4.4). */
  awaited(producerId: string): void {
    this.#layers.get(producerId)?.follow(Math.max(0, this.#wantedOf(producerId)));
    this.changed(producerId);
  }

  /** What its sender was told; undefined while everything is wanted, and for a voice. */
  told(producerId: string): number | undefined {
    return this.#layers.get(producerId)?.told;
  }
}
