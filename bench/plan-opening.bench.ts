import { setTimeout as sleep } from 'node:timers/promises';
import { inTurn, report } from './documents/figures.ts';
import { makeHistory } from './documents/history.ts';
import { openFresh } from './documents/opening.ts';
import { startSides } from './documents/side.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7);
const edits = 260_000;

console.log(`Opening a plan of ${edits} edits, as a client that has nothing of it:`);
const history = await makeHistory(edits);
const sides = await startSides();
const paths = new Map<string, string>();
for (const side of sides) paths.set(side.name, (await side.addDocuments(1, history))[0] as string);

const first = await inTurn(sides, rounds, async (side) => {
  await side.restart();
  return openFresh(side, paths.get(side.name) as string);
});
console.log('  the first opening after a restart:');
report('everything here', 'ms', first, ({ arrived }) => arrived);
report('shown', 'ms', first, ({ applied }) => applied);

// Nobody has it open, but a server that keeps documents for a while may still hold it.
const again = await inTurn(sides, rounds, async (side) => {
  await sleep(300);
  return openFresh(side, paths.get(side.name) as string);
});
console.log('  the next one:');
report('everything here', 'ms', again, ({ arrived }) => arrived);
report('shown', 'ms', again, ({ applied }) => applied);
for (const side of sides) await side.stop();
