import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { expect } from 'vitest';
import { parseConfig } from '../../server/config.ts';
import { openDatabase, type OpenDatabase } from '../../server/database/open.ts';
import { createPlatform, type Platform } from '../../server/platform.ts';
import { createApi, type Api } from './api.ts';
import { createTestDatabase } from './database.ts';

/** A real installation for one test file: real database, real sockets, a port and a data folder of its own. */
export interface TestPlatform extends Platform {
  database: OpenDatabase;
  dataDir: string;
  /** A new HTTP client without a session. */
  api: () => Api;
  /** Lines logged as errors; a test that expects some empties this before closing. */
  errors: unknown[];
}

export interface TestPlatformOptions {
  /** Starts the real media process. Without it classes go on without pictures. */
  media?: boolean;
  /** Serves the built client from dist/client, or from another folder. */
  client?: boolean | string;
  /** Settings beside those of the tests. */
  settings?: Record<string, string>;
  recheckMs?: number;
  /** How long someone whose connection is lost is expected back in class. */
  graceMs?: number;
  /** How long a media transport may take until it is connected. */
  connectWithinMs?: number;
  /** How long a plan is left alone before a version of it is kept. */
  quietMs?: number;
  /** How often it is looked for plans that were written in. */
  searchMs?: number;
}

/** The client as it was built last. */
export const builtClient = path.resolve('dist/client');

/** Starts an installation. Its `close()` also checks that nothing was logged as an error, and removes everything. */
export async function startPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const clientDir = typeof options.client === 'string' ? options.client : options.client === true ? builtClient : undefined;
  if (clientDir !== undefined) await fs.access(path.join(clientDir, 'index.html'));
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-'));
  const own = await createTestDatabase();
  const database = await openDatabase({ connection: own.connection, durable: false });
  const errors: unknown[] = [];
  const platform = await createPlatform({
    config: parseConfig({
      NODE_ENV: 'test',
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      MEDIA_PORT: '0',
      MEDIA_WORKERS: '1',
      ...(options.media === true
        ? { MEDIASOUP_WORKER_BIN: process.env['MEDIASOUP_WORKER_BIN'] }
        : { MEDIASOUP_WORKER_BIN: path.join(dataDir, 'none') }),
      ...options.settings,
    }),
    database,
    log: createLog(errors),
    version: 'test',
    clientDir,
    recheckMs: options.recheckMs ?? 500,
    graceMs: options.graceMs,
    connectWithinMs: options.connectWithinMs,
    quietMs: options.quietMs,
    searchMs: options.searchMs,
  });
  return {
    ...platform,
    database,
    dataDir,
    errors,
    api: () => createApi(platform.url),
    close: async () => {
      await platform.close();
      await database.close();
      await own.drop();
      await fs.rm(dataDir, { recursive: true, force: true });
      expect(errors, 'nothing was logged as an error').toEqual([]);
    },
  };
}

/** A log that keeps errors for the test and shows the rest only when TEST_LOG names a level. */
function createLog(errors: unknown[]): pino.Logger {
  const shown = process.env['TEST_LOG'] ?? 'silent';
  return pino(
    { level: 'trace' },
    pino.multistream([
      { level: 'error', stream: { write: (line: string) => void errors.push(JSON.parse(line)) } },
      ...(shown === 'silent' ? [] : [{ level: shown as pino.Level, stream: process.stderr }]),
    ]),
  );
}
