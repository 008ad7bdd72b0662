import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { documentClose } from '../../shared/documents.ts';
import { DocumentCast } from '../support/documentCast.ts';
import { DocumentServer } from '../support/documentServer.ts';
import { eventually } from '../support/eventually.ts';
import { connectRaw } from '../support/rawDocumentClient.ts';
import { refused, setStage } from './guardStage.ts';
import { textAfter, textAt, update } from './handmadeUpdates.ts';

const cast = new DocumentCast();

const stage = (text = '') => setStage(cast, text);

test('W6, S10: nobody writes under the client id of someone who is connected, whether they have written or not', async () => {
  for (const hasWritten of [true, false]) {
    const { raw, neighbour, documentId } = await stage('甲');
    if (hasWritten) neighbour.doc.getText('text').insert(0, '乙');
    const before = neighbour.text();
    await eventually(() => expect(raw.text()).toBe(before));
    const { clientID } = neighbour.doc;
    raw.sendUpdate(update(clientID, Y.getState(neighbour.doc.store, clientID), [textAt('text', '冒名')]));
    await refused(raw, 'foreign_client', documentClose.refused);
    const step = await connectRaw(cast.server.url, documentId, cast.two.cookie, { query: 'ack=1' });
    await step.opened;
    step.sendSync(1, update(clientID, Y.getState(neighbour.doc.store, clientID), [textAt('text', '冒名')]));
    await refused(step, 'foreign_client', documentClose.refused);
    neighbour.doc.getText('text').insert(0, '我');
    await eventually(async () => expect((await cast.server.stored(documentId)).getText('text').toJSON()).toBe(`我${before}`));
  }
});

test('W9, S10: who sends other words under numbers that are taken makes nobody differ from anybody', async () => {
  const { documentId, raw, neighbour } = await stage();
  for (const [clock, text] of [
    [0, '甲'],
    [1, '乙'],
    [0, '丙丁戊'],
  ] as const) {
    raw.sendUpdate(update(77, clock, [textAt('text', text)]));
  }
  await eventually(() => expect(raw.acknowledged).toBe(3));
  await eventually(() => expect(neighbour.text()).toHaveLength(3));
  // One who comes now gets what came since the document was loaded as one update.
  const newcomer = cast.server.open(documentId, cast.one);
  await eventually(() => expect(newcomer.text()).toBe(neighbour.text()));
  expect((await cast.server.stored(documentId)).getText('text').toJSON()).toBe(neighbour.text());
});

test('W9, S10: what is there already and comes again as if it were elsewhere changes nothing', async () => {
  const { documentId, raw, neighbour } = await stage();
  raw.sendUpdate(update(77, 0, [textAt('text', '字😀')]));
  raw.sendUpdate(update(77, 3, [textAfter(77, 2, '甲')]));
  // The first of these two is known, and now said to be right of one half of the emoji.
  raw.sendUpdate(update(77, 3, [textAfter(77, 1, '甲'), textAfter(77, 3, '乙')]));
  await eventually(() => expect(raw.acknowledged).toBe(3));
  await eventually(() => expect(neighbour.text()).toBe('字😀甲乙'));
  expect(await cast.server.documents.read(documentId, (doc) => doc.getText('text').toJSON())).toBe('字😀甲乙');
});

test('W11: marks of formatting that mean nothing stay until a page clears them away', async () => {
  const documentId = await cast.server.addDocument(cast.one);
  const raw = await connectRaw(cast.server.url, documentId, cast.one.cookie, { query: 'ack=1' });
  await raw.opened;
  const first = new Y.Doc();
  first.getText('text').insert(0, '课程');
  raw.sendUpdate(Y.encodeStateAsUpdate(first));
  const second = new Y.Doc();
  Y.applyUpdate(second, Y.encodeStateAsUpdate(first));
  for (const doc of [first, second]) {
    doc.on('update', (made: Uint8Array) => raw.sendUpdate(made));
    doc.getText('text').format(0, 2, { bold: true });
  }
  await eventually(() => expect(raw.acknowledged).toBe(3));
  const { sv, ds } = await cast.server.documents.read(documentId, (doc) => Y.snapshot(doc));
  expect([sv.get(first.clientID), sv.get(second.clientID)]).toEqual([4, 2]);
  expect([...ds.clients]).toEqual([]);
  raw.close();
});

test('W7, S10: nobody forges a sync step under the client id of someone who was in step and has left', async () => {
  const { documentId, raw, unharmed } = await stage('甲');
  const { doc } = raw;
  const own = new Y.Doc();
  const comeIn = async () => {
    const client = await connectRaw(cast.server.url, documentId, cast.one.cookie, { query: 'ack=1', doc: own });
    await client.opened;
    client.sendStep2();
    await eventually(() => expect(client.acknowledged).toBe(1));
    return client;
  };
  const away = await comeIn();
  away.write((mine) => mine.getText('text').insert(0, '乙'));
  await eventually(() => expect(doc.getText('text').length).toBe(2));
  away.close();
  await away.closed;
  // The server hears of it a moment later.
  await sleep(200);
  own.getText('text').insert(0, '丙');
  raw.sendSync(1, update(own.clientID, 1, [textAt('text', '冒名')]));
  await refused(raw, 'foreign_client', documentClose.refused);
  // What was really written meanwhile arrives, and everyone has the same.
  const back = await comeIn();
  await unharmed(back.text());
  await eventually(() => expect(back.text()).toMatch(/^。(?=.*甲)(?=.*丙乙)/));
  back.close();
});

test('W7: a client id stays its account’s after a restart, and what others saw of it may be brought back', async () => {
  const documentId = await cast.server.addDocument(cast.one);
  const author = cast.server.open(documentId, cast.one);
  await eventually(() => expect(author.provider.synced).toBe(true));
  author.doc.getText('text').insert(0, '甲');
  await eventually(async () => expect((await cast.server.stored(documentId)).getText('text').toJSON()).toBe('甲'));
  author.provider.disconnect();
  author.doc.getText('text').insert(1, '乙');

  const restarted = await DocumentServer.start({ database: cast.server.database });
  const forged = await connectRaw(restarted.url, documentId, cast.two.cookie, { query: 'ack=1' });
  await forged.opened;
  forged.sendUpdate(update(author.doc.clientID, 1, [textAt('text', '冒名')]));
  await refused(forged, 'foreign_client', documentClose.refused);
  // A colleague saw the second character before a crash lost it, and connects before its author does.
  const colleague = restarted.open(documentId, cast.two, { doc: clone(author.doc) });
  await eventually(async () => expect((await cast.server.stored(documentId)).getText('text').toJSON()).toBe('甲乙'));
  const back = restarted.open(documentId, cast.one, { doc: author.doc });
  await eventually(() => expect(back.provider.synced).toBe(true));
  author.doc.getText('text').insert(2, '丙');
  await eventually(() => expect([back.text(), colleague.text()]).toEqual(['甲乙丙', '甲乙丙']));
  await restarted.close();
});

function clone(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}
