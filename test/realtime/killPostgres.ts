import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenDatabase } from '../../server/database/open.ts';

/**
 * Kills the embedded PostgreSQL of a data folder with -9: the postmaster, or one of the processes that serve a connection, after
 * which it throws everyone out. Resolves when nobody is served any more.
 */
export async function killPostgres(dataDir: string, database: OpenDatabase, what: 'postmaster' | 'backend'): Promise<void> {
  const pid = what === 'postmaster' ? await postmasterPid(dataDir) : await busiestBackend(database);
  // Those who serve connections notice a moment later that the postmaster is gone, and answer until then.
  const watcher = await database.pool.connect();
  const gone = new Promise<void>((resolve) => watcher.once('end', () => resolve()));
  process.kill(pid, 'SIGKILL');
  await gone;
  watcher.release(true);
}

/** Waits until PostgreSQL answers again. Answers how long it took, in milliseconds. */
export async function postgresIsBack({ pool }: OpenDatabase, patience = 60_000): Promise<number> {
  const started = performance.now();
  for (;;) {
    const answered = await pool.query('select 1').then(
      () => true,
      () => false,
    );
    const took = performance.now() - started;
    if (answered) return took;
    if (took > patience) throw new Error(`PostgreSQL was not back after ${Math.round(took)} ms.`);
    await sleep(20);
  }
}

/** The number of the process that a data folder's PostgreSQL consists of. */
export async function postmasterPid(dataDir: string): Promise<number> {
  const file = await fs.readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}

/** The process that has served a query last, other than the one that is asked: the document server's. */
async function busiestBackend({ pool }: OpenDatabase): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>(
    `select pid from pg_stat_activity
     where backend_type = 'client backend' and datname = current_database() and pid <> pg_backend_pid()
     order by query_start desc nulls last limit 1`,
  );
  const [last] = rows;
  if (last === undefined) throw new Error('Nobody else is connected.');
  return last.pid;
}
