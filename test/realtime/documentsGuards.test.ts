import * as encoding from 'lib0/encoding';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { documentClose } from '../../shared/documents.ts';
import { DocumentCast } from '../support/documentCast.ts';
import { eventually } from '../support/eventually.ts';
import { connectRaw } from '../support/rawDocumentClient.ts';
import { refused, setStage } from './guardStage.ts';
import { nodeAt, textAfter, textAt, update } from './handmadeUpdates.ts';

const cast = new DocumentCast({ limits: { stateBytes: 200_000, frameBytes: 400_000, depth: 8 } });

const stage = (text = '') => setStage(cast, text);

test('G1, S08: messages that are no messages close the sender alone', async () => {
  const nonsense: (Uint8Array | string)[] = [
    'text',
    Uint8Array.of(),
    Uint8Array.of(0),
    Uint8Array.of(0, 7, 0),
    Uint8Array.of(9, 1, 2, 3),
    Uint8Array.of(0, 2, 200, 200, 200),
    Uint8Array.of(0, 2, 3, 0, 0),
    Uint8Array.of(0, 0, 1, 90),
    Uint8Array.of(1, 3, 250, 250, 250),
    Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 255),
  ];
  for (const message of nonsense) {
    const { raw, unharmed } = await stage('甲');
    raw.send(message);
    expect(await raw.closed, String(message)).toBe(documentClose.badRequest);
    await unharmed('甲');
  }
});

test('G2, S09: an update that declares more than it holds is refused before anything is allocated', async () => {
  const bombs = [
    update(1, 0, [], 3e7),
    update(1, 0, [], 2 ** 40),
    Uint8Array.of(255, 255, 255, 127, 0),
    Uint8Array.of(0, 255, 255, 255, 127),
    update(1, 0, [(encoder) => (encoding.writeUint8(encoder, 0), encoding.writeVarUint(encoder, 2 ** 45))]),
    // What only some parts of Yjs take for a gap, and a node, which makes the others look.
    update(1, 0, [nodeAt('xml'), (encoder) => (encoding.writeUint8(encoder, 10 | 0x80), encoding.writeVarUint(encoder, 3))]),
    // An array of values that says to have a million entries.
    update(1, 0, [
      (encoder) => {
        encoding.writeUint8(encoder, 8);
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarString(encoder, 'map');
        encoding.writeVarUint(encoder, 1);
        encoding.writeUint8(encoder, 117);
        encoding.writeVarUint(encoder, 1_000_000);
      },
    ]),
  ];
  for (const bomb of bombs) {
    const { raw, unharmed } = await stage('甲');
    raw.sendUpdate(bomb);
    await refused(raw, 'malformed', documentClose.badRequest);
    await unharmed('甲');
  }
});

test('G3, S09: thousands of updates that build on nothing are held back, then refused, and cost no time', async () => {
  const { raw, neighbour, unharmed } = await stage('甲');
  for (let index = 0; index < 3_000; index++) raw.sendUpdate(update(77, 10 + index * 2, [textAfter(78, index, 'x')]));
  const started = performance.now();
  await refused(raw, 'incomplete', 1013);
  expect(performance.now() - started).toBeLessThan(2_000);
  await unharmed('甲');
  expect(neighbour.doc.store.pendingStructs).toBeNull();
});

test('G3: an update that comes before what it builds on is applied and acknowledged when that has come', async () => {
  const { documentId, raw, neighbour } = await stage();
  const twin = await connectRaw(cast.server.url, documentId, cast.two.cookie, { query: 'ack=1' });
  await twin.opened;
  const first = new Y.Doc();
  first.getText('text').insert(0, '先');
  const second = new Y.Doc();
  Y.applyUpdate(second, Y.encodeStateAsUpdate(first));
  const before = Y.encodeStateVector(second);
  second.getText('text').insert(1, '后');
  raw.sendUpdate(Y.encodeStateAsUpdate(second, before));
  await sleep(100);
  expect(raw.acknowledged).toBe(0);
  twin.sendUpdate(Y.encodeStateAsUpdate(first));
  await eventually(() => expect([raw.acknowledged, twin.acknowledged]).toEqual([1, 1]));
  await eventually(() => expect(neighbour.text()).toBe('先后'));
  raw.close();
  twin.close();
});

test('G4: references in a circle and to oneself are refused', async () => {
  const { raw, unharmed } = await stage('甲');
  raw.sendUpdate(update(77, 0, [textAfter(77, 5, 'x')]));
  await refused(raw, 'malformed', documentClose.badRequest);
  await unharmed('甲');

  const circle = await stage('甲');
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 2);
  for (const [client, other] of [
    [91, 90],
    [90, 91],
  ] as const) {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, 0);
    textAfter(other, 0, 'x')(encoder);
  }
  encoding.writeVarUint(encoder, 0);
  circle.raw.sendUpdate(encoding.toUint8Array(encoder));
  await refused(circle.raw, 'malformed', documentClose.badRequest);
  await circle.unharmed('甲');
});

