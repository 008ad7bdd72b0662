import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTurn, report } from './documents/figures.ts';
import { makeHistory, wholeHistory } from './documents/history.ts';
import { comeBack } from './documents/reconnection.ts';
import { sideTitles, startSides, type Side } from './documents/side.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 9);
const edits = 20_000;
/** Ours puts a document away half a minute after the last one has left; what it held is free some seconds later. */
const putAway = 55_000;
/** For how long memory is looked at until it is back at its level, in milliseconds, and how close to it that is. */
const lookFor = 150_000;
const backAt = 1.05;
const loads = [
  { name: '200 people to one plan', plans: 1, people: 200 },
  { name: '40 plans of 5 people', plans: 40, people: 5 },
];

console.log(`Coming back at once to plans of ${edits} edits, everyone with a sentence written meanwhile:`);
const history = await makeHistory(edits);
const state = await fs.readFile(wholeHistory(history));
const sides = await startSides();
for (const { name, plans, people } of loads) {
  // The first rounds warm everyone up and are not counted.
  await inTurn(sides, 2, (side) => comeBack(side, plans, people, history, state));
  await sleep(putAway);
  const before = await Promise.all(sides.map((side) => side.memory()));
  const measured = await inTurn(sides, rounds, (side) => comeBack(side, plans, people, history, state));
  console.log(`  ${name}:`);
  report('everyone answered', 'ms', measured, ({ answered }) => answered);
  report('everyone in step', 'ms', measured, ({ inStep }) => inStep);
  const kept = await Promise.all(
    sides.map(async (side, index) => {
      const was = before[index] ?? NaN;
      const { seconds, is } = await untilBack(side, was);
      const after = seconds === null ? `not back after ${lookFor / 1000} s` : `after ${seconds} s`;
      return `${sideTitles[side.name]} ${inMiB(was)} → ${inMiB(is)} (${after})`;
    }),
  );
  console.log(`    memory in use before and after, with nobody there: ${kept.join(', ')} MiB`);
}
for (const side of sides) await side.stop();

/** Looks at what a side has in use until it is back at its level; `seconds` is null when it does not come back in time. */
async function untilBack(side: Side, level: number): Promise<{ seconds: number | null; is: number }> {
  const start = performance.now();
  for (;;) {
    const is = await side.memory();
    const gone = performance.now() - start;
    if (is <= level * backAt) return { seconds: Math.round(gone / 1000), is };
    if (gone > lookFor) return { seconds: null, is };
    await sleep(5_000);
  }
}

function inMiB(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
