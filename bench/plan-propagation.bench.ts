import { startSide, type Load, type Measured } from './documents/propagation.ts';

/** How often each side is measured, in turn, so that a machine that grows slower or faster meets both. */
const rounds = 3;
const seconds = 4;
const loads: { name: string; load: Load }[] = [
  { name: '50 people typing in one plan', load: { plans: 1, people: 50, every: 250 } },
  { name: '50 plans of 4 people', load: { plans: 50, people: 4, every: 250 } },
];

const sides = { ours: await startSide('ours'), peer: await startSide('peer') };
console.log(
  'Propagation of an edit to everyone else, ours saving and acknowledging on disk, @y/websocket-server keeping nothing:',
);
for (const { name, load } of loads) {
  const measured: Record<'ours' | 'peer', Measured[]> = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of ['ours', 'peer'] as const) measured[side].push(await sides[side].measure(load, seconds));
  }
  console.log(`  ${name}:`);
  const [ours, peer] = [summarise(measured.ours), summarise(measured.peer)];
  for (const figure of ['p50', 'p99', 'cpu'] as const) {
    const unit = figure === 'cpu' ? 'µs CPU of the server per delivered update' : `ms ${figure}`;
    const ratio = (ours[figure] / peer[figure]).toFixed(2);
    console.log(
      `    ${unit}: ours ${ours[figure].toFixed(2)}, peer ${peer[figure].toFixed(2)}; ratio ${ratio} (aim: at most 1.00)`,
    );
  }
  console.log(`    delivered: ours ${ours.delivered} (${ours.acknowledged} acknowledgements), peer ${peer.delivered}`);
}
sides.ours.stop();
sides.peer.stop();

/** The median of the rounds. */
function summarise(measured: Measured[]) {
  const of = (figure: (one: Measured) => number) => quantile(measured.map(figure), 0.5);
  return {
    p50: of(({ delays }) => quantile(delays, 0.5)),
    p99: of(({ delays }) => quantile(delays, 0.99)),
    cpu: of(({ delays, cpuMicroseconds }) => cpuMicroseconds / delays.length),
    delivered: of(({ delays }) => delays.length),
    acknowledged: of(({ acknowledged }) => acknowledged),
  };
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
