import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../server/database/embedded.ts';
import { readPostmaster, stopPostmaster } from '../../server/database/postmaster.ts';
import { provideTemplate } from './templateDatabase.ts';

const prefix = 'tongke-test-run-';

/** Starts one PostgreSQL for the whole run, which need not survive a power cut, with a migrated database to clone. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftOver();
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, niceness: 0 });
  await provideTemplate(project, postgres.connection);
  return async () => {
    await postgres.close();
    await fs.rm(dataDir, { recursive: true, force: true });
  };
}

/** The database outlives a run that was killed, as it is meant to; the next run puts an end to it. */
async function removeLeftOver(): Promise<void> {
  for (const name of await fs.readdir(os.tmpdir())) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    const folder = path.join(os.tmpdir(), name);
    const postmaster = readPostmaster(path.join(folder, 'postgres'));
    if (postmaster) await stopPostmaster(postmaster.pid);
    await fs.rm(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
