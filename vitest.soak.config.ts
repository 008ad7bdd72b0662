import { defineConfig } from 'vitest/config';
import { common } from './vitest.config.ts';

/** The long tests: hours of class, many restarts. `npm run soak` runs them. */
export default defineConfig({
  test: {
    ...common,
    include: ['test/**/*.soak.test.ts'],
    fileParallelism: false,
    testTimeout: 30 * 60_000,
    passWithNoTests: true,
  },
});
