import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../server/database/embedded.ts';
import { provideTemplate } from './templateDatabase.ts';

/** Starts one PostgreSQL for the whole run, which need not survive a power cut, with a migrated database to clone. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  await provideTemplate(project, postgres.connection);
  return async () => {
    await postgres.close();
    await fs.rm(dataDir, { recursive: true, force: true });
  };
}
