import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { documentClose, messageAwareness } from '../../shared/documents.ts';
import { DocumentCast } from '../support/documentCast.ts';
import { startDocumentServer } from '../support/documents.ts';
import { eventually } from '../support/eventually.ts';
import { connectRaw, type RawClient } from '../support/rawDocumentClient.ts';

const cast = new DocumentCast();

async function pair(): Promise<{ documentId: string; a: RawClient; b: RawClient }> {
  const documentId = await cast.server.addDocument(cast.one);
  const [a, b] = [
    await connectRaw(cast.server.url, documentId, cast.one.cookie),
    await connectRaw(cast.server.url, documentId, cast.two.cookie),
  ];
  await Promise.all([a.opened, b.opened]);
  return { documentId, a, b };
}

test('A1, S11: others see the account’s name, whatever the client says', async () => {
  const { a, b } = await pair();
  a.sendAwareness([
    { client: 5, clock: 1, state: { user: { name: '何统筹', id: cast.two.accountId, color: '#f00' }, cursor: [1, 2] } },
  ]);
  const user = { id: cast.one.accountId, name: '林后方', colour: 3 };
  await eventually(() => expect(b.awareness.getStates().get(5)).toEqual({ cursor: [1, 2], user }));
  a.close();
  b.close();
});

test('A2: nobody moves or removes the cursor of someone else', async () => {
  const { a, b } = await pair();
  a.sendAwareness([{ client: 5, clock: 1, state: { cursor: 1 } }]);
  b.sendAwareness([{ client: 6, clock: 1, state: { cursor: 1 } }]);
  await eventually(() => expect(a.awareness.getStates().get(6)).toBeDefined());
  b.sendAwareness([
    { client: 5, clock: 9, state: null },
    { client: 5, clock: 10, state: { cursor: 99 } },
    { client: 6, clock: 2, state: { cursor: 2 } },
  ]);
  await eventually(() => expect(a.awareness.getStates().get(6)).toMatchObject({ cursor: 2 }));
  a.awareness.states.delete(5);
  a.askAwareness();
  await eventually(() => expect(b.awareness.getStates().get(5)).toMatchObject({ cursor: 1 }));
  a.close();
  b.close();
});

test('A3: movements of one moment arrive as one message', async () => {
  const { a, b } = await pair();
  await sleep(100);
  const heard = () => b.messages.filter((message) => message[0] === messageAwareness && message.length > 3).length;
  const before = heard();
  for (let clock = 1; clock <= 40; clock++) a.sendAwareness([{ client: 5, clock, state: { cursor: clock } }]);
  await eventually(() => expect(b.awareness.getStates().get(5)).toMatchObject({ cursor: 40 }));
  expect(heard() - before).toBeLessThanOrEqual(3);
  a.close();
  b.close();
});

test('A4: who leaves disappears, and is there again at once when back', async () => {
  const documentId = await cast.server.addDocument(cast.one);
  const [a, b] = [cast.server.open(documentId, cast.one), cast.server.open(documentId, cast.two)];
  const seen = () => b.provider.awareness.getStates().get(a.doc.clientID);
  a.provider.awareness.setLocalState({ cursor: 6 });
  await eventually(() => expect(seen()).toMatchObject({ cursor: 6, user: { name: '林后方' } }));
  a.provider.disconnect();
  await eventually(() => expect(seen()).toBeUndefined());
  a.provider.awareness.setLocalState({ cursor: 7 });
  a.provider.connect();
  await eventually(() => expect(seen()).toMatchObject({ cursor: 7, user: { name: '林后方' } }));
  // A line that was cut without a word is noticed when the page comes back on another one.
  a.provider.ws?.close();
  a.provider.awareness.setLocalState({ cursor: 8 });
  await eventually(() => expect(seen()).toMatchObject({ cursor: 8 }));
});

test('A5: a state of unreasonable size or form closes its sender', async () => {
  for (const state of [{ cursor: 'x'.repeat(10_000) }, [1], 'text', 7]) {
    const { a, b } = await pair();
    a.sendAwareness([{ client: 5, clock: 1, state }]);
    expect([documentClose.tooLarge, documentClose.badRequest]).toContain(await a.closed);
    expect(b.awareness.getStates().size).toBe(1);
    b.close();
  }
});

test('S8: a client that is alone and silent hears the server, which stock clients need to stay; one that is gone is dropped', async () => {
  const { server: brisk, stop: stopBrisk } = await startDocumentServer({ heartbeatMs: 50 });
  const person = await brisk.addWriter();
  const documentId = await brisk.addDocument(person);
  const raw = await connectRaw(brisk.url, documentId, person.cookie);
  await raw.opened;
  await sleep(20);
  const before = raw.messages.length;
  await eventually(() => expect(raw.messages.length).toBeGreaterThan(before + 1));
  raw.socket.pause();
  await sleep(400);
  raw.socket.resume();
  expect(await raw.closed).toBe(1006);
  await stopBrisk();
});
