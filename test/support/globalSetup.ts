import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres, type EmbeddedConnection } from '../../server/database/embedded.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated database that test databases are cloned from. Nobody may stay connected to it. */
    templateDatabase: EmbeddedConnection;
  }
}

/** Starts one PostgreSQL for the whole run, which need not survive a power cut, with a migrated database to clone. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  const template = await openDatabase({ connection: postgres.connection, durable: false });
  await migrate(template.pool);
  await template.close();
  project.provide('templateDatabase', postgres.connection);
  return async () => {
    await postgres.close();
    await fs.rm(dataDir, { recursive: true, force: true });
  };
}
