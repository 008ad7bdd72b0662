import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { documentClose } from '../../shared/documents.ts';
import type { DocumentServer } from '../support/documentServer.ts';
import { startDocumentServer, type Writer } from '../support/documents.ts';
import { eventually } from '../support/eventually.ts';
import { connectRaw } from '../support/rawDocumentClient.ts';

let server: DocumentServer;
let stop: () => Promise<void>;
let writer: Writer;

beforeAll(async () => {
  ({ server, stop } = await startDocumentServer());
  writer = await server.addWriter();
});
afterEach(() => server.closeClients());
afterAll(() => stop());

const unknownId = '00000000-0000-4000-8000-000000000000';

test('two stock clients write at once and end up with the same text, which is stored', async () => {
  const documentId = await server.addDocument(writer, '开头');
  const one = server.open(documentId, writer);
  const two = server.open(documentId, await server.addWriter('周老师'));
  await eventually(() => expect([one.text(), two.text()]).toEqual(['开头', '开头']));
  for (let index = 0; index < 50; index++) {
    one.doc.getText('text').insert(0, `a${index}`);
    two.doc.getText('text').insert(two.text().length, `b${index}`);
  }
  await eventually(() => expect(one.text()).toHaveLength(2 + 2 * (10 * 2 + 40 * 3)));
  await eventually(() => expect(two.text()).toBe(one.text()));
  await eventually(async () => expect((await server.stored(documentId)).getText('text').toJSON()).toBe(one.text()));
});

test('L1: a client is told that it is in step only when it has the stored content, however many open at once', async () => {
  const documentId = await server.addDocument(writer, '已经写好的教案');
  const clients = Array.from({ length: 9 }, () => server.open(documentId, writer));
  const atSync = await Promise.all(
    clients.map((client) => new Promise<string>((resolve) => client.provider.on('sync', () => resolve(client.text())))),
  );
  expect(new Set(atSync)).toEqual(new Set(['已经写好的教案']));
});

test('S1: other paths of the server are left to others', async () => {
  const response = await fetch(server.url.replace('ws:', 'http:'));
  expect(await response.text()).toBe('not a document');
  for (const path of ['/documents', '/documents/', '/other', '/documents/a/b']) {
    const socket = new WebSocket(`${server.url}${path}`);
    const seen: string[] = [];
    socket.on('open', () => seen.push('open'));
    socket.on('error', () => {});
    await sleep(50);
    socket.terminate();
    expect(seen, path).toEqual([]);
  }
});

test('S2, S04: a page of another origin gets 403 before the upgrade', async () => {
  const documentId = await server.addDocument(writer);
  const port = new URL(server.url).port;
  for (const origin of ['https://evil.example', 'null', `http://localhost.evil.example:${port}`, 'http://localhost:1']) {
    const raw = await connectRaw(server.url, documentId, writer.cookie, { origin }).catch((error: Error) => error.message);
    expect(raw, origin).toBe('Unexpected server response: 403');
  }
  const own = await connectRaw(server.url, documentId, writer.cookie, { origin: `http://localhost:${port}` });
  own.close();
});

test('S3: without a session the socket closes with 4401 for good', async () => {
  const documentId = await server.addDocument(writer);
  expect(await (await connectRaw(server.url, documentId, '')).closed).toBe(documentClose.notSignedIn);
  const stock = server.open(documentId, { ...writer, cookie: '' });
  const closed = await new Promise<{ code: number }>((resolve) => stock.provider.on('closed', resolve));
  expect(closed.code).toBe(documentClose.notSignedIn);
  await sleep(300);
  expect(stock.provider.shouldConnect).toBe(false);
});

test('S4: an unknown document and one of somebody else close alike with 4404', async () => {
  const stranger = await server.addWriter('外人', null);
  const documentId = await server.addDocument(writer);
  for (const [id, cookie] of [
    [unknownId, writer.cookie],
    ['not-an-id', writer.cookie],
    [documentId, stranger.cookie],
  ] as const) {
    const raw = await connectRaw(server.url, id, cookie);
    expect(await raw.closed, id).toBe(documentClose.notFound);
    expect(raw.messages, 'nothing was said before').toEqual([]);
  }
});

