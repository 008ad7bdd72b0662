import * as decoding from 'lib0/decoding';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openDatabase } from '../../server/database/open.ts';
import { createDocumentLog } from '../../server/realtime/documentLog.ts';
import { syncFrame, syncStep1, syncUpdate } from '../../server/realtime/documentMessages.ts';
import { insertDocument, loadStored } from '../../server/realtime/documentStore.ts';
import { quietDoc } from '../../server/realtime/heldDoc.ts';
import { LiveDocument, type Member } from '../../server/realtime/liveDocument.ts';
import { Refusal } from '../../server/realtime/refusal.ts';
import { createTestDatabase } from '../support/database.ts';
import { numbersFrom } from '../support/randomNumbers.ts';
import { copyOf, damaged, isSame, reopened, shownBy, someSteps, work } from './damage.ts';

const documents = Number(process.env['SOAK_DOCUMENTS'] ?? 10_000);
const seed = Number(process.env['DOCUMENT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const perDocument = 500;

const own = await createTestDatabase();
const database = await openDatabase({ connection: own.connection, durable: false });
const log = pino({ level: 'silent' });
const documentLog = createDocumentLog(database.db, log);
const kind = {
  name: 'note',
  schemaVersion: 1,
  roots: { text: 'text', map: 'map', xml: 'xml' },
  authorize: () => Promise.resolve('write' as const),
  present: () => Promise.resolve({ id: '', name: '', colour: 0 }),
} as const;
const limits = { stateBytes: 8_000_000, frameBytes: 4_000_000, connections: 200, depth: 64 };

afterAll(async () => {
  await database.close();
  await own.drop();
});

test(`S08: of ${documents} documents that each get ${perDocument} damaged updates everybody has the same who was there, comes, or comes after a restart (DOCUMENT_SEED=${seed})`, async () => {
  const { id: accountId } = await database.db
    .insertInto('accounts')
    .values({ email: 'writer@example.org', name: '林老师', colour: 1, password_hash: '' })
    .returning('id')
    .executeTakeFirstOrThrow();
  let taken = 0;
  let moved = 0;
  for (let index = 0; index < documents; index++) {
    const round = await attack(numbersFrom(seed + index), accountId);
    taken += round.taken;
    moved += round.moved ? 1 : 0;
    expect(round.fault, `DOCUMENT_SEED=${seed + index} SOAK_DOCUMENTS=1`).toBe('');
    if (index % 1_000 === 999)
      console.log(`${index + 1} documents, ${taken} updates taken, ${moved} in another order for somebody`);
  }
  console.log(
    `${documents} documents, ${taken} updates taken, ${moved} documents in another order for somebody until they have all of it anew`,
  );
  expect(taken).toBeGreaterThan(0);
}, 7_200_000);

/** @returns Who has something else than the server, or nothing; and whether somebody sees it in another order until they have all of it anew (G10). */
async function attack(
  choose: (count: number) => number,
  accountId: string,
): Promise<{ taken: number; moved: boolean; fault: string }> {
  const { docs, updates } = work(someSteps(choose), choose);
  const [whole, known] = [Y.encodeStateAsUpdate(docs[0]), Y.encodeStateAsUpdate(docs[1])];
  for (const doc of docs) doc.destroy();
  const state = Y.encodeStateAsUpdate(copyOf([known]));
  const id = await database.db
    .transaction()
    .execute((tx) => insertDocument(tx, { kind: kind.name, schemaVersion: 1, accountId, state }));
  let discarded = false;
  const live = new LiveDocument({
    id,
    kind,
    limits,
    epoch: 1,
    stored: await loadStored(database.db, id),
    documentLog,
    storeSnapshot: () => Promise.resolve(),
    discard: () => (discarded = true),
    log,
  });
  const bystander = quietDoc();
  const there = memberOf(accountId, (frames) => apply(bystander, frames));
  live.join(there);
  apply(bystander, live.answer(Uint8Array.of(0)));
  let taken = 0;
  let sender: Member | undefined;
  for (let index = 0; index < perDocument; index++) {
    if (sender === undefined) live.join((sender = memberOf(accountId, () => undefined)));
    const update = damaged(choose(2) === 0 ? whole : (updates[choose(updates.length)] ?? whole), choose);
    const through = receives(live, sender, update);
    if (through) taken++;
    else live.leave(sender);
    if (!through) sender = undefined;
    // What goes out when the turn of the event loop ends goes out, sometimes with others and sometimes alone.
    if (choose(4) === 0) await new Promise(setImmediate);
  }
  await new Promise(setImmediate);
  const newcomer = quietDoc();
  apply(newcomer, live.answer(Uint8Array.of(0)));
  await live.stored();
  const restarted = copyOf((await loadStored(database.db, id)).parts);
  const replicas = { bystander, newcomer, restarted };
  const everything = reopened(live.doc);
  const others = Object.entries(replicas).filter(([, doc]) => !isSame(reopened(doc), everything));
  const moved = Object.values(replicas).some((doc) => shownBy(doc) !== shownBy(live.doc));
  live.destroy();
  const fault = discarded ? 'discarded' : others.map(([who]) => who).join();
  return { taken, moved, fault };
}

/** Whether the update is in the document now. */
function receives(live: LiveDocument, sender: Member, update: Uint8Array): boolean {
  try {
    return live.receive(sender, update, () => syncFrame(syncUpdate, update));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function memberOf(accountId: string, write: (frames: Buffer) => void): Member {
  const nothing = () => undefined;
  const told = { committed: nothing, grown: nothing, greet: nothing, close: nothing };
  return { accountId, person: {}, inStep: false, mayWrite: true, write, ...told };
}

/** Applies what a member is sent: WebSocket frames of a server, one after another. */
function apply(doc: Y.Doc, frames: Buffer): void {
  for (let at = 0; at < frames.length;) {
    const short = (frames[at + 1] as number) & 127;
    const [length, header] =
      short < 126 ? [short, 2] : short === 126 ? [frames.readUInt16BE(at + 2), 4] : [Number(frames.readBigUInt64BE(at + 2)), 10];
    const decoder = decoding.createDecoder(frames.subarray(at + header, at + header + length));
    at += header + length;
    if (decoding.readVarUint(decoder) !== 0 || decoding.readVarUint(decoder) === syncStep1) continue;
    Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
  }
}
