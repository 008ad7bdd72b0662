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

await run().catch((error: unknown) => {
  if (error instanceof StartupError) process.stderr.write(`\n${error.message}\n`);
  else process.stderr.write(`\nTongke could not start:\n${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});

/** Starts everything in order, says so in one line per step, and stops it in the opposite order on a signal. */
async function run(): Promise<void> {
  const config = parseConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const closing: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | null = null;
  const stop = () => (stopping ??= closeAll(closing));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      void stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'shutdown failed');
          process.exit(1);
        },
      );
    });
  }

  try {
    prepareDataDir(config);
    const database = await step('Database opened', async () => {
      const connection = config.DATABASE_URL ?? (await openEmbedded(config, closing, log));
      const opened = await openDatabase({ connection, log: (message, details) => log.warn(details ?? {}, message) });
      closing.push(() => opened.close());
      return opened;
    });
    await step('Database up to date', () => migrate(database.pool));
    const platform = await step('Server started', () =>
      createPlatform({
        config,
        database,
        log,
        version: readVersion(),
        clientDir: config.NODE_ENV === 'development' ? undefined : builtClientDir(),
      }),
    );
    closing.push(() => platform.close());
    process.stdout.write(`\nTongke 同课 is ready: ${config.PUBLIC_URL ?? platform.url}\n`);
  } catch (error) {
    await closeAll(closing).catch(() => undefined);
    throw error;
  }
}

async function openEmbedded(config: Config, closing: (() => Promise<void>)[], log: pino.Logger) {
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
  process.stdout.write(`  ✓ ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`);
  return result;
}

async function closeAll(closing: (() => Promise<void>)[]): Promise<void> {
  const limit = setTimeout(() => process.exit(1), shutdownMs);
  limit.unref();
  for (const close of closing.splice(0).reverse()) await close();
  clearTimeout(limit);
}

/** Makes the data folder and makes sure it can be written to, before anything is put into it. */
function prepareDataDir({ DATA_DIR }: Config): void {
  const probe = path.join(DATA_DIR, '.write-test');
  try {
    fs.mkdirSync(DATA_DIR, { recursive: true });
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
