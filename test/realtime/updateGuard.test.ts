import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
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
