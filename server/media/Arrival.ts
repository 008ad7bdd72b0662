import type { types } from 'mediasoup';
import { lostSteps } from '../../shared/classroom/line.ts';

/** How often it is looked, in milliseconds, and how many looks in a row must find less before less is told. */
const lookMs = 1_000;
const looksOfLess = 5;
/** Less than this is lost on any line now and then. */
const ordinary = 0.02;

/** The step that a share of lost packets is told as: rounded up; 0 for what is ordinary. */
export function lostStep(share: number): number {
  return share < ordinary ? 0 : (lostSteps.find((step) => share <= step) ?? 1);
}

type Watched = Pick<types.Transport, 'getStats' | 'observer'>;

/**
 * How much of what somebody sends is lost on its way here (ME5). The worker counts it from the numbers that every packet of a
 * transport bears (transport-wide congestion control), over the last two to three seconds; what is sent again later counts as
 * lost. More is told at once, less after five seconds. One transport is watched at a time: what an older one that has been
 * followed still carries, or that it closes, tells nothing any more.
 */
export class Arrival {
  readonly #tell: (lost: number) => void;
  readonly #everyMs: number;
  #watched: Watched | null = null;
  #lost = 0;
  #recent: number[] = [];

  /** @param options.tell Told of the share that does not arrive, in steps (`lostSteps`), when it changes. */
  constructor(options: { tell: (lost: number) => void; lookMs?: number }) {
    this.#tell = options.tell;
    this.#everyMs = options.lookMs ?? lookMs;
  }

  /** The share that does not arrive, as it was told last. */
  get lost(): number {
    return this.#lost;
  }

  /** Watches a transport until it closes, instead of the one before. What is lost stands until the new one says otherwise. */
  watch(transport: Watched): void {
    this.#watched = transport;
    this.#recent = [];
    // A transport that closes while it is asked has nothing to say any more.
    const timer = setInterval(() => {
      if (this.#watched === transport) void this.#look(transport).catch(() => undefined);
      else clearInterval(timer);
    }, this.#everyMs);
    timer.unref();
    transport.observer.once('close', () => {
      clearInterval(timer);
      if (this.#watched !== transport) return;
      this.#watched = null;
      this.#say(0);
    });
  }

  async #look(transport: Watched): Promise<void> {
    const [stats] = (await transport.getStats()) as { rtpPacketLossReceived?: number }[];
    if (this.#watched !== transport) return;
    const lost = lostStep(stats?.rtpPacketLossReceived ?? 0);
    if (lost >= this.#lost) return this.#say(lost);
    this.#recent.push(lost);
    if (this.#recent.length === looksOfLess) this.#say(Math.max(...this.#recent));
  }

  #say(lost: number): void {
    this.#recent = [];
    if (lost === this.#lost) return;
    this.#lost = lost;
    this.#tell(lost);
  }
}
