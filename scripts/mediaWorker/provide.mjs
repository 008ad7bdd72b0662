import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, hashFiles, root } from '../lib/project.mjs';
import { locked } from '../lib/lock.mjs';
import { Failure, run } from '../lib/run.mjs';
import { distribution, installPackages } from '../systemPackages.mjs';
import { compileWorker } from './compile.mjs';
import { buildPackages } from './recipe.mjs';

/**
 * @typedef {object} ProvideOptions
 * @property {(text: string) => void} [progress]
 * @property {Record<string, string | undefined>} [env]
 * @property {string} [modules] The folder of installed packages.
 */

/**
 * @typedef {object} Provided
 * @property {string} path The binary.
 * @property {'given' | 'cached' | 'downloaded' | 'built'} how
 */

/** How long upstream's download may take, in milliseconds: it has no limit of its own. */
const downloadLimit = 10_000;
/** What a sound worker exits with when nobody speaks to it; a wrong loader or library gives anything else. */
const soundStatus = 41;

/**
 * Gets the media worker for this machine: the given binary, the cached one, upstream's, or one built here.
 * @param {ProvideOptions} [options]
 * @returns {Promise<Provided>}
 * @throws {Failure} that says what is missing and how to get it.
 */
export async function provideMediaWorker({
  progress = () => {},
  env = process.env,
  modules = path.join(root, 'node_modules'),
} = {}) {
  const given = env.MEDIASOUP_WORKER_BIN;
  if (given) {
    const wrong = await tryWorker(given);
    if (wrong) throw new Failure(`MEDIASOUP_WORKER_BIN=${given} cannot be used: ${wrong}.`);
    return { path: path.resolve(given), how: 'given' };
  }
  const target = cachedWorker(modules);
  if (!(await tryWorker(target))) return { path: target, how: 'cached' };
  return locked(
    `${path.dirname(target)}.lock`,
    async () => {
      if (!(await tryWorker(target))) return { path: target, how: 'cached' };
      return make(modules, target, progress);
    },
    () => progress('another process is getting it'),
  );
}

/**
 * Where the worker for this version, machine and recipe is kept.
 * @param {string} modules
 */
export function cachedWorker(modules) {
  const { version } = JSON.parse(fs.readFileSync(path.join(modules, 'mediasoup', 'package.json'), 'utf8'));
  const recipe = hashFiles(['recipe.mjs', 'units.mjs', 'srtp.h'], import.meta.dirname);
  return path.join(
    cacheFolder(),
    'media-worker',
    `${version}-${process.arch}-${distribution().id}-${recipe}`,
    'mediasoup-worker',
  );
}

/**
 * Starts a worker the way it does not expect, and looks at how it ends.
 * @param {string} file
 * @param {number} [patience] Milliseconds.
 * @returns {Promise<string | undefined>} what is wrong with it.
 */
export function tryWorker(file, patience = 5_000) {
  return new Promise((resolve) => {
    if (!fs.existsSync(file)) return resolve('there is no such file');
    const child = spawn(path.resolve(file), { env: {}, stdio: 'ignore', timeout: patience, killSignal: 'SIGKILL' });
    child.once('error', (error) => resolve(`it cannot be started (${error.message})`));
    child.once('exit', (code, signal) => {
      if (code === soundStatus) return resolve(undefined);
      return resolve(`it is not a mediasoup worker that runs on this system (it ended with ${signal ?? `status ${code}`})`);
    });
  });
}

/**
 * @param {string} modules
 * @param {string} target
 * @param {(text: string) => void} progress
 * @returns {Promise<Provided>}
 */
async function make(modules, target, progress) {
  progress('downloading upstream’s');
  if (await download(modules, target)) return { path: target, how: 'downloaded' };
  if (!distribution().debian) {
    throw new Failure(
      'Upstream’s media worker cannot be downloaded or does not run here, and this system is not a Debian on which it can be built. Connect to the network once, or set MEDIASOUP_WORKER_BIN to a worker of this version.',
    );
  }
  progress('installing what the build needs');
  await installPackages(buildPackages, progress);
  progress('compiling, about a minute');
  const half = `${target}.new`;
  await compileWorker(path.join(modules, 'mediasoup', 'worker'), half, (done, of) =>
    progress(`compiling, ${done} of ${of} parts`),
  );
  const wrong = await tryWorker(half);
  if (wrong) throw new Failure(`The media worker was built, but ${wrong}.`);
  fs.renameSync(half, target);
  return { path: target, how: 'built' };
}

/**
 * Lets mediasoup's own script download its prebuilt worker, and keeps that if it runs here.
 * @param {string} modules
 * @param {string} target
 */
async function download(modules, target) {
  const folder = path.join(modules, 'mediasoup');
  const result = path.join(folder, 'worker', 'out', 'Release', 'mediasoup-worker');
  const { MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL, PATH, HOME } = process.env;
  try {
    // With a Python that fails it cannot go on to its own build, which needs several hosts more.
    const env = { PATH, HOME, PYTHON: '/bin/false', MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL };
    await run(process.execPath, ['npm-scripts.mjs', 'postinstall'], { cwd: folder, env, timeout: downloadLimit });
    if (await tryWorker(result)) return false;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(result, `${target}.new`);
    fs.renameSync(`${target}.new`, target);
    return true;
  } catch {
    return false;
  } finally {
    fs.rmSync(path.join(folder, 'worker', 'out'), { recursive: true, force: true });
  }
}
