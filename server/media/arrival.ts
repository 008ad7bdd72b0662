import type { types } from 'mediasoup';
import { lostSteps } from '../../shared/classroom/line.ts';

/** How often it is looked, in milliseconds, and how many looks in a row must find less before less is told. */
const lookMs = 1_000;
const looksOfLess = 5;
/** Less than this is lost on any line now and then. */
const ordinary = 0.02;

export interface ArrivalWatch {
  transport: Pick<types.Transport, 'getStats' | 'observer'>;
  /** Told of the share of what is sent over the transport that does not arrive, in steps (`lostSteps`), when it changes. */
  tell: (lost: number) => void;
  lookMs?: number;
}

/** The step that a share of lost packets is told as: rounded up; 0 for what is ordinary. */
export function lostStep(share: number): number {
  return share < ordinary ? 0 : (lostSteps.find((step) => share <= step) ?? 1);
}

/**
 * Watches how much of what somebody sends is lost on its way here, for as long as their transport is open (ME5). The worker
 * counts it from the numbers that every packet of a transport bears (transport-wide congestion control), over the last two to
 * three seconds; what is sent again later counts as lost. More is told at once, less after five seconds.
 */
export function watchArrival({ transport, tell, lookMs: everyMs = lookMs }: ArrivalWatch): void {
  let told = 0;
  let recent: number[] = [];
  const say = (lost: number) => {
    recent = [];
    if (lost === told) return;
    told = lost;
    tell(lost);
  };
  const look = async () => {
    const [stats] = (await transport.getStats()) as { rtpPacketLossReceived?: number }[];
    const lost = lostStep(stats?.rtpPacketLossReceived ?? 0);
    if (lost >= told) return say(lost);
    recent = [...recent, lost];
    if (recent.length === looksOfLess) say(Math.max(...recent));
  };
  // A transport that closes while it is asked has nothing to say any more.
  const timer = setInterval(() => void look().catch(() => undefined), everyMs);
  timer.unref();
  transport.observer.once('close', () => {
    clearInterval(timer);
    say(0);
  });
}
