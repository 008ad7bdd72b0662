import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { startEmbeddedPostgres } from '../../server/database/embedded.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';

/**
 * A PostgreSQL of one test's own, migrated, that may be killed. It writes to the disk as an installation's does: one that may forget,
 * as tests have it otherwise, would lose its last commits with its process. It goes with the test.
 */
export async function startOwnPostgres() {
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-postgres-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const { connection } = postgres;
  const database = await openDatabase({ connection });
  onTestFinished(async () => {
    await database.close();
    await postgres.close();
    await fs.rm(dataDir, { recursive: true });
  });
  await migrate(database.pool);
  return { dataDir, connection, database };
}
