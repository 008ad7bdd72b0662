import pino from 'pino';
import { parseConfig } from '../../server/config.ts';
import type { EmbeddedConnection } from '../../server/database/embedded.ts';
import { openDatabase } from '../../server/database/open.ts';
import { createPlatform } from '../../server/platform.ts';

/** A web process that a test can kill: a whole installation on a given database and data folder. Says its address when it is ready. */
const { connection, dataDir, graceMs, port, mediaPort, clientDir } = JSON.parse(process.argv[2] ?? '') as {
  connection: EmbeddedConnection;
  dataDir: string;
  graceMs: number;
  port?: number;
  mediaPort?: number;
  clientDir?: string;
};
const database = await openDatabase({ connection, durable: false });
const platform = await createPlatform({
  config: parseConfig({
    NODE_ENV: 'test',
    PORT: String(port ?? 0),
    DATA_DIR: dataDir,
    MEDIA_PORT: String(mediaPort ?? 0),
    MEDIA_WORKERS: '1',
    MEDIASOUP_WORKER_BIN: process.env['MEDIASOUP_WORKER_BIN'],
  }),
  database,
  log: pino({ level: 'warn' }, pino.destination(2)),
  version: 'test',
  clientDir,
  recheckMs: 500,
  graceMs,
  // Nothing connects the transports of tests, and a process may take its time to start.
  connectWithinMs: 60_000,
});
for (const [signal, handOver] of [
  ['SIGTERM', true],
  ['SIGINT', false],
] as const) {
  process.on(signal, () => void platform.close({ handOver }).then(() => process.exit(0)));
}
process.stdout.write(`${platform.url}\n`);
