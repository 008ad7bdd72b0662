import fs from 'node:fs';
import path from 'node:path';
import { locked } from './lib/lock.mjs';
import { root } from './lib/project.mjs';
import { Failure, run } from './lib/run.mjs';
import { step } from './lib/step.mjs';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [link]
 */

/**
 * Installs the packages where they are missing or not those of the lockfile. An installation that was broken off is noticed,
 * because npm writes its own record last.
 * @throws {Failure} when the registry cannot be reached, or npm fails otherwise.
 */
export async function install(folder = root) {
  if (isInstalled(folder)) return;
  const lock = path.join(folder, '.cache', 'install.lock');
  await step('Packages installed', (progress) =>
    locked(
      lock,
      async () => {
        if (!isInstalled(folder)) await npmCi(folder);
      },
      () => progress('another process is at it'),
    ),
  );
}

/**
 * Whether `node_modules` holds exactly what the lockfile says, leaving out what is optional.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  const found = readPackages(path.join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !found) return false;
  const complete = Object.entries(wanted).every(([name, { optional, link }]) => name === '' || optional || link || found[name]);
  const same = Object.entries(found).every(
    ([name, { version, integrity }]) => wanted[name]?.version === version && wanted[name]?.integrity === integrity,
  );
  return complete && same;
}

/** @param {string} folder */
async function npmCi(folder) {
  try {
    await run(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=2', '--fetch-retry-maxtimeout=10000'],
      { cwd: folder },
    );
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED/.test(said)) {
      throw new Failure(
        'The npm registry cannot be reached, so the packages cannot be installed. Check the network (or the proxy in npm’s settings) and run this again.',
      );
    }
    if (/ENOSPC/.test(said))
      throw new Failure('The disk is full: installing the packages takes about 1 GB. Make room and run this again.');
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
