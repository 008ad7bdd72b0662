import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres } from '../../server/database/embedded.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';
import { numbersFrom } from '../support/randomNumbers.ts';
import { Crashes } from './crashes.ts';
import { killPostgres, postgresIsBack } from './killPostgres.ts';

const seed = Number(process.env['DOCUMENT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test(`D01 D06: PostgreSQL killed while people type comes back by itself, typing goes on, and every acknowledged edit is there (DOCUMENT_SEED=${seed})`, async () => {
  const choose = numbersFrom(seed);
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-killed-'));
  // With what tests usually do without: a PostgreSQL that may forget would lose its last commits with its process.
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = await openDatabase({ connection: postgres.connection });
  onTestFinished(async () => {
    await database.close();
    await postgres.close();
    await fs.rm(dataDir, { recursive: true });
  });
  await migrate(database.pool);
  const crashes = await Crashes.prepare({ database, connection: postgres.connection, people: 3 });
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
