import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Pool, PoolClient } from 'pg';
import { StartupError } from '../errors.ts';

/** One numbered SQL file. */
interface Migration {
  version: number;
  name: string;
  sql: string;
  checksum: string;
}

interface Recorded {
  version: number;
  name: string;
  checksum: string;
}

export interface MigrateOptions {
  /** The folder of the SQL files; tests bring their own. */
  folder?: string;
  log?: (message: string, details?: Record<string, unknown>) => void;
}

/** The data was written by a newer version, which this one must not touch. */
export class DataTooNew extends StartupError {
  constructor(name: string) {
    super(
      'data_too_new',
      `The data was written by a newer version of Tongke (it has "${name}"). Nothing was changed. Start that newer version instead.`,
    );
    this.name = 'DataTooNew';
  }
}

const ownFolder = fileURLToPath(new URL('./migrations/', import.meta.url));
/** The key of the advisory lock that lets one process migrate at a time. */
const migrationLock = 7_203_551;

/**
 * Brings a database up to date: every file `NNNN-name.sql` that is not recorded yet runs in a transaction of its own, in order.
 * A process killed half-way leaves the database at the last complete file.
 * @returns the names of the files that ran.
 * @throws DataTooNew for data of a newer version.
 * @throws StartupError `migration_changed` when a file that ran has changed since, `migration_out_of_order` for a file that
 * was added before one that already ran, `migration_failed` with the file's name.
 */
export async function migrate(pool: Pool, options: MigrateOptions = {}): Promise<string[]> {
  const { folder = ownFolder, log = () => {} } = options;
  const migrations = await readMigrations(folder);
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(
      'create table if not exists migrations (version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())',
    );
    const { rows: recorded } = await client.query<Recorded>('select version, name, checksum from migrations order by version');
    const pending = findPending(migrations, recorded);
    for (const migration of pending) {
      const started = performance.now();
      await apply(client, migration);
      log('migrated', { migration: migration.name, milliseconds: Math.round(performance.now() - started) });
    }
    await client.query('select pg_advisory_unlock($1)', [migrationLock]);
    client.release();
    return pending.map(({ name }) => name);
  } catch (error) {
    // Closing the connection gives the lock back whatever state it is in.
    client.release(true);
    throw error;
  }
}

function findPending(migrations: Migration[], recorded: Recorded[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, name, checksum } of recorded) {
    const file = known.get(version);
    if (!file) throw new DataTooNew(name);
    if (file.checksum !== checksum) {
      throw new StartupError(
        'migration_changed',
        `The migration ${file.name} has changed since it ran on this data. Restore the file, and put the change into a new one.`,
      );
    }
  }
  const latest = recorded.at(-1)?.version ?? 0;
  const pending = migrations.filter(({ version }) => !recorded.some((row) => row.version === version));
  const late = pending.find(({ version }) => version < latest);
  if (late)
    throw new StartupError(
      'migration_out_of_order',
      `The migration ${late.name} comes before one that already ran on this data. Give it a higher number.`,
    );
  return pending;
}

async function apply(client: PoolClient, { version, name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into migrations (version, name, checksum) values ($1, $2, $3)', [version, name, checksum]);
    await client.query('commit');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError('migration_failed', `The migration ${name} failed and was undone: ${reason}.`, { cause });
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const name of (await fs.readdir(folder)).toSorted()) {
    if (!name.endsWith('.sql')) continue;
    const version = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (!version) throw new Error(`${name} is not named like 0001-name.sql.`);
    if (migrations.at(-1)?.version === version) throw new Error(`Two migrations have the number ${version}.`);
    // Line ends differ between checkouts, the migration does not.
    const sql = (await fs.readFile(`${folder}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
    migrations.push({ version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') });
  }
  return migrations;
}