test('S5: a page with an older schema or of a replaced history is turned away before it can sync', async () => {
  const documentId = await server.addDocument(writer, '内容');
  const old = await connectRaw(server.url, documentId, writer.cookie, { query: 'schema=0' });
  expect(await old.closed).toBe(documentClose.outdatedSchema);
  const stale = await connectRaw(server.url, documentId, writer.cookie, { query: 'epoch=7' });
  expect(await stale.closed).toBe(documentClose.replaced);
  expect([...old.messages, ...stale.messages]).toEqual([]);
});

test('S6, S05: an ended session closes its sockets at once with 4401, an ended term with 4403', async () => {
  const documentId = await server.addDocument(writer);
  const [leaver, expired] = [await server.addWriter(), await server.addWriter()];
  const one = await connectRaw(server.url, documentId, leaver.cookie);
  const two = await connectRaw(server.url, documentId, expired.cookie);
  await Promise.all([one.opened, two.opened]);
  server.ended.set(leaver.accountId, 'signed_out').set(expired.accountId, 'term_ended');
  await server.connections.recheck();
  expect(await one.closed).toBe(documentClose.notSignedIn);
  expect(await two.closed).toBe(documentClose.forbidden);
});

test('S6: someone who may no longer see a document loses it, someone demoted reads on', async () => {
  const documentId = await server.addDocument(writer, '甲');
  const [removed, demoted] = [await server.addWriter(), await server.addWriter()];
  const one = await connectRaw(server.url, documentId, removed.cookie);
  const two = await connectRaw(server.url, documentId, demoted.cookie, { query: 'ack=1' });
  await Promise.all([one.opened, two.opened]);
  server.access.set(removed.accountId, null).set(demoted.accountId, 'comment');
  await server.connections.recheck();
  expect(await one.closed).toBe(documentClose.forbidden);
  expect(two.hello?.access).toBe('comment');
  two.write((doc) => doc.getText('text').insert(0, '乙'));
  await eventually(() => expect(two.refusals).toEqual(['read_only']));
  expect((await server.stored(documentId)).getText('text').toJSON()).toBe('甲');
  two.close();
});

test('S7: no more connections than the limit', async () => {
  const { server: small, stop: stopSmall } = await startDocumentServer({ limits: { connections: 2 } });
  const person = await small.addWriter();
  const documentId = await small.addDocument(person);
  const sockets = [];
  for (let index = 0; index < 3; index++) {
    const raw = await connectRaw(small.url, documentId, person.cookie);
    await Promise.race([raw.opened, raw.closed]);
    sockets.push(raw);
  }
  expect(await sockets[2]?.closed).toBe(documentClose.tooManyConnections);
  await stopSmall();
});

test('W3, S07: what readers and commenters write changes nothing, byte for byte, and their stock clients stay in step', async () => {
  const documentId = await server.addDocument(writer, '教学目标');
  const author = server.open(documentId, writer);
  await eventually(() => expect(author.text()).toBe('教学目标'));
  const before = Y.encodeStateAsUpdate(await server.stored(documentId));
  for (const access of ['read', 'comment'] as const) {
    const reader = await server.addWriter('观课', access);
    const stock = server.open(documentId, reader);
    const closes = vi.fn();
    stock.provider.on('connection-close', closes);
    await eventually(() => expect(stock.text()).toBe('教学目标'));
    stock.doc.getText('text').insert(0, '擅自');
    stock.doc.getText('text').delete(3, 1);
    // With something of its own, it sends it again as a sync step after it has come back.
    stock.provider.disconnect();
    stock.provider.connect();
    await eventually(() => expect(stock.provider.synced).toBe(true));
    const raw = await connectRaw(server.url, documentId, reader.cookie, { query: 'ack=1' });
    await eventually(() => expect(raw.text()).toBe('教学目标'));
    raw.write((doc) => doc.getText('text').delete(0, 2));
    await eventually(() => expect(raw.refusals).toEqual(['read_only']));
    raw.close();
    await sleep(100);
    expect(closes).toHaveBeenCalledTimes(1);
    expect(stock.provider.wsconnected).toBe(true);
  }
  expect(Y.encodeStateAsUpdate(await server.stored(documentId))).toEqual(before);
  expect(author.text()).toBe('教学目标');
  author.doc.getText('text').insert(4, '：');
  await eventually(async () => expect((await server.stored(documentId)).getText('text').toJSON()).toBe('教学目标：'));
});

