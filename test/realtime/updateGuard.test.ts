import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ContainedDeletions } from '../../server/realtime/containedDeletions.ts';
import { inspectUpdate, worthApplying } from '../../server/realtime/updateGuard.ts';
import { offer, roots, work, type Step } from './damage.ts';

const steps: fc.Arbitrary<Step[]> = fc.array(fc.tuple(fc.nat(2), fc.nat(7), fc.nat(1000)), { maxLength: 40 });

test('whatever Yjs writes is understood, and what it brings is told as Yjs itself would tell', () => {
  fc.assert(
    fc.property(steps, steps, (first, second) => {
      const { docs, updates } = work([...first, ...second]);
      const server = new Y.Doc();
      for (const update of updates.slice(0, updates.length / 2)) {
        if (!inspectUpdate(update, server.store, roots).gap) Y.applyUpdate(server, update);
      }
      for (const candidate of [...docs.map((doc) => Y.encodeStateAsUpdate(doc)), ...updates]) {
        const facts = inspectUpdate(candidate, server.store, roots);
        const contained = Y.snapshotContainsUpdate(Y.snapshot(server), candidate);
        expect(!facts.inserts && !facts.deletes).toBe(contained);
        const copy = new Y.Doc();
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(server));
        Y.applyUpdate(copy, candidate);
        expect(facts.gap).toBe(copy.store.pendingStructs !== null || copy.store.pendingDs !== null);
        if (facts.gap) continue;
        // Nothing is missing where deletions that are not new are left out.
        const other = new Y.Doc();
        Y.applyUpdate(other, Y.encodeStateAsUpdate(server));
        Y.applyUpdate(other, worthApplying(candidate, facts, other));
        expect(Y.equalSnapshots(Y.snapshot(other), Y.snapshot(copy))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test('sets of deletions that are known to be contained change nothing of what is told, and none is taken for contained that is not', () => {
  // More than 256 bytes of deletions, which is when they are kept.
  const author = new Y.Doc();
  const text = author.getText('text');
  text.insert(0, '教'.repeat(1_000));
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(author));
  for (let at = 0; at < 400; at += 1) text.delete(at, 1);
  const contained = new ContainedDeletions();
  const comeBack = (words: string) => {
    const doc = new Y.Doc();
    doc.getText('text').insert(0, words);
    return Y.mergeUpdates([Y.diffUpdate(Y.encodeStateAsUpdate(author), Y.encodeStateVector(author)), Y.encodeStateAsUpdate(doc)]);
  };
  expect(inspectUpdate(comeBack('甲'), server.store, roots, contained).deletes).toBe(true);
  expect(inspectUpdate(comeBack('乙'), server.store, roots, contained).deletes).toBe(true);
  Y.applyUpdate(server, Y.encodeStateAsUpdate(author));
  for (const words of ['丙', '丁', '戊']) {
    const update = comeBack(words);
    const facts = inspectUpdate(update, server.store, roots, contained);
    expect(facts).toEqual(inspectUpdate(update, server.store, roots));
    expect(facts).toMatchObject({ inserts: true, deletes: false });
    const deletions = update.subarray(facts.deletesAt);
    expect(deletions.length).toBeGreaterThan(256);
    expect(contained.has(deletions)).toBe(true);
  }
});

test('S08: whatever passes the guard is applied without an error, however it was damaged', () => {
  fc.assert(
    fc.property(
      steps,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.nat(),
      (all, damage, choice) => {
        const { docs, updates } = work(all);
        fc.pre(updates.length > 0);
        const update = Uint8Array.from(
          choice % 2 === 0 ? Y.encodeStateAsUpdate(docs[0]) : (updates[choice % updates.length] as Uint8Array),
        );
        for (const [at, byte] of damage) update[at % update.length] = byte;
        const server = new Y.Doc();
        Y.applyUpdate(server, Y.encodeStateAsUpdate(docs[1]));
        offer(update, server);
      },
    ),
    { numRuns: 1_000 },
  );
});
