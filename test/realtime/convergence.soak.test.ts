import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { openDatabase } from '../../server/database/open.ts';
import { createTestDatabase } from '../support/database.ts';
import { DocumentServer, type Writer } from '../support/documentServer.ts';
import { numbersFrom } from '../support/randomNumbers.ts';
import { connectRaw, type RawClient } from '../support/rawDocumentClient.ts';
import { KillableServers } from './killable.ts';

const kills = Number(process.env['SOAK_KILLS'] ?? 60);
const seed = Number(process.env['DOCUMENT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const patience = 30_000;

test(`D03: ${kills} kills amid edits, undos and broken lines: all end up with the same, and nothing acknowledged is lost (DOCUMENT_SEED=${seed})`, async () => {
  const choose = numbersFrom(seed);
  const own = await createTestDatabase();
  const database = await openDatabase({ connection: own.connection, durable: false });
  const setUp = await DocumentServer.start({ database });
  const writers = await Promise.all(Array.from({ length: 5 }, () => setUp.addWriter()));
  const documentId = await setUp.addDocument(writers[0] as Writer, '开头');
  const servers = await KillableServers.build(own.connection);
  const people = writers.map((writer) => new Person(writer, documentId));
  let acknowledged = 0;
  for (let life = 0; life < kills; life++) {
    const server = await servers.start();
    const kept: Uint8Array[] = [];
    // Some come back late, or not before the next life.
    for (const person of people) if (choose(4) > 0) await person.connect(server.url);
    for (let step = 60 + choose(120); step > 0; step--) {
      const person = people[choose(people.length)] as Person;
      const what = choose(100);
      if (what < 92) person.work(what, choose(1_000_000));
      else if (what < 94) kept.push(...(await person.disconnect()));
      else if (what < 97) await person.connect(server.url);
      else await sleep(choose(60));
    }
    server.kill();
    for (const person of people) kept.push(...(await person.disconnect()));
    acknowledged += kept.length;
    const stored = Y.snapshot(await setUp.stored(documentId));
    expect(kept.filter((update) => !Y.snapshotContainsUpdate(stored, update))).toEqual([]);
  }
  const server = await servers.start();
  for (const person of people) await person.connect(server.url);
  await vi.waitFor(async () => {
    const stored = Y.snapshot(await setUp.stored(documentId));
    for (const { doc } of people) expect(Y.equalSnapshots(Y.snapshot(doc), stored)).toBe(true);
  }, patience);
  const texts = people.map(({ doc }) => doc.getText('text').toJSON());
  expect(new Set([...texts, (await setUp.stored(documentId)).getText('text').toJSON()]).size).toBe(1);
  console.log(`${kills} kills, ${acknowledged} acknowledged frames, ${texts[0]?.length} characters in the end`);
  expect(acknowledged).toBeGreaterThan(kills * 10);
  for (const person of people) await person.disconnect();
  server.kill();
  await servers.close();
  await setUp.close();
  await database.close();
  await own.drop();
});

/** Someone with a document of their own who writes with and without a connection, and knows what each frame held. */
class Person {
  readonly doc = new Y.Doc();
  private readonly text = this.doc.getText('text');
  private readonly undo = new Y.UndoManager(this.text);
  private readonly writer: Writer;
  private readonly documentId: string;
  private client: RawClient | null = null;
  private frames: Uint8Array[] = [];

  constructor(writer: Writer, documentId: string) {
    this.writer = writer;
    this.documentId = documentId;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (this.client === null || origin === this.client) return;
      this.frames.push(update);
      this.client.sendUpdate(update);
    });
  }

  async connect(url: string): Promise<void> {
    if (this.client !== null) return;
    const client = await connectRaw(url, this.documentId, this.writer.cookie, { query: 'ack=1', doc: this.doc });
    await client.opened;
    this.client = client;
    this.frames = [Y.encodeStateAsUpdate(this.doc)];
    client.sendStep2();
  }

  /** Answers the frames that were acknowledged. */
  async disconnect(): Promise<Uint8Array[]> {
    const { client } = this;
    if (client === null) return [];
    this.client = null;
    client.close();
    await client.closed;
    expect(client.refusals).toEqual([]);
    return this.frames.slice(0, client.acknowledged);
  }

  work(what: number, where: number): void {
    const { text, undo } = this;
    if (what < 60) text.insert(where % (text.length + 1), '字');
    else if (what < 78 && text.length > 2) text.delete(where % (text.length - 1), 1);
    else if (what < 87) undo.undo();
    else undo.redo();
  }
}
