import { setTimeout as sleep } from 'node:timers/promises';
import * as Y from 'yjs';
import type { DocumentServer, Writer } from '../support/documentServer.ts';
import { connectRaw, type RawClient } from '../support/rawDocumentClient.ts';
import { damaged, isSame, reopened, shownBy, someSteps, work } from './damage.ts';

interface DamageOptions {
  /** Makes the documents; the one that is attacked, at `url`, may be in another process. */
  maker: DocumentServer;
  url: string;
  attacker: Writer;
  neighbour: Writer;
  choose: (count: number) => number;
  /** How many damaged updates are sent to one document, by how many at once. */
  count: number;
  senders: number;
}

/** How long a frame that waits for what it builds on is waited for, in milliseconds; its sender then leaves. */
const parkedMs = 100;

/**
 * Sends damaged updates of a random document over real sockets. Who is closed comes again.
 * @returns How often sockets were closed, by code, how many updates got through, whether a bystander of the same document stayed
 * connected and has what a newcomer gets, and whether the bystander sees it in another order until they open it again (G10).
 */
export async function sendDamaged(
  options: DamageOptions,
): Promise<{ closes: Map<number, number>; taken: number; intact: boolean; moved: boolean }> {
  const { maker, url, attacker, neighbour, choose, senders } = options;
  const { docs, updates } = work(someSteps(choose), choose);
  const whole = Y.encodeStateAsUpdate(docs[0]);
  const known = Y.encodeStateAsUpdate(docs[1]);
  for (const doc of docs) doc.destroy();
  const documentId = await maker.database.db
    .transaction()
    .execute((tx) => maker.documents.create(tx, 'note', attacker.accountId, (doc) => Y.applyUpdate(doc, known)));
  const bystander = await enter(url, documentId, neighbour);
  const closes = new Map<number, number>();
  let taken = 0;
  let left = options.count;
  const send = async () => {
    let client: RawClient | undefined;
    while (left-- > 0) {
      if (client === undefined || client.socket.readyState !== client.socket.OPEN)
        client = await enter(url, documentId, attacker);
      const before = client.acknowledged;
      client.sendUpdate(damaged(choose(2) === 0 ? whole : (updates[choose(updates.length)] ?? whole), choose));
      const code = await Promise.race([client.closed, answered(client, before)]);
      if (typeof code === 'number') closes.set(code, (closes.get(code) ?? 0) + 1);
      else if (code) taken++;
      else client.close();
    }
    client?.close();
  };
  await Promise.all(Array.from({ length: senders }, send));
  const newcomer = await enter(url, documentId, neighbour);
  const same = async () => {
    for (let waited = 0; waited < 20_000; waited += 50) {
      if (isSame(reopened(bystander.doc), reopened(newcomer.doc))) return true;
      await sleep(50);
    }
    return false;
  };
  const intact = bystander.socket.readyState === bystander.socket.OPEN && (await same());
  const moved = shownBy(bystander.doc) !== shownBy(newcomer.doc);
  bystander.close();
  newcomer.close();
  return { closes, taken, intact, moved };
}

/** How long words of one person take to another in a document of their own, in milliseconds, until `stop` says so. */
export async function neighboursDelays(url: string, documentId: string, writer: Writer, stop: () => boolean): Promise<number[]> {
  const [one, other] = await Promise.all([enter(url, documentId, writer), enter(url, documentId, writer)]);
  const delays: number[] = [];
  for (let length = 1; !stop(); length++) {
    const started = performance.now();
    const arrived = new Promise<void>((resolve) => {
      const look = () => other.doc.getText('text').length >= length && resolve();
      other.doc.on('update', look);
    });
    one.write((doc) => doc.getText('text').insert(0, '。'));
    await arrived;
    delays.push(performance.now() - started);
    await sleep(10);
  }
  one.close();
  other.close();
  return delays.toSorted((a, b) => a - b);
}

async function enter(url: string, documentId: string, { cookie }: Writer): Promise<RawClient> {
  const client = await connectRaw(url, documentId, cookie, { query: 'ack=1' });
  await client.opened;
  return client;
}

/** Whether a frame was acknowledged before long. */
async function answered(client: RawClient, before: number): Promise<boolean> {
  for (let waited = 0; waited < parkedMs; waited += 2) {
    if (client.acknowledged > before) return true;
    await sleep(2);
  }
  return false;
}
