import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTurn, report } from './documents/figures.ts';
import { makeHistory, wholeHistory } from './documents/history.ts';
import { comeBack } from './documents/reconnection.ts';
import { sideTitles, startSides } from './documents/side.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const edits = 20_000;
/** Ours puts a document away half a minute after the last one has left; what it held is free some seconds later. */
const putAway = 55_000;
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
  await sleep(putAway);
  const after = await Promise.all(sides.map((side) => side.memory()));
  const kept = sides.map(({ name: side }, index) => {
    const [was, is] = [before[index] ?? NaN, after[index] ?? NaN].map((bytes) => (bytes / 1024 / 1024).toFixed(1));
    return `${sideTitles[side]} ${was} → ${is}`;
  });
  console.log(`    memory in use before and after, with nobody there: ${kept.join(', ')} MiB`);
}
for (const side of sides) await side.stop();
