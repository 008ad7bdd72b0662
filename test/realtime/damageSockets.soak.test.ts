import fs from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../server/database/open.ts';
import { createTestDatabase } from '../support/database.ts';
import { DocumentServer } from '../support/documentServer.ts';
import { numbersFrom } from '../support/randomNumbers.ts';
import { neighboursDelays, sendDamaged } from './damageSockets.ts';
import { KillableServers } from './killable.ts';

const mutations = Number(process.env['SOAK_SOCKET_MUTATIONS'] ?? 100_000);
const seed = Number(process.env['DOCUMENT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** So many to one document, before there is another; and so many senders at once. */
const perDocument = 500;
const senders = 8;

test(`S08: ${mutations} damaged updates through real sockets close their senders, and neighbours and memory notice nothing (DOCUMENT_SEED=${seed})`, async () => {
  const choose = numbersFrom(seed);
  const own = await createTestDatabase();
  const database = await openDatabase({ connection: own.connection, durable: false });
  const maker = await DocumentServer.start({ database });
  const servers = await KillableServers.build(own.connection);
  const server = await servers.start();
  onTestFinished(async () => {
    server.kill();
    await servers.close();
    await maker.close();
    await database.close();
    await own.drop();
  });
  const [attacker, neighbour] = [await maker.addWriter('另一位'), await maker.addWriter()];
  let over = false;
  const delays = neighboursDelays(server.url, await maker.addDocument(neighbour), neighbour, () => over);
  const closes = new Map<number, number>();
  let taken = 0;
  let moved = 0;
  let warm = 0;
  for (let done = 0; done < mutations; done += perDocument) {
    const batch = await sendDamaged({ maker, url: server.url, attacker, neighbour, choose, count: perDocument, senders });
    expect(batch.intact).toBe(true);
    taken += batch.taken;
    moved += batch.moved ? 1 : 0;
    for (const [code, count] of batch.closes) closes.set(code, (closes.get(code) ?? 0) + count);
    if (done >= mutations / 4 && warm === 0) warm = await residentMiB(server.pid);
    if (done % 10_000 === 0 && done > 0) console.log(`${done} mutations`, Object.fromEntries(closes), `${taken} taken`);
  }
  over = true;
  const sorted = await delays;
  const share = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
  const grown = (await residentMiB(server.pid)) - warm;
  console.log(
    `${mutations} mutations, ${taken} taken, ${moved} documents in another order until reopened, closed by code ${JSON.stringify(Object.fromEntries(closes))}; a neighbour's ${sorted.length} words: ` +
      `p50 ${share(0.5).toFixed(1)} ms, p99 ${share(0.99).toFixed(1)} ms, longest ${share(1).toFixed(0)} ms; memory of the server grew by ${grown.toFixed(1)} MiB`,
  );
  expect([...closes.keys()].filter((code) => !(code >= 4400 && code < 4500) && code !== 1013)).toEqual([]);
  expect(taken).toBeGreaterThan(0);
  expect(share(0.99)).toBeLessThan(250);
  expect(grown).toBeLessThan(128);
}, 7_200_000);

/** What a process holds of the machine's memory. */
async function residentMiB(pid: number): Promise<number> {
  const status = await fs.readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
