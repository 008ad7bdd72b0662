/** As much of a worker as choosing one needs. */
export interface Loaded {
  /** Transports that are fed from it at the moment, over all rooms. */
  readonly receivers: number;
}

/**
 * Which worker feeds somebody who only watches (ME1.2): the one of the room until it is full, then one to which the room
 * has spread already, then another one. A room that spreads no further than it must costs the fewest pipes. When all are
 * full nobody is turned away: then the emptiest.
 */
export function placeWatcher<W extends Loaded>(options: {
  home: W;
  /** Those to which the room has spread, in the order in which it did. */
  galleries: readonly W[];
  /** Every worker that runs. */
  workers: readonly W[];
  /** How many receivers one worker is meant to feed. */
  capacity: number;
}): W {
  const { home, galleries, workers, capacity } = options;
  const hasRoom = (worker: W) => worker.receivers < capacity;
  const emptiest = [home, ...workers].reduce((best, worker) => (worker.receivers < best.receivers ? worker : best));
  return [home, ...galleries].find(hasRoom) ?? emptiest;
}
