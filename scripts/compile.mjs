import fs from 'node:fs';
import path from 'node:path';
import { locked } from './lib/lock.mjs';
import { hashFiles, program, root } from './lib/project.mjs';
import { run } from './lib/run.mjs';
import { step } from './lib/step.mjs';

/**
 * @typedef {object} Part One of the things that are built into `dist`.
 * @property {string} name What is built, for people.
 * @property {string} stamp The file that says from which sources it was built.
 * @property {string[]} sources
 * @property {string[]} results Folders in `dist`.
 * @property {(into: string) => Promise<void>} make
 */

const dist = path.join(root, 'dist');
const shared = ['scripts/compile.mjs', 'shared', 'package-lock.json', 'tsconfig.json'];

/** @type {Part[]} */
const parts = [
  {
    name: 'Client built',
    stamp: '.client',
    sources: [
      'client',
      'index.html',
      'public',
      'vite.config.ts',
      'scripts/lib/serviceWorker.ts',
      'postcss.config.mjs',
      ...shared,
    ],
    results: ['client'],
    make: async (into) => {
      await run(
        process.execPath,
        [...program('vite'), 'build', '--outDir', path.join(into, 'client'), '--emptyOutDir', '--logLevel', 'warn'],
        { cwd: root, lines: 60 },
      );
    },
  },
  {
    name: 'Server compiled',
    stamp: '.server',
    sources: ['server', 'tsconfig.build.json', ...shared],
    results: ['server', 'shared'],
    make: async (into) => {
      // Types are checked by the tests; here they are only taken off.
      await run(
        process.execPath,
        [...program('typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck', '--outDir', into],
        { cwd: root },
      );
      fs.cpSync(path.join(root, 'server/database/migrations'), path.join(into, 'server/database/migrations'), {
        recursive: true,
      });
    },
  },
];

/**
 * Builds what has changed since it was built last. Each part is made beside its place and moved there when complete.
 * @param {{ force?: boolean }} [options]
 */
export async function compile({ force = false } = {}) {
  for (const part of parts) {
    const hash = hashFiles(part.sources);
    if (!force && isBuilt(part, hash)) continue;
    await step(part.name, (progress) =>
      locked(
        path.join(root, '.cache', 'build.lock'),
        () => build(part, hash),
        () => progress('another process is building'),
      ),
    );
  }
}

/** @param {Part} part @param {string} hash */
function isBuilt({ stamp, results }, hash) {
  const file = path.join(dist, stamp);
  return (
    results.every((name) => fs.existsSync(path.join(dist, name))) && fs.existsSync(file) && fs.readFileSync(file, 'utf8') === hash
  );
}

/** @param {Part} part @param {string} hash */
async function build({ stamp, results, make }, hash) {
  fs.mkdirSync(dist, { recursive: true });
  // As deep as `dist`, so that source maps find the sources from there as well.
  const half = path.join(root, `.dist${stamp}`);
  fs.rmSync(half, { recursive: true, force: true });
  fs.mkdirSync(half);
  await make(half);
  fs.rmSync(path.join(dist, stamp), { force: true });
  for (const name of results) {
    fs.rmSync(path.join(dist, name), { recursive: true, force: true });
    fs.renameSync(path.join(half, name), path.join(dist, name));
  }
  fs.rmSync(half, { recursive: true, force: true });
  fs.writeFileSync(path.join(dist, stamp), hash);
}
