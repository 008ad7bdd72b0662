import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, run } from '../lib/run.mjs';
import { listUnits } from './units.mjs';

/** What the build needs from Debian. */
export const buildPackages = [
  'g++',
  'pkg-config',
  'flatbuffers-compiler',
  'libabsl-dev',
  'libflatbuffers-dev',
  'libsrtp2-dev',
  'libssl-dev',
  'libusrsctp-dev',
  'libuv1-dev',
];

const libraries = [
  'openssl',
  'libuv',
  'libsrtp2',
  'usrsctp',
  ...['flat_hash_map', 'flat_hash_set', 'btree', 'inlined_vector', 'strings', 'optional'].map((name) => `absl_${name}`),
];
const defines = ['MS_LITTLE_ENDIAN', 'MS_EXECUTABLE', 'FLATBUFFERS_LOCALE_INDEPENDENT=1', 'NDEBUG'];
/** What one compiler takes at its peak, in bytes. */
const jobMemory = 0.9e9;

/**
 * Builds the media worker from the sources that mediasoup's npm package brings, against the distribution's libraries.
 * @param {string} worker mediasoup's `worker` folder.
 * @param {string} target Where the binary goes; it appears there complete or not at all.
 * @param {(done: number, of: number) => void} progress
 * @throws {Failure} with what the compiler said.
 */
export async function compileWorker(worker, target, progress) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-worker-'));
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
    await run('g++', ['-s', '-o', half, ...objects, ...(await flagsOf('--libs')), '-pthread'], { cwd: folder });
    fs.renameSync(half, target);
    advance();
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} worker @param {string} folder */
function compilerOptions(worker, folder) {
  const shims = path.dirname(fileURLToPath(import.meta.url));
  const includes = [
    shims,
    path.join(worker, 'include'),
    path.join(folder, 'generated'),
    path.join(worker, 'deps/libwebrtc'),
    path.join(worker, 'deps/libwebrtc/libwebrtc'),
  ];
  return [
    '-std=c++17',
    '-O2',
    '-w',
    '-pthread',
    // The binary says nothing about where it was built, and is the same wherever it was.
    `-ffile-prefix-map=${worker}=worker`,
    `-ffile-prefix-map=${folder}=build`,
    ...defines.map((name) => `-D${name}`),
    ...includes.map((name) => `-I${name}`),
  ];
}

/** @param {string} worker @param {string} folder */
async function generateHeaders(worker, folder) {
  const schemas = fs.readdirSync(path.join(worker, 'fbs')).filter((name) => name.endsWith('.fbs'));
  const options = ['--cpp', '--cpp-field-case-style', 'lower', '--reflect-names', '--scoped-enums', '--filename-suffix', ''];
  const target = path.join(folder, 'generated', 'FBS');
  fs.mkdirSync(target, { recursive: true });
  await run('flatc', [...options, '-o', target, ...schemas], { cwd: path.join(worker, 'fbs') });
}

/**
 * Debian's OpenSSL has kernel TLS, which asks the BIO callback more than upstream's build does: read as "yes", its answer
 * would leave DTLS without a write buffer, and the first packet would crash the worker.
 * @param {string} worker
 * @param {string} folder
 * @returns {Map<string, string>} the changed copies, by the sources they stand in for.
 */
function patchSources(worker, folder) {
  const source = 'src/RTC/DtlsTransport.cpp';
  const wrong = '(operationType == BIO_CB_RETURN) ?';
  const text = fs.readFileSync(path.join(worker, source), 'utf8');
  if (text.split(wrong).length !== 2)
    throw new Failure(`${source} is not as this recipe knows it: the recipe is for another version of mediasoup.`);
  const copy = path.join(folder, 'DtlsTransport.cpp');
  fs.writeFileSync(copy, text.replace(wrong, '((operationType & BIO_CB_RETURN) != 0) ?'));
  return new Map([[source, copy]]);
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
