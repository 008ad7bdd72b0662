import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { openDatabase } from '../../server/database/open.ts';
import { createTestDatabase } from '../support/database.ts';
import { DocumentServer } from '../support/documentServer.ts';
import { startDocumentServer, type Writer } from '../support/documents.ts';
import { eventually } from '../support/eventually.ts';
import { connectRaw } from '../support/rawDocumentClient.ts';
import { Crashes } from './crashes.ts';

let server: DocumentServer;
let stop: () => Promise<void>;
let writer: Writer;

beforeAll(async () => {
  ({ server, stop } = await startDocumentServer());
  writer = await server.addWriter();
});
afterEach(() => server.closeClients());
afterAll(() => stop());

const storedText = async (documentId: string) => (await server.stored(documentId)).getText('text').toJSON();

test('P1: what is acknowledged is in the database already', async () => {
  const documentId = await server.addDocument(writer);
  const raw = await connectRaw(server.url, documentId, writer.cookie, { query: 'ack=1' });
  await raw.opened;
  for (let count = 1; count <= 20; count++) {
    raw.write((doc) => doc.getText('text').insert(0, 'x'));
    await eventually(() => expect(raw.acknowledged).toBe(count), { interval: 1 });
    expect(await storedText(documentId)).toBe('x'.repeat(count));
  }
  raw.close();
});

test('P1: a stock client hears nothing of acknowledgements', async () => {
  const documentId = await server.addDocument(writer);
  const raw = await connectRaw(server.url, documentId, writer.cookie);
  await raw.opened;
  raw.write((doc) => doc.getText('text').insert(0, '甲'));
  await eventually(async () => expect(await storedText(documentId)).toBe('甲'));
  await sleep(50);
  expect(raw.messages.every((message) => (message[0] as number) < 4)).toBe(true);
  raw.close();
});

test('P2: many writers share a commit', async () => {
  const documentId = await server.addDocument(writer);
  const clients = await Promise.all(
    Array.from({ length: 8 }, () => connectRaw(server.url, documentId, writer.cookie, { query: 'ack=1' })),
  );
  await Promise.all(clients.map((client) => client.opened));
  const before = await transactions();
  for (let round = 0; round < 30; round++) {
    for (const client of clients) client.write((doc) => doc.getText('text').insert(0, 'x'));
    await sleep(2);
  }
  await eventually(() => expect(clients.map((client) => client.acknowledged)).toEqual(Array(8).fill(30)));
  expect((await transactions()) - before).toBeLessThan(120);
  expect(await storedText(documentId)).toBe('x'.repeat(240));
  for (const client of clients) client.close();
});

test('P3, D05: while the disk is full there is no acknowledgement, and everything is saved without a reload once there is room', async () => {
  const documentId = await server.addDocument(writer);
  const raw = await connectRaw(server.url, documentId, writer.cookie, { query: 'ack=1' });
  const other = server.open(documentId, writer);
  await raw.opened;
  await eventually(() => expect(other.provider.synced).toBe(true));
  const closes = vi.fn();
  other.provider.on('connection-close', closes);
  // What a full disk looks like: PostgreSQL answers every insert with an error.
  await onInsert('refuse', `raise exception using errcode = '53100'`);
  raw.write((doc) => doc.getText('text').insert(0, '甲'));
  await eventually(() => expect(other.text()).toBe('甲'));
  await sleep(300);
  raw.write((doc) => doc.getText('text').insert(1, '乙'));
  const newcomer = server.open(documentId, writer);
  await eventually(() => expect(newcomer.text()).toBe('甲乙'));
  expect(raw.acknowledged).toBe(0);
  expect(await storedText(documentId)).toBe('');
  await sql`drop function refuse cascade`.execute(server.database.db);
  await eventually(() => expect(raw.acknowledged).toBe(2));
  expect(await storedText(documentId)).toBe('甲乙');
  expect(raw.socket.readyState).toBe(raw.socket.OPEN);
  expect(closes).not.toHaveBeenCalled();
  raw.close();
});

