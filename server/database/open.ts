import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types, type PoolConfig } from 'pg';
import { StartupError } from '../errors.ts';
import type { EmbeddedConnection } from './embedded.ts';
import type { Database } from './schema.ts';

/** An open database: queries go through `db`; `pool` is for what Kysely cannot say. */
export interface OpenDatabase {
  db: Kysely<Database>;
  pool: Pool;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Either the URL of a PostgreSQL of the user's own, or where the embedded one listens. */
  connection: string | EmbeddedConnection;
  /** The most connections at a time. */
  max?: number;
  /** False where forgetting on a power cut is allowed, which is for tests. */
  durable?: boolean;
  log?: (message: string, details?: Record<string, unknown>) => void;
}

/**
 * How long a connection that nobody uses is kept, in milliseconds. Another one has to plan each statement anew, several times at first,
 * which whoever types after a pause would wait for.
 */
const keptIdleMs = 5 * 60_000;
/** A connection so long without traffic, in milliseconds, is asked for by TCP, lest something on the way forgets it. */
const probedIdleMs = 30_000;

/**
 * Opens a PostgreSQL and makes sure that it keeps what it has acknowledged.
 * Times come as `Date`, `date` columns as `YYYY-MM-DD`, int8 as numbers.
 * @throws StartupError `database_unreachable` or `database_not_durable`.
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const { connection, max = 10, durable = true, log = () => {} } = options;
  const target: PoolConfig = typeof connection === 'string' ? { connectionString: connection } : { ...connection };
  const pool = new Pool({
    ...target,
    max,
    types: { getTypeParser },
    application_name: 'tongke',
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: keptIdleMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: probedIdleMs,
  });
  // Without listeners, a connection that breaks would end the process: the pool's hears of idle ones, the client's own of
  // one that is in use but between two queries. The next query on it fails, and the pool replaces it by itself.
  pool.on('error', (error) => log('database connection lost', { reason: error.message }));
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await assertUsable(pool, describe(connection), durable);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  // Kysely ends the pool only when it has used it.
  const close = async () => {
    await db.destroy();
    if (!pool.ended) await pool.end();
  };
  return { db, pool, close };
}

async function assertUsable(pool: Pool, place: string, durable: boolean): Promise<void> {
  const settings = await pool
    .query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding')",
    )
    .catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StartupError('database_unreachable', `The database at ${place} cannot be used: ${reason}.`, { cause });
    });
  const value = new Map(settings.rows.map(({ name, setting }) => [name, setting]));
  if (value.get('server_encoding') !== 'UTF8') {
    throw new StartupError(
      'database_not_utf8',
      `The database at ${place} is encoded in ${value.get('server_encoding')}. Create it with ENCODING 'UTF8'.`,
    );
  }
  const off = ['fsync', 'full_page_writes', 'synchronous_commit'].filter((name) => value.get(name) === 'off');
  if (!durable || off.length === 0) return;
  throw new StartupError(
    'database_not_durable',
    `The database at ${place} would lose saved work in a power cut: ${off.join(', ')} must be on.`,
  );
}

/** Says where the database is, without its password. */
function describe(connection: string | EmbeddedConnection): string {
  if (typeof connection !== 'string') return connection.host;
  try {
    const url = new URL(connection);
    return `${url.host || url.searchParams.get('host') || 'localhost'}${url.pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}

const parsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, wholeNumber],
  [types.builtins.DATE, (text) => text],
]);

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  const own = format === 'binary' ? undefined : parsers.get(oid);
  return own ?? (types.getTypeParser(oid, 'text') as (value: string) => unknown);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${text} is too large to be handled exactly.`);
}
