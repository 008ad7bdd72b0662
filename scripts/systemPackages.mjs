import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { Failure, run } from './lib/run.mjs';

/**
 * @typedef {object} Distribution
 * @property {string} id Such as `debian12`.
 * @property {boolean} debian Whether it has Debian's packages.
 */

/** @returns {Distribution} */
export function distribution() {
  try {
    const text = fs.readFileSync('/etc/os-release', 'utf8');
    const value = (/** @type {string} */ name) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
    return {
      id: `${value('ID')}${value('VERSION_ID')}`,
      debian: [value('ID'), ...value('ID_LIKE').split(' ')].includes('debian'),
    };
  } catch {
    return { id: process.platform, debian: false };
  }
}

/**
 * Those of these packages that are not installed.
 * @param {string[]} names
 */
export function missingPackages(names) {
  const result = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...names], { encoding: 'utf8' });
  const installed = new Set(
    (result.stdout ?? '').split('\n').map((line) => (line.endsWith(' installed') ? line.split(' ')[0] : '')),
  );
  return names.filter((name) => !installed.has(name));
}

/**
 * Installs what is missing of these packages, where we are root or may become root without a password.
 * @param {string[]} names
 * @param {(text: string) => void} progress
 * @throws {Failure} naming the exact command where we may not, or saying why it failed.
 */
export async function installPackages(names, progress) {
  const missing = missingPackages(names);
  if (missing.length === 0) return;
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
  const prefix = becomeRoot();
  if (!prefix)
    throw new Failure(`These packages are missing. Install them with\n    sudo ${install.join(' ')}\n  and run this again.`);
  const apt = async (/** @type {string[]} */ words) => {
    const [command = '', ...args] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', ...words];
    await run(command, args, { onLine: (line) => progress(line.slice(0, 70)) });
  };
  try {
    await apt(['apt-get', 'update']);
    await apt(install);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      `${missing.join(', ')} could not be installed. Check the network and the package sources, then run this again.\n${reason}`,
    );
  }
}

/** @returns {string[] | undefined} the words in front of a command that make it root's. */
function becomeRoot() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}
