import './lib/nodeVersion.mjs';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { forwardSignals, main } from './lib/main.mjs';
import { root } from './lib/project.mjs';
import { Failure } from './lib/run.mjs';
import { serverFlags } from './lib/serverFlags.mjs';
import { findWorker } from './mediaWorker/find.mjs';

await main(async () => {
  const unknown = process.argv.slice(2).filter((word) => word !== '--demo');
  if (unknown.length > 0)
    throw new Failure(
      `Unknown: ${unknown.join(' ')}. There is only --demo; everything else is set in the environment (see .env.example).`,
    );
  if (fs.existsSync(path.join(root, '.env'))) process.loadEnvFile(path.join(root, '.env'));

  console.log('Tongke 同课');
  await install();
  const worker = await findWorker();
  await compile();
  return serve({
    ...process.env,
    NODE_ENV: process.env.NODE_ENV ?? 'production',
    // At a terminal the lines of the steps are enough; a service keeps the full log.
    LOG_LEVEL: process.env.LOG_LEVEL ?? (process.stderr.isTTY ? 'warn' : 'info'),
    ...(worker && { MEDIASOUP_WORKER_BIN: worker }),
    ...(process.argv.includes('--demo') && { DEMO: 'true' }),
  });
});

/**
 * Runs the server until it ends.
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<number>} its exit status.
 */
function serve(env) {
  return new Promise((resolve) => {
    const server = spawn(process.execPath, [...serverFlags, 'dist/server/main.js'], { cwd: root, env, stdio: 'inherit' });
    forwardSignals((signal) => server.kill(signal));
    server.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}
