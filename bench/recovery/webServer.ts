import path from 'node:path';
import pino from 'pino';
import { parseConfig } from '../../server/config.ts';
import type { EmbeddedConnection } from '../../server/database/embedded.ts';
import { openDatabase } from '../../server/database/open.ts';
import { createPlatform } from '../../server/platform.ts';

/** A web process that can be killed: a whole installation with the demo on a given database. Says its address when it is ready. */
const { connection, dataDir, port, mediaPort } = JSON.parse(process.argv[2] ?? '') as {
  connection: EmbeddedConnection;
  dataDir: string;
  port: number;
  mediaPort: number;
};
const platform = await createPlatform({
  config: parseConfig({
    PORT: String(port),
    DATA_DIR: dataDir,
    DEMO: 'true',
    MEDIA_PORT: String(mediaPort),
    MEDIA_WORKERS: '1',
    MEDIASOUP_WORKER_BIN: process.env['MEDIASOUP_WORKER_BIN'],
  }),
  database: await openDatabase({ connection, durable: false }),
  log: pino({ level: 'error' }, pino.destination(2)),
  version: 'bench',
  clientDir: path.resolve('dist/client'),
});
process.on('SIGTERM', () => void platform.close().then(() => process.exit(0)));
process.stdout.write(`${platform.url}\n`);
