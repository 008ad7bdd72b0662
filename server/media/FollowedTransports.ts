import type { types } from 'mediasoup';

/** Sending transports that have been followed by a new one. Each goes when nothing is sent over it any more, or when its time is up. */
export class FollowedTransports {
  readonly #closeWithinMs: number;
  readonly #carries: (transport: types.WebRtcTransport) => boolean;
  readonly #open = new Set<types.WebRtcTransport>();

  /** @param options.carries Whether something is still sent over a transport. */
  constructor(options: { closeWithinMs: number; carries: (transport: types.WebRtcTransport) => boolean }) {
    this.#closeWithinMs = options.closeWithinMs;
    this.#carries = options.carries;
  }

  /** A transport has been followed by another. */
  add(older: types.WebRtcTransport): void {
    this.#open.add(older);
    const reaper = setTimeout(() => older.close(), this.#closeWithinMs);
    older.observer.once('close', () => {
      clearTimeout(reaper);
      this.#open.delete(older);
    });
    this.look(older);
  }

  /** Something that was sent over a transport is sent no longer. */
  look(transport: types.WebRtcTransport): void {
    if (this.#open.has(transport) && !this.#carries(transport)) transport.close();
  }

  close(): void {
    for (const transport of this.#open) transport.close();
  }
}
