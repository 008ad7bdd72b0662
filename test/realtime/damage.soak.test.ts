import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { numbersFrom } from '../support/randomNumbers.ts';
import { copyOf, damaged, offer, someSteps, work } from './damage.ts';

const mutations = Number(process.env['SOAK_MUTATIONS'] ?? 1_000_000);
const seed = Number(process.env['DOCUMENT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Damaged in so many ways before there are other documents. */
const perWork = 500;

test(`S08: ${mutations} damaged updates are refused or applied without an error, and memory stays flat (DOCUMENT_SEED=${seed})`, () => {
  const choose = numbersFrom(seed);
  let passed = 0;
  let warm = Infinity;
  for (let done = 0; done < mutations; done += perWork) {
    const { docs, updates } = work(someSteps(choose), choose);
    const known = Y.encodeStateAsUpdate(docs[1]);
    const whole = Y.encodeStateAsUpdate(docs[0]);
    let server = copyOf([known]);
    for (let index = 0; index < perWork; index++) {
      const update = choose(2) === 0 ? whole : (updates[choose(updates.length)] ?? whole);
      if (!offer(damaged(update, choose), server)) continue;
      passed++;
      server = copyOf([known]);
    }
    for (const doc of docs) doc.destroy();
    if (done >= mutations / 10 && warm === Infinity) warm = process.memoryUsage().heapUsed;
    if (done > 0 && done % 100_000 === 0) console.log(`${done} mutations, ${passed} of them got past the guard`);
  }
  const grown = (process.memoryUsage().heapUsed - warm) / 1024 / 1024;
  console.log(`${mutations} mutations, ${passed} of them got past the guard; the heap grew by ${grown.toFixed(1)} MiB`);
  expect(passed).toBeGreaterThan(0);
  expect(grown).toBeLessThan(128);
}, 7_200_000);
