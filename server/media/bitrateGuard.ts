import type { types } from 'mediasoup';

/** How often it is looked, in milliseconds, and how many looks in a row must find too much: a burst after a stall is no flood. */
const lookMs = 5_000;
const looksInVain = 3;

export interface BitrateGuard {
  transport: Pick<types.Transport, 'getStats' | 'observer' | 'closed'>;
  /** In bits a second. */
  atMost: number;
  exceeded: (bitrate: number) => void;
  lookMs?: number;
}

/**
 * Watches what comes in over a transport for as long as it is open. Senders are told how much they may send and keep to it
 * (`setMaxIncomingBitrate`); this is for one that does not (ME3.5).
 */
export function guardBitrate({ transport, atMost, exceeded, lookMs: everyMs = lookMs }: BitrateGuard): void {
  let found = 0;
  const look = async () => {
    const [stats] = (await transport.getStats()) as { recvBitrate: number }[];
    const bitrate = stats?.recvBitrate ?? 0;
    found = bitrate > atMost ? found + 1 : 0;
    if (found === looksInVain && !transport.closed) exceeded(bitrate);
  };
  // A transport that closes while it is asked has nothing to say any more.
  const timer = setInterval(() => void look().catch(() => undefined), everyMs);
  timer.unref();
  transport.observer.once('close', () => clearInterval(timer));
}
