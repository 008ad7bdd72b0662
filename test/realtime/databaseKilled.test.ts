import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startOwnPostgres } from '../support/ownPostgres.ts';
import { numbersFrom } from '../support/randomNumbers.ts';
import { Crashes } from './crashes.ts';
import { killPostgres, postgresIsBack } from './killPostgres.ts';

const seed = Number(process.env['DOCUMENT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test(`D01 D06: PostgreSQL killed while people type comes back by itself, typing goes on, and every acknowledged edit is there (DOCUMENT_SEED=${seed})`, async () => {
  const choose = numbersFrom(seed);
  const { dataDir, connection, database } = await startOwnPostgres();
  const crashes = await Crashes.prepare({ database, connection, people: 3 });
  for (const what of ['postmaster', 'backend'] as const) {
    await crashes.live({
      typing: async (typed) => {
        await typed(20);
        await sleep(choose(50));
        await killPostgres(dataDir, database, what);
        // Acknowledged by the same server on the same connections, unless it has to read the document again (rule L4).
        await typed(20);
      },
    });
    await postgresIsBack(database);
  }
  await crashes.end();
  expect(crashes.total).toBeGreaterThan(60);
}, 300_000);
