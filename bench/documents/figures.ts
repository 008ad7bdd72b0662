import { sideNames, sideTitles, type Side, type SideName } from './side.ts';

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/**
 * Measures all sides in turn, `rounds` times, so that a machine that grows slower or faster meets all. Who is first changes with
 * every round.
 */
export async function inTurn<T>(
  sides: readonly Side[],
  rounds: number,
  measure: (side: Side) => Promise<T>,
): Promise<Record<SideName, T[]>> {
  const measured: Record<SideName, T[]> = { ours: [], 'y-websocket': [], hocuspocus: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < sides.length; index += 1) {
      const side = sides[(index + round) % sides.length] as Side;
      measured[side.name].push(await measure(side));
    }
  }
  return measured;
}

/** Prints the medians of a figure, and ours as a ratio of the better peer's. */
export function report<T>(what: string, unit: string, measured: Record<SideName, T[]>, figure: (one: T) => number): void {
  reportAll(what, unit, measured, (rounds) => quantile(rounds.map(figure), 0.5));
}

/**
 * Prints a figure of all rounds together, and ours as a ratio of the better peer's: where a single round says little, since a few stalls of the
 * machine make up its slowest hundredth.
 */
export function reportAll<T>(what: string, unit: string, measured: Record<SideName, T[]>, figure: (rounds: T[]) => number): void {
  const all = sideNames.map((name) => ({ name, value: figure(measured[name]) }));
  const [ours, ...peers] = all.map(({ value }) => value);
  const ratio = ((ours ?? NaN) / Math.min(...peers)).toFixed(2);
  const values = all.map(({ name, value }) => `${sideTitles[name]} ${value.toFixed(2)}`).join(', ');
  console.log(`    ${what}: ${values} ${unit}; ratio to the better peer ${ratio} (aim: at most 1.00)`);
}
