import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder, whenEnding } from './lib/ending.mjs';
import { Failure } from './lib/run.mjs';

/**
 * Starts the system's PostgreSQL the way a user would run one of their own: over the network, with a password, under an account
 * of its own, and with all its data in a folder that goes away with this script.
 * @returns {Promise<{ url: string, version: string, close: () => Promise<void> }>}
 * @throws {Failure} when there is none or it does not start.
 */
export async function startSecondDatabase() {
  const bin = findPrograms();
  const account = accountFor();
  const folder = temporaryFolder('postgres');
  if (account) fs.chownSync(folder, account.uid, account.gid);
  const options = { ...account, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };

  const password = randomBytes(16).toString('hex');
  const passwordFile = path.join(folder, 'password');
  fs.writeFileSync(passwordFile, password);
  if (account) fs.chownSync(passwordFile, account.uid, account.gid);
  const cluster = path.join(folder, 'data');
  const initdb = [
    '-D',
    cluster,
    '-U',
    'tongke',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--no-sync',
  ];
  const made = spawnSync(path.join(bin, 'initdb'), initdb, { ...options, encoding: 'utf8' });
  if (made.status !== 0) throw new Failure(`PostgreSQL's initdb failed: ${made.stderr?.trim() || made.error?.message}`);

  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: folder, max_connections: 100 };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(path.join(bin, 'postgres'), ['-D', cluster, ...words], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (said = (said + text).slice(-2_000)));
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const forget = whenEnding(() => server.kill('SIGQUIT'));

  while (!said.includes('database system is ready to accept connections')) {
    if (server.exitCode !== null) throw new Failure(`PostgreSQL does not start:\n${said}`);
    await sleep(20);
  }
  return {
    url: `postgres://tongke:${password}@127.0.0.1:${port}/postgres`,
    version: fs.readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim(),
    close: async () => {
      server.kill('SIGINT');
      await ended;
      forget();
    },
  };
}

/** The folder with initdb and postgres: Debian keeps them apart for each version, others in the PATH. */
function findPrograms() {
  const debian = '/usr/lib/postgresql';
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => path.join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  const found = folders.find(
    (folder) => folder && ['initdb', 'postgres'].every((name) => fs.existsSync(path.join(folder, name))),
  );
  if (!found)
    throw new Failure(
      'The tests need PostgreSQL’s server programs (initdb and postgres) as a second database. Install them and run this again.',
    );
  return found;
}

/** PostgreSQL refuses root, for whom it runs as the account that its package has made. */
function accountFor() {
  if (process.getuid?.() !== 0) return undefined;
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = (line ?? '').split(':');
  if (!uid || !gid)
    throw new Failure('PostgreSQL must not run as root, and there is no account "postgres". Run the tests as an ordinary user.');
  return { uid: Number(uid), gid: Number(gid) };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
