import './lib/nodeVersion.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { main } from './lib/main.mjs';
import { program, root } from './lib/project.mjs';
import { Failure, run } from './lib/run.mjs';
import { findWorker } from './mediaWorker/find.mjs';

await main(async () => {
  const known = fs
    .readdirSync(path.join(root, 'bench'))
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.replace('.bench.ts', ''));
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown) throw new Failure(`There is no bench/${unknown}.bench.ts. There are: ${known.join(', ')}.`);

  await install();
  const worker = await findWorker();
  await compile();
  for (const name of asked.length > 0 ? asked : known) {
    console.log(`\n${name}`);
    const env = { ...process.env, ...(worker && { MEDIASOUP_WORKER_BIN: worker }) };
    await run(process.execPath, [...program('tsx'), path.join('bench', `${name}.bench.ts`)], { cwd: root, env, show: true });
  }
});
