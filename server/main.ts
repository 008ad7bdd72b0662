import fs from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { parseConfig, type Config } from './config.ts';
import { startEmbeddedPostgres } from './database/embedded.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase } from './database/open.ts';
import { StartupError } from './errors.ts';
import { builtClientDir, createPlatform } from './platform.ts';

/** How long a shutdown may take before the process gives up on it. */
const shutdownMs = 25_000;

/** Somebody pressed Ctrl-C while the server was starting. */
class Interrupted extends Error {}

/** Set by the first signal; a start that is under way ends after its present step. */
let asked = false;
/** What has to be closed, in the order in which it was opened. */
const closing: ((options: { handOver: boolean }) => Promise<void>)[] = [];

try {
  await start();
} catch (error) {
  await closeAll({ handOver: false }).catch(() => undefined);
  if (error instanceof Interrupted) process.exit(0);
  if (error instanceof StartupError) process.stderr.write(`\n${error.message}\n`);
  else process.stderr.write(`\nTongke could not start:\n${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

/** Starts everything in order and says so in one line per step; a signal stops it in the opposite order. */
async function start(): Promise<void> {
  const config = parseConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  let ready = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const again = asked;
      asked = true;
      // Who runs services ends one to start the next; then classes go on. A person at a terminal ends everything.
      if (ready && !again) void stop(log, { handOver: signal === 'SIGTERM' });
    });
  }

  prepareDataDir(config);
  const database = await step('Database opened', async () => {
    const connection = config.DATABASE_URL ?? (await openEmbedded(config, log));
    const opened = await openDatabase({ connection, log: (message, details) => log.warn(details ?? {}, message) });
    closing.push(() => opened.close());
    return opened;
  });
  await step('Database up to date', () => migrate(database.pool));
  const platform = await step('Server started', async () => {
    const clientDir = config.NODE_ENV === 'development' ? undefined : builtClientDir();
    const created = await createPlatform({ config, database, log, version: readVersion(), clientDir });
    closing.push((options) => created.close(options));
    return created;
  });
  ready = true;
  process.stdout.write(`\nTongke 同课 is ready: ${config.PUBLIC_URL ?? platform.url}\n`);
}

async function stop(log: pino.Logger, options: { handOver: boolean }): Promise<void> {
  try {
    await closeAll(options);
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, 'shutdown failed');
    process.exit(1);
  }
}

async function openEmbedded(config: Config, log: pino.Logger) {
  const embedded = await startEmbeddedPostgres({
    dataDir: config.DATA_DIR,
    log: (message, details) => log.info(details ?? {}, message),
  });
  closing.push(() => embedded.close());
  return embedded.connection;
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  if (asked) throw new Interrupted();
  process.stdout.write(`  ✓ ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`);
  return result;
}

async function closeAll(options: { handOver: boolean }): Promise<void> {
  const limit = setTimeout(() => process.exit(1), shutdownMs);
  limit.unref();
  for (const close of closing.splice(0).reverse()) await close(options);
  clearTimeout(limit);
}

/** Makes the data folder and makes sure it can be written to, before anything is put into it. */
function prepareDataDir({ DATA_DIR }: Config): void {
  const probe = path.join(DATA_DIR, '.write-test');
  try {
    fs.mkdirSync(DATA_DIR, { recursive: true, mode: 0o700 });
    fs.writeFileSync(probe, '');
    fs.rmSync(probe);
  } catch (cause) {
    throw new StartupError(
      'data_not_writable',
      `The data folder ${DATA_DIR} cannot be written to. Choose another with DATA_DIR, or give this user the right to write there.`,
      { cause },
    );
  }
}

function readVersion(): string {
  for (const folder of ['..', '../..']) {
    const file = path.resolve(import.meta.dirname, folder, 'package.json');
    if (fs.existsSync(file)) return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
  }
  return 'unknown';
}
