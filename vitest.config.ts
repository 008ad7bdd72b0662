import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { cachedWorker } from './scripts/mediaWorker/provide.mjs';
import { LongestFirst } from './test/support/longestFirst.ts';

/** What the ordinary run and the soak run have in common. */
export const common: ViteUserConfig['test'] = {
  globalSetup: ['test/support/globalSetup.ts'],
  setupFiles: ['test/support/strictConsole.ts'],
  pool: 'forks',
  // Much of a test is waiting, so that a machine of two cores takes two files at once; it would be one less than its cores.
  maxWorkers: Math.max(2, os.availableParallelism() - 1),
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Waiting is for what does happen; how fast is a matter for benchmarks.
  expect: { poll: { timeout: 15_000 } },
  env: { NODE_ENV: 'test', MEDIASOUP_WORKER_BIN: findWorker() },
};

const special = 'test/**/*.{browser,soak}.test.ts';

/**
 * Tests of the server leave nothing behind, so that their files share processes (`isolate: false`): to read the server's modules anew for each file
 * takes minutes in all.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...common, name: 'server', include: ['test/**/*.test.{ts,tsx}'], exclude: [special], isolate: false } },
      {
        // Two browsers at once are enough for a small machine, and none beside the tests of the server.
        test: {
          ...common,
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          maxWorkers: 2,
          testTimeout: 90_000,
          sequence: { groupOrder: 1 },
        },
      },
      ...(process.env['TEST_DATABASE_URL'] ? [ownDatabase()] : []),
    ],
  },
});

/** Everything that speaks to the database once more, on a PostgreSQL of the user's own. */
function ownDatabase() {
  const rooms = '{identity,notifications,programme,library,files,planning,classroom,feedback,search,realtime}';
  return {
    test: {
      ...common,
      name: 'own database',
      globalSetup: ['test/support/ownDatabaseSetup.ts'],
      include: ['test/database/migrate.test.ts', `test/${rooms}/**/*.test.ts`],
      // What reads and writes files, what is about processes and lines, and what only computes ask the database for nothing of their own.
      exclude: [
        special,
        'test/planning/exchange/**',
        'test/classroom/{audience,boardElements,churn,classMedia,client,clientReturn,crash,handover,joining,limits,shedding,visit}.test.ts',
        'test/planning/{paste,planDifference,planDocument,planInserts,planNews,restorePlan}.test.ts',
        'test/realtime/updateGuard.test.ts',
      ],
      sequence: { groupOrder: 2 },
      isolate: false,
    },
  };
}

/** The media worker that `npm test` names, or else the one that an earlier `npm start` or `npm test` left in the cache. */
function findWorker(): string {
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  if (given) return given;
  const cached = cachedWorker(path.resolve('node_modules'));
  return fs.existsSync(cached) ? cached : '';
}