test('D04, W5: what is typed while a document is slowly loaded is not lost, nobody is told to be in step before, and none has to come again', async () => {
  const documentId = await server.addDocument(writer, '始');
  const locker = await server.database.pool.connect();
  await locker.query('begin');
  await locker.query('lock table document_updates in access exclusive mode');
  const people = Array.from({ length: 3 }, () => server.open(documentId, writer));
  const closes = vi.fn();
  for (const { provider } of people) provider.on('connection-close', closes);
  for (let index = 0; index < 10; index++) {
    for (const { doc } of people) doc.getText('text').insert(index, '字');
    await sleep(30);
  }
  expect(people.map(({ provider }) => provider.wsconnected)).toEqual([true, true, true]);
  expect(people.map(({ provider }) => provider.synced)).toEqual([false, false, false]);
  await locker.query('commit');
  locker.release();
  await eventually(() => expect(people.map(({ text }) => text().length)).toEqual([31, 31, 31]));
  expect(new Set(people.map(({ text }) => text())).size).toBe(1);
  expect(closes).not.toHaveBeenCalled();
  await eventually(async () => expect(await storedText(documentId)).toBe(people[0]?.text()));
});

test('D04: while storing is slow people see one another’s words at once, and each is acknowledged when it is stored, not before', async () => {
  const documentId = await server.addDocument(writer);
  const raw = await connectRaw(server.url, documentId, writer.cookie, { query: 'ack=1' });
  const other = server.open(documentId, writer);
  await raw.opened;
  await eventually(() => expect(other.provider.synced).toBe(true));
  await onInsert('linger', 'perform pg_sleep(0.4)');
  for (let index = 0; index < 40; index++) {
    raw.write((doc) => doc.getText('text').insert(index, '字'));
    const acknowledged = raw.acknowledged;
    expect((await storedText(documentId)).length).toBeGreaterThanOrEqual(acknowledged);
    await sleep(20);
  }
  await eventually(() => expect(other.text()).toHaveLength(40));
  expect(raw.acknowledged).toBeLessThan(40);
  const late = server.open(documentId, writer);
  await eventually(() => expect(late.text()).toHaveLength(40));
  await eventually(() => expect(raw.acknowledged).toBe(40));
  expect(await storedText(documentId)).toBe('字'.repeat(40));
  await sql`drop function linger cascade`.execute(server.database.db);
  raw.close();
});

test('P3: a database that throws everyone out and comes back costs no acknowledged and no unacknowledged word', async () => {
  const documentId = await server.addDocument(writer);
  const raw = await connectRaw(server.url, documentId, writer.cookie, { query: 'ack=1' });
  await raw.opened;
  // Not one of the pool's connections, which are the ones to be thrown out.
  const doorkeeper = new Client(server.database.pool.options);
  await doorkeeper.connect();
  for (let round = 0; round < 5; round++) {
    for (let index = 0; index < 10; index++) raw.write((doc) => doc.getText('text').insert(0, 'x'));
    await doorkeeper.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await sleep(20);
  }
  await doorkeeper.end();
  await eventually(() => expect(raw.acknowledged).toBe(50));
  expect(await storedText(documentId)).toBe('x'.repeat(50));
  raw.close();
});

