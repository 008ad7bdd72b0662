import './lib/nodeVersion.mjs';
import { spawn } from 'node:child_process';
import { install } from './install.mjs';
import { forwardSignals, main } from './lib/main.mjs';
import { program, root } from './lib/project.mjs';
import { findWorker } from './mediaWorker/find.mjs';

await main(async () => {
  await install();
  const worker = await findWorker();
  const env = {
    ...process.env,
    NODE_ENV: 'development',
    ...(worker && { MEDIASOUP_WORKER_BIN: worker }),
    ...(process.argv.includes('--demo') && { DEMO: 'true' }),
  };
  // Vite hands the API and the sockets on to the server, so that the browser sees one origin: http://localhost:5173.
  const commands = [
    [...program('tsx'), 'watch', '--clear-screen=false', 'server/main.ts'],
    [...program('vite'), '--host', 'localhost'],
  ];
  // In groups of their own, so that Ctrl-C reaches them through us and once: asked twice, tsx would kill the server instead of
  // letting it shut down.
  const children = commands.map((args) =>
    spawn(process.execPath, args, { cwd: root, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] }),
  );
  let stopping = false;
  const stop = () => {
    if (!stopping) children.forEach((child) => child.kill());
    stopping = true;
  };
  forwardSignals(stop);
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve)).then(stop)));
});
