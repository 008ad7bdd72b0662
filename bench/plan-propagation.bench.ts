import { inTurn, quantile, report, reportAll } from './documents/figures.ts';
import { Crowd, type Load, type Measured } from './documents/propagation.ts';
import { startSides, type Side, type SideName } from './documents/side.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 10);
const seconds = 8;
const loads: { name: string; load: Load }[] = [
  { name: '50 people typing in one plan', load: { plans: 1, people: 50, every: 250, cursors: false } },
  { name: '50 plans of 4 people', load: { plans: 50, people: 4, every: 250, cursors: false } },
  { name: '50 people typing in one plan, cursors moving', load: { plans: 1, people: 50, every: 250, cursors: true } },
  { name: '50 plans of 4 people, cursors moving', load: { plans: 50, people: 4, every: 250, cursors: true } },
];

/** Documents of one load are put away in the pause after it; half a minute, as in use, would fall into the next. */
const graceMs = 500;

const sides = await startSides(graceMs);
console.log('Propagation of an edit to everyone else. Ours stores every edit durably and acknowledges it; the peers do not.');
for (const { name, load } of loads) {
  const crowds = Object.fromEntries(
    await Promise.all(sides.map(async (side) => [side.name, await Crowd.enter(side, load)] as const)),
  ) as Record<SideName, Crowd>;
  const type = ({ name: side }: Side) => crowds[side].type(seconds);
  // What a process does for the first time it does before it is measured.
  await inTurn(sides, 1, type);
  const measured = await inTurn(sides, rounds, type);
  await Promise.all(Object.values(crowds).map((crowd) => crowd.leave()));
  console.log(`  ${name}:`);
  const delaysOf = (rounds: Measured[]) => rounds.flatMap(({ delays }) => delays);
  for (const share of [0.5, 0.95, 0.99])
    reportAll(`p${share * 100}`, 'ms', measured, (rounds) => quantile(delaysOf(rounds), share));
  report('p99, median of the rounds', 'ms', measured, ({ delays }) => quantile(delays, 0.99));
  const cpuOf = (rounds: Measured[]) => rounds.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0);
  reportAll('CPU of the server', 'µs a delivered update', measured, (rounds) => cpuOf(rounds) / delaysOf(rounds).length);
  const delivered = quantile(
    measured.ours.map(({ delays }) => delays.length),
    0.5,
  );
  console.log(`    delivered by ours in a round: ${delivered}`);
}
for (const side of sides) await side.stop();
