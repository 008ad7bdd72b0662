import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { Person, syncStep1, syncStep2 } from './person.ts';
import type { Side } from './side.ts';

/** How long an opening took, in milliseconds: until everything was here, and until it was in the client's document. */
export interface Opened {
  arrived: number;
  applied: number;
}

/** Opens a document as a client that has nothing of it. */
export async function openFresh(side: Side, path: string): Promise<Opened> {
  const doc = new Y.Doc();
  const started = performance.now();
  const arrivals: Uint8Array[] = [];
  let resolve: (result: Opened) => void = () => {};
  const opened = new Promise<Opened>((done) => (resolve = done));
  let synced = false;
  const person = new Person(side.name, side.url, path, {
    sync(kind, decoder) {
      const payload = decoding.readVarUint8Array(decoder);
      if (kind === syncStep1) return person.sync(syncStep2, Y.encodeStateAsUpdate(doc, payload));
      arrivals.push(payload);
      if (kind !== syncStep2 || synced) return;
      synced = true;
      const arrived = performance.now() - started;
      for (const update of arrivals) Y.applyUpdate(doc, update);
      resolve({ arrived, applied: performance.now() - started });
    },
  });
  await person.ready;
  person.sync(syncStep1, Y.encodeStateVector(doc));
  const result = await opened;
  if (doc.getText('text').length < 1_000) throw new Error(`${side.name} opened an empty document.`);
  await person.leave();
  return result;
}