test('L3: documents that are left together are compacted and put away, but not from under someone who has come back', async () => {
  const { server: brief, stop: stopBrief } = await startDocumentServer({ graceMs: 1_000 });
  const person = await brief.addWriter();
  const documentIds = await Promise.all(Array.from({ length: 12 }, () => brief.addDocument(person)));
  const words = (count: number) => 'x'.repeat(count);
  const writers = documentIds.map((documentId) => brief.open(documentId, person));
  await eventually(() => expect(writers.every(({ provider }) => provider.synced)).toBe(true));
  for (let count = 0; count < 60; count++) for (const { doc } of writers) doc.getText('text').insert(0, 'x');
  for (const documentId of documentIds)
    await eventually(async () => expect((await brief.stored(documentId)).getText('text').toJSON()).toBe(words(60)));
  brief.closeClients();
  const last = documentIds.at(-1) as string;
  const back = brief.open(last, person);
  await eventually(() => expect(back.text()).toBe(words(60)));
  const closes = vi.fn();
  back.provider.on('connection-close', closes);

  const compacted = () =>
    brief.database.db
      .selectFrom('document_snapshots')
      .select('document_id')
      .distinct()
      .where('document_id', 'in', documentIds)
      .where('seq', '>=', 60)
      .execute()
      .then((rows) => rows.map(({ document_id }) => document_id).sort());
  const left = documentIds.slice(0, -1).sort();
  await eventually(async () => expect(await compacted()).toEqual(left));
  await sleep(1_500);
  expect(await compacted()).toEqual(left);
  back.doc.getText('text').insert(0, '还在');
  await eventually(async () => expect((await brief.stored(last)).getText('text').toJSON()).toBe(`还在${words(60)}`));
  expect(closes).not.toHaveBeenCalled();
  const again = brief.open(left[0] as string, person);
  await eventually(() => expect(again.text()).toBe(words(60)));
  brief.closeClients();
  await stopBrief();
});

test('L4: a document that was deleted closes its sockets, and others are not held up', async () => {
  const [doomed, other] = [await server.addDocument(writer, '甲'), await server.addDocument(writer)];
  const [one, two] = await Promise.all(
    [doomed, other].map((id) => connectRaw(server.url, id, writer.cookie, { query: 'ack=1' })),
  );
  await Promise.all([one?.opened, two?.opened]);
  await server.database.db.deleteFrom('documents').where('id', '=', doomed).execute();
  one?.write((doc) => doc.getText('text').insert(0, 'x'));
  two?.write((doc) => doc.getText('text').insert(0, 'x'));
  expect(await one?.closed).toBe(1012);
  await eventually(() => expect(two?.acknowledged).toBe(1));
  expect(await (await connectRaw(server.url, doomed, writer.cookie)).closed).toBe(4404);
  expect(server.errors.splice(0)).toHaveLength(1);
  two?.close();
});

test('L4: words on their way into a document that is being removed are neither acknowledged nor left behind', async () => {
  const [doomed, other] = [await server.addDocument(writer, '甲'), await server.addDocument(writer)];
  const [one, two] = await Promise.all(
    [doomed, other].map((id) => connectRaw(server.url, id, writer.cookie, { query: 'ack=1' })),
  );
  await Promise.all([one?.opened, two?.opened]);
  const remover = await server.database.pool.connect();
  await remover.query('begin');
  await remover.query('delete from documents where id = $1', [doomed]);
  one?.write((doc) => doc.getText('text').insert(0, 'x'));
  two?.write((doc) => doc.getText('text').insert(0, 'x'));
  await sleep(400);
  expect([one?.acknowledged, two?.acknowledged]).toEqual([0, 0]);
  await remover.query('commit');
  remover.release();
  expect(await one?.closed).toBe(1012);
  expect(one?.acknowledged).toBe(0);
  await eventually(() => expect(two?.acknowledged).toBe(1));
  const left = await server.database.pool.query('select 1 from document_updates where document_id = $1', [doomed]);
  expect(left.rowCount).toBe(0);
  expect(server.errors.splice(0)).toHaveLength(1);
  two?.close();
});

