import { crashWhileTyping, type Lost } from './documents/crash.ts';
import { inTurn } from './documents/figures.ts';
import { sideNames, sideTitles, startSides } from './documents/side.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const people = 10;

console.log(`SIGKILL while ${people} people type as fast as they can, ${rounds} rounds of 1 to 4 seconds:`);
const sides = await startSides();
const measured = await inTurn(sides, rounds, (side) => crashWhileTyping(side, people, 1_000 + 3_000 * Math.random()));
for (const name of sideNames) {
  const sum = (figure: keyof Lost) => measured[name].reduce((total, one) => total + one[figure], 0);
  const acknowledged = `${sum('acknowledgedLost')} of ${sum('acknowledged')} acknowledged`;
  const seen = `${sum('seenLost')} of ${sum('seen')} that others had seen`;
  console.log(`  ${sideTitles[name]}: lost ${acknowledged}, ${seen}; ${sum('written')} written`);
}
for (const side of sides) await side.stop();
