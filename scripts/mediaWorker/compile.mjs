import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { whenEnding } from '../lib/ending.mjs';
import { run } from '../lib/run.mjs';
import { compilerOptions, libraries, linkerOptions, patchSources, schemaOptions } from './recipe.mjs';
import { listUnits } from './units.mjs';

/** What one compiler takes at its peak, in bytes. */
const jobMemory = 0.9e9;

/**
 * Builds the media worker from the sources that mediasoup's npm package brings, against the distribution's libraries.
 * @param {string} worker mediasoup's `worker` folder.
 * @param {string} target Where the binary goes; it appears there complete or not at all.
 * @param {(done: number, of: number) => void} progress
 * @throws {import('../lib/run.mjs').Failure} with what the compiler said.
 */
export async function compileWorker(worker, target, progress) {
  // Beside its result and always the same, so that what a killed build leaves is gone with the next one.
  const folder = `${path.dirname(target)}.build`;
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  const forget = whenEnding(remove);
  remove();
  fs.mkdirSync(folder, { recursive: true });
  try {
    const units = listUnits(worker);
    const steps = units.length + 2;
    let done = 0;
    const advance = () => progress(++done, steps);

    await generateHeaders(worker, folder);
    const patched = patchSources(worker, folder);
    advance();

    const flags = await flagsOf('--cflags');
    const compile = async (/** @type {import('./units.mjs').Unit} */ unit) => {
      const file = path.join(folder, `${unit.name}.cpp`);
      fs.writeFileSync(
        file,
        unit.sources
          .map((source) => `#undef MS_CLASS\n#include "${patched.get(source) ?? path.join(worker, source)}"\n`)
          .join(''),
      );
      await run('g++', [...compilerOptions(worker, folder), ...flags, '-c', file, '-o', `${file}.o`], { cwd: folder });
      advance();
    };
    await inParallel(units, compile);

    const objects = units.map(({ name }) => path.join(folder, `${name}.cpp.o`));
    const half = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}`);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    await run('g++', [...linkerOptions, '-o', half, ...objects, ...(await flagsOf('--libs'))], { cwd: folder });
    fs.renameSync(half, target);
    advance();
  } finally {
    forget();
    remove();
  }
}

/** @param {string} worker @param {string} folder */
async function generateHeaders(worker, folder) {
  const schemas = fs.readdirSync(path.join(worker, 'fbs')).filter((name) => name.endsWith('.fbs'));
  const target = path.join(folder, 'generated', 'FBS');
  fs.mkdirSync(target, { recursive: true });
  await run('flatc', [...schemaOptions, '-o', target, ...schemas], { cwd: path.join(worker, 'fbs') });
}

/** @param {'--cflags' | '--libs'} kind */
async function flagsOf(kind) {
  const output = await run('pkg-config', [kind, ...libraries]);
  return output.trim().split(/\s+/).filter(Boolean);
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<void>} work
 */
async function inParallel(items, work) {
  const lanes = Math.max(1, Math.min(os.availableParallelism(), Math.floor(availableMemory() / jobMemory), items.length));
  const queue = [...items];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}

/** Memory that can be had without swapping, in bytes. */
function availableMemory() {
  try {
    const line = /^MemAvailable:\s+(\d+) kB$/m.exec(fs.readFileSync('/proc/meminfo', 'utf8'));
    return line ? Number(line[1]) * 1024 : os.freemem();
  } catch {
    return os.freemem();
  }
}
