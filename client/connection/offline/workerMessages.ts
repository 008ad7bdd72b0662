/** What a page says to the service worker: a waiting one may take over; what a plan needs should be kept for later. */
export type ToWorker = { type: 'take-over' } | { type: 'keep-plan' };

/** The answer to `keep-plan`, on the port that came with it. */
export interface FromWorker {
  kept: boolean;
}