test('P3: the words of an account that is removed stay, without its name', async () => {
  const leaving = await server.addWriter('要走的人');
  const documentId = await server.addDocument(writer);
  const raw = await connectRaw(server.url, documentId, leaving.cookie, { query: 'ack=1' });
  await raw.opened;
  raw.write((doc) => doc.getText('text').insert(0, '留下的话'));
  await eventually(() => expect(raw.acknowledged).toBe(1));
  const authors = async () =>
    (
      await server.database.db
        .selectFrom('document_entries')
        .select('account_id')
        .where('document_id', '=', documentId)
        .orderBy('seq')
        .execute()
    ).map(({ account_id }) => account_id);
  expect(await authors()).toEqual([writer.accountId, leaving.accountId]);
  await server.database.db.deleteFrom('accounts').where('id', '=', leaving.accountId).execute();
  expect(await authors()).toEqual([writer.accountId, null]);
  raw.write((doc) => doc.getText('text').insert(0, '再说'));
  await eventually(() => expect(raw.acknowledged).toBe(2));
  expect(await authors()).toEqual([writer.accountId, null, null]);
  expect(await storedText(documentId)).toBe('再说留下的话');
  raw.close();
});

test('C1: compacting keeps the state, the snapshot before, and what came since', async () => {
  const documentId = await server.addDocument(writer, '始');
  const raw = await connectRaw(server.url, documentId, writer.cookie, { query: 'ack=1' });
  await raw.opened;
  const snapshots = () =>
    server.database.db
      .selectFrom('document_snapshots')
      .selectAll()
      .where('document_id', '=', documentId)
      .orderBy('seq')
      .execute();
  for (let round = 1; round <= 3; round++) {
    for (let index = 0; index < 520; index++) raw.write((doc) => doc.getText('text').insert(index % 3, `${index % 10}`));
    raw.write((doc) => doc.getText('text').delete(0, 100));
    await eventually(() => expect(raw.acknowledged).toBe(round * 521));
    await eventually(async () => expect((await snapshots()).at(-1)?.seq).toBe(1 + round * 521));
  }
  const kept = await snapshots();
  expect(kept.map(({ seq }) => seq)).toEqual([1 + 2 * 521, 1 + 3 * 521]);
  expect(await storedText(documentId)).toBe(raw.text());
  // Without the newest snapshot the one before and the log give the same.
  await server.database.db
    .deleteFrom('document_snapshots')
    .where('document_id', '=', documentId)
    .where('seq', '=', 1 + 3 * 521)
    .execute();
  expect(Y.encodeStateAsUpdate(await server.stored(documentId))).toEqual(Y.encodeStateAsUpdate(raw.doc));
  raw.close();
});

test('D09: closing the server saves and acknowledges what it has received, and closes with 1012', async () => {
  const closing = await DocumentServer.start({ database: server.database });
  const documentId = await closing.addDocument(writer);
  const raw = await connectRaw(closing.url, documentId, writer.cookie, { query: 'ack=1' });
  await raw.opened;
  for (let index = 0; index < 200; index++) raw.write((doc) => doc.getText('text').insert(0, 'x'));
  await eventually(() => expect(raw.acknowledged).toBeGreaterThan(0), { interval: 1 });
  await closing.close();
  expect(await raw.closed).toBe(1012);
  expect((await storedText(documentId)).length).toBe(raw.acknowledged);
});

test('D01: twenty times killed while six people type: every acknowledged edit is there', async () => {
  const own = await createTestDatabase();
  const database = await openDatabase({ connection: own.connection, durable: false });
  const crashes = await Crashes.prepare({ database, connection: own.connection, people: 6 });
  for (let round = 0; round < 20; round++) {
    await crashes.live({
      typing: async (typed) => {
        await typed(30);
        await sleep((round * 37) % 50);
      },
    });
  }
  await crashes.end();
  expect(crashes.total).toBeGreaterThan(500);
  await database.close();
  await own.drop();
}, 300_000);

/** Has PostgreSQL do something with every statement that stores updates. */
async function onInsert(name: string, what: string): Promise<void> {
  const { pool } = server.database;
  await pool.query(`create function ${name}() returns trigger language plpgsql as $$ begin ${what}; return null; end $$`);
  await pool.query(`create trigger ${name} before insert on document_updates for each statement execute function ${name}()`);
}

async function transactions(): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(server.database.db);
  const found = await sql<{
    count: number;
  }>`select xact_commit as count from pg_stat_database where datname = current_database()`.execute(server.database.db);
  return found.rows[0]?.count ?? 0;
}