test('W3: a reader who has nothing new to say is no offender', async () => {
  const documentId = await server.addDocument(writer, '甲乙丙');
  const author = server.open(documentId, writer);
  await eventually(() => expect(author.text()).toBe('甲乙丙'));
  author.doc.getText('text').delete(1, 1);
  const reader = await server.addWriter('观课', 'read');
  const raw = await connectRaw(server.url, documentId, reader.cookie, { query: 'ack=1' });
  await raw.opened;
  await eventually(() => expect(raw.text()).toBe('甲丙'));
  raw.sendStep2();
  await eventually(() => expect(raw.acknowledged).toBe(1));
  expect(raw.refusals).toEqual([]);
  raw.close();
});

test('a room reads and changes the live document in the same way as everyone else', async () => {
  const documentId = await server.addDocument(writer, '原文');
  const author = server.open(documentId, writer);
  await eventually(() => expect(author.text()).toBe('原文'));
  const answer = await server.documents.change(documentId, writer.accountId, (doc) => {
    doc.getText('text').insert(2, '改');
    return doc.getText('text').length;
  });
  expect(answer).toBe(3);
  expect((await server.stored(documentId)).getText('text').toJSON()).toBe('原文改');
  const rows = await server.database.db
    .selectFrom('document_entries')
    .selectAll()
    .where('document_id', '=', documentId)
    .execute();
  expect(rows.map((row) => row.account_id)).toEqual([writer.accountId, writer.accountId]);
  await eventually(() => expect(author.text()).toBe('原文改'));
  expect(await server.documents.read(documentId, (doc) => doc.getText('text').toJSON())).toBe('原文改');
  await expect(server.documents.read(unknownId, () => 0)).rejects.toMatchObject({ code: 'not_found' });
  await eventually(() => expect(server.changed).toContainEqual({ documentId, accountIds: [writer.accountId] }));
});

test('P4: rows that the database can never take are given up and told of, and no document waits for them', async () => {
  const documentId = await server.addDocument(writer, '原文');
  const change = (words: string, email: string) =>
    server.documents.change(
      documentId,
      writer.accountId,
      (doc) => doc.getText('text').insert(0, words),
      async (tx) => {
        await tx.insertInto('accounts').values({ email, name: words, colour: 0, password_hash: '' }).execute();
      },
    );
  const email = 'alongside@example.org';
  await change('甲', email);
  await expect(change('乙', email)).rejects.toMatchObject({ code: '23505' });
  await change('丙', 'another@example.org');
  const names = await server.database.db.selectFrom('accounts').select('name').where('name', 'in', ['甲', '乙', '丙']).execute();
  expect(names.map(({ name }) => name).toSorted()).toEqual(['丙', '甲']);
  expect((await server.stored(documentId)).getText('text').toJSON()).toBe('丙乙甲原文');
});

test('someone who wrote without a connection loses nothing when it is back, and neither do the others', async () => {
  const documentId = await server.addDocument(writer, '学情：');
  const stationed = server.open(documentId, writer);
  const rear = server.open(documentId, await server.addWriter());
  await eventually(() => expect([stationed.text(), rear.text()]).toEqual(['学情：', '学情：']));
  stationed.provider.disconnect();
  for (const character of '四年级三十二人') stationed.doc.getText('text').insert(stationed.text().length, character);
  rear.doc.getText('text').insert(0, '【一班】');
  await sleep(50);
  expect(rear.text()).toBe('【一班】学情：');
  stationed.provider.connect();
  await eventually(() => expect([rear.text(), stationed.text()]).toEqual(Array(2).fill('【一班】学情：四年级三十二人')));
});
