import './lib/nodeVersion.mjs';
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { main } from './lib/main.mjs';
import { program, root } from './lib/project.mjs';
import { run } from './lib/run.mjs';
import { findWorker } from './mediaWorker/find.mjs';

await main(async () => {
  await install();
  const worker = await findWorker();
  await compile();
  const env = { ...process.env, ...(worker && { MEDIASOUP_WORKER_BIN: worker }) };
  await run(process.execPath, [...program('tsx'), 'scripts/takeScreenshots.ts'], { cwd: root, env, show: true });
});
