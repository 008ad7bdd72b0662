import fs from 'node:fs';
import path from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { cachedWorker } from './scripts/mediaWorker/provide.mjs';

/** What the ordinary run and the soak run have in common. */
export const common: ViteUserConfig['test'] = {
  globalSetup: ['test/support/globalSetup.ts'],
  setupFiles: ['test/support/strictConsole.ts'],
  pool: 'forks',
  testTimeout: 20_000,
  hookTimeout: 60_000,
  env: { NODE_ENV: 'test', MEDIASOUP_WORKER_BIN: findWorker() },
};

export default defineConfig({
  test: {
    ...common,
    projects: [
      {
        extends: true,
        test: { name: 'server', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/**/*.{browser,soak}.test.ts'] },
      },
      {
        // A browser and a media worker at once are enough for a small machine.
        extends: true,
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

/** The media worker that `npm test` names, or else the one that an earlier `npm start` or `npm test` left in the cache. */
function findWorker(): string {
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  if (given) return given;
  const cached = cachedWorker(path.resolve('node_modules'));
  return fs.existsSync(cached) ? cached : '';
}