test('G2, S08: an update whose clients stand in another order than Yjs writes them is refused, since merging would lose parts of it', async () => {
  const { raw, unharmed } = await stage('甲');
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 2);
  for (const client of [77, 78]) {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, 0);
    textAt('text', 'x')(encoder);
  }
  encoding.writeVarUint(encoder, 0);
  raw.sendUpdate(encoding.toUint8Array(encoder));
  await refused(raw, 'malformed', documentClose.badRequest);
  await unharmed('甲');
});

test('G5: roots that the kind of document does not know are refused', async () => {
  const { raw, unharmed, neighbour } = await stage('甲');
  raw.write((doc) => doc.getMap('admin').set('role', 'coordinator'));
  await refused(raw, 'unknown_root', documentClose.refused);
  await unharmed('甲');
  expect([...neighbour.doc.share.keys()]).not.toContain('admin');
});

test('G6: nodes nested deeper than the limit are refused, at once or one by one', async () => {
  const nest = (levels: number) => (doc: Y.Doc) => {
    let parent: Y.XmlFragment = doc.getXmlFragment('xml');
    for (let level = 0; level < levels; level++) {
      const child = new Y.XmlElement('div');
      parent.insert(0, [child]);
      parent = child;
    }
  };
  const fitting = await stage('甲');
  fitting.raw.write(nest(8));
  await eventually(() => expect(fitting.raw.acknowledged).toBe(1));
  const deepest = () => {
    let node = fitting.raw.doc.getXmlFragment('xml');
    while (node.length > 0) node = node.get(0) as Y.XmlElement;
    return node;
  };
  fitting.raw.write(() => deepest().insert(0, [new Y.XmlElement('div')]));
  await refused(fitting.raw, 'too_deep', documentClose.refused);

  const { raw, unharmed } = await stage('甲');
  raw.write(nest(6_000));
  await refused(raw, 'too_deep', documentClose.refused);
  await unharmed('甲');
});

test('G7: a document does not outgrow its limit, and at the limit it still opens and can be cut', async () => {
  const { documentId, raw } = await stage('甲');
  expect(raw.hello).toMatchObject({ limit: 200_000 });
  for (let index = 0; index < 3; index++) raw.write((doc) => doc.getText('text').insert(0, 'x'.repeat(60_000)));
  await eventually(() => expect(raw.acknowledged).toBe(3));
  raw.write((doc) => doc.getText('text').insert(0, 'y'.repeat(60_000)));
  await refused(raw, 'too_large', documentClose.tooLarge);
  const again = cast.server.open(documentId, cast.two);
  await eventually(() => expect(again.text()).toHaveLength(180_001));
  again.doc.getText('text').delete(0, 120_000);
  again.doc.getText('text').insert(0, 'z'.repeat(60_000));
  await eventually(async () => expect((await cast.server.stored(documentId)).getText('text').length).toBe(120_001));
});

test('G7, S13: a frame over the limit closes the sender', async () => {
  const { raw, unharmed } = await stage('甲');
  raw.sendUpdate(new Uint8Array(500_000));
  await refused(raw, 'too_large', documentClose.tooLarge);
  await unharmed('甲');
});

test('G8, S13: a flood is slowed down and then ended, while the neighbours stay fast', async () => {
  const { raw, neighbour, documentId } = await stage('甲');
  const other = cast.server.open(documentId, cast.one);
  await eventually(() => expect(other.text()).toBe('甲'));
  for (let index = 0; index < 20_000; index++) raw.sendAwareness([]);
  const delays: number[] = [];
  for (let index = 0; index < 30; index++) {
    const started = performance.now();
    neighbour.doc.getText('text').insert(0, '。');
    const length = neighbour.text().length;
    await eventually(() => expect(other.text()).toHaveLength(length), { interval: 2 });
    delays.push(performance.now() - started);
  }
  // The flood comes from this same process, so the worst delays are mostly the test's own.
  expect(delays.sort((a, b) => a - b)[15]).toBeLessThan(250);
  await refused(raw, 'too_fast', documentClose.tooManyConnections);
});

test('G9, D10: a reader that stops reading is dropped, and the others go on', async () => {
  const { documentId, neighbour, raw } = await stage();
  raw.socket.pause();
  const big = '字'.repeat(20_000);
  for (let index = 0; index < 150; index++) {
    neighbour.doc.getText('text').insert(0, big);
    neighbour.doc.getText('text').delete(0, big.length);
    await new Promise(setImmediate);
  }
  const other = cast.server.open(documentId, cast.two);
  await eventually(() => expect(other.provider.synced).toBe(true));
  neighbour.doc.getText('text').insert(0, '完');
  await eventually(() => expect(other.text()).toBe('完'));
  raw.socket.resume();
  expect(await raw.closed).toBe(1006);
});
