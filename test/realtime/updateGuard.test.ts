import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { checkNesting } from '../../server/realtime/nestingGuard.ts';
import { Refusal } from '../../server/realtime/refusal.ts';
import { inspectUpdate } from '../../server/realtime/updateGuard.ts';

const roots = new Set(['text', 'map', 'xml']);

/** A step of someone's work on a document, chosen by numbers. */
type Step = [who: number, what: number, where: number];
const steps: fc.Arbitrary<Step[]> = fc.array(fc.tuple(fc.nat(2), fc.nat(7), fc.nat(1000)), { maxLength: 40 });

function act(doc: Y.Doc, what: number, where: number): void {
  const text = doc.getText('text');
  const xml = doc.getXmlFragment('xml');
  const at = where % (text.length + 1);
  if (what === 0) text.insert(at, `字a${where}😀`);
  else if (what === 1 && text.length > 0) text.delete(at % text.length, 1);
  else if (what === 2) text.format(0, text.length, { bold: where % 2 === 0 });
  else if (what === 3) doc.getMap('map').set(`k${where % 5}`, { deep: [where, null, 'x', { y: 1.5 }], big: BigInt(where) });
  else if (what === 4) xml.insert(where % (xml.length + 1), [new Y.XmlElement('p'), new Y.XmlText('词')]);
  else if (what === 5 && xml.length > 0) xml.delete(where % xml.length, 1);
  else if (what === 6) text.insertEmbed(at, { image: where });
  else if (what === 7) doc.getMap('map').set('bytes', Uint8Array.of(where % 256));
}

/** Three people who work apart and meet now and then, and every update they made. */
function work(all: Step[]): { docs: Y.Doc[]; updates: Uint8Array[] } {
  const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
  const updates: Uint8Array[] = [];
  for (const doc of docs) doc.on('update', (update: Uint8Array) => void updates.push(update));
  all.forEach(([who, what, where], index) => {
    const doc = docs[who] as Y.Doc;
    doc.transact(() => act(doc, what, where));
    if (index % 7 === 6) Y.applyUpdate(docs[(who + 1) % 3] as Y.Doc, Y.encodeStateAsUpdate(doc));
  });
  return { docs, updates };
}

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
          choice % 2 === 0 ? Y.encodeStateAsUpdate(docs[0] as Y.Doc) : (updates[choice % updates.length] as Uint8Array),
        );
        for (const [at, byte] of damage) update[at % update.length] = byte;
        const server = new Y.Doc();
        Y.applyUpdate(server, Y.encodeStateAsUpdate(docs[1] as Y.Doc));
        try {
          if (inspectUpdate(update, server.store, roots).gap) return;
          checkNesting(update, server.store, 64);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          return;
        }
        Y.applyUpdate(server, update);
        Y.applyUpdate(new Y.Doc(), Y.encodeStateAsUpdate(server));
      },
    ),
    { numRuns: 1_000 },
  );
});
