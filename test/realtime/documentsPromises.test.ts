import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { documentClose } from '../../shared/documents.ts';
import { DocumentServer, type StockClient } from '../support/documentServer.ts';
import { startDocumentServer, type Writer } from '../support/documents.ts';
import { eventually } from '../support/eventually.ts';
import { numbersFrom } from '../support/randomNumbers.ts';
import { connectRaw } from '../support/rawDocumentClient.ts';
import { neighboursDelays, sendDamaged } from './damageSockets.ts';

let server: DocumentServer;
let stop: () => Promise<void>;
let writer: Writer;

beforeAll(async () => {
  ({ server, stop } = await startDocumentServer());
  writer = await server.addWriter();
});
afterEach(() => {
  vi.useRealTimers();
  server.closeClients();
});
afterAll(() => stop());

const storedText = async (documentId: string) => (await server.stored(documentId)).getText('text').toJSON();

// DOCUMENT_SEED plays one run again.
const seed = Number(process.env['DOCUMENT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test(`D03: edits, undos, broken lines and restarts at random leave everyone with the same text, which is stored (DOCUMENT_SEED=${seed})`, async () => {
  const choose = numbersFrom(seed);
  const documentId = await server.addDocument(writer, '开头');
  let running = await DocumentServer.start({ database: server.database });
  const port = Number(new URL(running.url).port);
  const people = await Promise.all(Array.from({ length: 4 }, () => server.addWriter()));
  const docs = people.map(() => new Y.Doc());
  const undo = docs.map((doc) => new Y.UndoManager(doc.getText('text')));
  const open = () => people.map((person, index) => running.open(documentId, person, { doc: docs[index] as Y.Doc }));
  let clients: StockClient[] = open();
  for (let step = 0; step < 300; step++) {
    const who = choose(docs.length);
    const [doc, client] = [docs[who] as Y.Doc, clients[who] as StockClient];
    const text = doc.getText('text');
    const what = choose(100);
    if (what < 60) text.insert(choose(text.length + 1), `${who}字`);
    else if (what < 78 && text.length > 2) text.delete(choose(text.length - 1), 1);
    else if (what < 86) undo[who]?.undo();
    else if (what < 90) undo[who]?.redo();
    else if (what < 94) client.provider.disconnect();
    else if (what < 98) client.provider.connect();
    else await sleep(choose(60));
    if (step % 100 === 99) {
      await running.close();
      running = await DocumentServer.start({ database: server.database, port });
      clients = open();
    }
  }
  for (const { provider } of clients) provider.connect();
  await eventually(async () => {
    const texts = clients.map((client) => client.text());
    expect(new Set([...texts, await storedText(documentId)]).size).toBe(1);
  });
  expect(docs.map((doc) => doc.store.pendingStructs)).toEqual([null, null, null, null]);
  await running.close();
});

test('D12: a clock that jumps a day forward and back costs no connection and no acknowledgement', async () => {
  const documentId = await server.addDocument(writer);
  const raw = await connectRaw(server.url, documentId, writer.cookie, { query: 'ack=1' });
  await raw.opened;
  let written = 0;
  for (const days of [1, -2, 400]) {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 });
    raw.write((doc) => doc.getText('text').insert(0, '甲'));
    written++;
    await eventually(() => expect(raw.acknowledged).toBe(written));
    vi.useRealTimers();
  }
  expect(raw.socket.readyState).toBe(raw.socket.OPEN);
  expect(await storedText(documentId)).toBe('甲甲甲');
  raw.close();
});

test('S12: a thousand sockets without a session are each closed within 5 seconds, and someone with one works on meanwhile', async () => {
  const documentId = await server.addDocument(writer);
  const raw = await connectRaw(server.url, documentId, writer.cookie, { query: 'ack=1' });
  await raw.opened;
  const ends: { code: number; milliseconds: number }[] = [];
  // More at once than the system lets wait for a connection would mostly measure its retries.
  for (let group = 1; group <= 4; group++) {
    const strangers = Array.from({ length: 250 }, () => stranger(documentId));
    raw.write((doc) => doc.getText('text').insert(0, '甲'));
    await eventually(() => expect(raw.acknowledged).toBe(group));
    ends.push(...(await Promise.all(strangers)));
  }
  expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([documentClose.notSignedIn]));
  expect(Math.max(...ends.map(({ milliseconds }) => milliseconds))).toBeLessThan(5_000);
  expect(raw.socket.readyState).toBe(raw.socket.OPEN);
  raw.close();
});

/** Someone without a session: the code they are closed with, and how long after the socket had opened. */
function stranger(documentId: string): Promise<{ code: number; milliseconds: number }> {
  const socket = new WebSocket(`${server.url}/documents/${documentId}`);
  let opened = NaN;
  socket.once('open', () => (opened = performance.now()));
  return new Promise((resolve, reject) => {
    socket.once('close', (code) => resolve({ code, milliseconds: performance.now() - opened }));
    socket.once('error', reject);
  });
}

test(`S08: damaged updates through real sockets close their senders alone, and everybody else has the same (DOCUMENT_SEED=${seed})`, async () => {
  const attacker = await server.addWriter('另一位');
  let over = false;
  const neighbour = neighboursDelays(server.url, await server.addDocument(writer), writer, () => over);
  const options = {
    maker: server,
    url: server.url,
    attacker,
    neighbour: writer,
    choose: numbersFrom(seed),
    count: 120,
    senders: 6,
  };
  const attacks = [await sendDamaged(options), await sendDamaged(options)];
  over = true;
  expect((await neighbour).length).toBeGreaterThan(0);
  expect(attacks.map(({ intact }) => intact)).toEqual([true, true]);
  const codes = attacks.flatMap(({ closes }) => [...closes.keys()]);
  expect(codes.filter((code) => (code < 4400 || code >= 4500) && code !== 1013)).toEqual([]);
  expect(codes).toContain(documentClose.badRequest);
});
