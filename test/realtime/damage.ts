import * as Y from 'yjs';
import { quietDoc } from '../../server/realtime/heldDoc.ts';
import { checkNesting } from '../../server/realtime/nestingGuard.ts';
import { Refusal } from '../../server/realtime/refusal.ts';
import { inspectUpdate } from '../../server/realtime/updateGuard.ts';

export const roots: ReadonlySet<string> = new Set(['text', 'map', 'xml']);

/** A few random bytes of an update are others. */
export function damaged(update: Uint8Array, choose: (count: number) => number): Uint8Array {
  const copy = Uint8Array.from(update);
  for (let bytes = 1 + choose(4); bytes > 0; bytes--) copy[choose(copy.length)] = choose(256);
  return copy;
}

/** Some random work, for `work`. */
export const someSteps = (choose: (count: number) => number): Step[] =>
  Array.from({ length: 5 + choose(36) }, (): Step => [choose(3), choose(8), choose(1001)]);

/** A step of someone's work on a document, chosen by numbers. */
export type Step = [who: number, what: number, where: number];

/** Three people who work apart and meet now and then, and every update they made. Their ids are chosen too where `choose` is given. */
export function work(all: Step[], choose?: (count: number) => number): { docs: [Y.Doc, Y.Doc, Y.Doc]; updates: Uint8Array[] } {
  const docs: [Y.Doc, Y.Doc, Y.Doc] = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
  const updates: Uint8Array[] = [];
  if (choose !== undefined) for (const doc of docs) doc.clientID = choose(2 ** 32);
  for (const doc of docs) doc.on('update', (update: Uint8Array) => void updates.push(update));
  all.forEach(([who, what, where], index) => {
    const doc = docs[who] as Y.Doc;
    doc.transact(() => act(doc, what, where));
    if (index % 7 === 6) Y.applyUpdate(docs[(who + 1) % 3] as Y.Doc, Y.encodeStateAsUpdate(doc));
  });
  return { docs, updates };
}

/**
 * Gives an update to a document as the server would.
 * @returns Whether it got past the guard; it has been applied then.
 * @throws Error when the guard fails, or Yjs does with what the guard let pass.
 */
export function offer(update: Uint8Array, server: Y.Doc): boolean {
  try {
    if (inspectUpdate(update, server.store, roots).gap) return false;
    checkNesting(update, server.store, 64);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
  Y.applyUpdate(server, update);
  Y.applyUpdate(new Y.Doc(), Y.encodeStateAsUpdate(server));
  return true;
}

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

/** What a document shows. */
export function shownBy(doc: Y.Doc): string {
  return (
    JSON.stringify([doc.getText('text').toDelta(), Object.keys(doc.getMap('map').toJSON()).toSorted()]) +
    doc.getXmlFragment('xml').toJSON()
  );
}

/** The document that updates make, as the server holds it. */
export function copyOf(parts: readonly Uint8Array[]): Y.Doc {
  const doc = quietDoc();
  for (const part of parts) Y.applyUpdate(doc, part);
  return doc;
}

/** What somebody who opens a document has who gets all of it from another. */
export const reopened = (doc: Y.Doc): Y.Doc => copyOf([Y.encodeStateAsUpdate(doc)]);

/** Whether two have the same insertions and deletions, and show the same. */
export const isSame = (one: Y.Doc, other: Y.Doc): boolean =>
  Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other)) && shownBy(one) === shownBy(other);
