import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StartupError } from '../errors.ts';
import { giveTo, type EmbeddedAccount } from './embeddedAccount.ts';
import type { EmbeddedBinaries } from './embeddedBinaries.ts';
import { programEnvironment } from './postmaster.ts';

/** The longest path of a unix socket, in bytes, that every system takes (Linux 107, macOS 103). */
const longestSocketPath = 103;

/**
 * Makes the data folder where it is missing, and tries that it can be written to.
 * @throws StartupError `data_not_writable`.
 */
export function prepareFolder(dataDir: string): void {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    fs.rmdirSync(fs.mkdtempSync(path.join(dataDir, '.write-test-')));
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new StartupError(
      'data_not_writable',
      `The data folder ${dataDir} cannot be written to${reason}. Make it writable for the account that runs Tongke, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
}

/**
 * Makes an empty cluster where there is none. It is made beside its place and moved there when complete, so that a
 * process killed half-way leaves nothing that looks like a database.
 */
export function createCluster(account: EmbeddedAccount, cluster: string, durable: boolean): void {
  removeHalfMade(cluster);
  if (fs.existsSync(cluster)) return;
  const half = `${cluster}.making-${process.pid}`;
  fs.mkdirSync(half, { mode: 0o700 });
  giveTo(account, half);
  // The order of code points is the same on every system; where a list is for people, its query names a collation.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const words = [
    ...account.prefix,
    path.join(account.root, 'bin', 'initdb'),
    '-D',
    half,
    '-U',
    'tongke',
    '-A',
    'trust',
    ...locale,
  ];
  if (!durable) words.push('--no-sync');
  const [command, ...args] = [...words, '--no-instructions'];
  const result = spawnSync(command, args, {
    cwd: '/',
    env: programEnvironment(),
    uid: account.uid,
    gid: account.gid,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    fs.rmSync(half, { recursive: true, force: true });
    throw cannotCreate(result.error, result.stderr);
  }
  try {
    fs.renameSync(half, cluster);
  } catch (error) {
    fs.rmSync(half, { recursive: true, force: true });
    // Another process that started at the same moment was quicker, and its cluster is as good.
    if (!fs.existsSync(cluster)) throw error;
  }
}

/**
 * Compares the cluster's major version with that of the programs.
 * @throws StartupError `database_of_other_version`.
 */
export function checkCluster(cluster: string, binaries: EmbeddedBinaries): void {
  let major: string;
  try {
    major = fs.readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim();
  } catch (cause) {
    const reason =
      cause instanceof Error && 'code' in cause && cause.code === 'EACCES'
        ? 'belongs to another account'
        : 'is not a PostgreSQL database';
    throw new StartupError(
      'database_unreadable',
      `${cluster} ${reason}. Run Tongke as the account that made it, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  if (major === binaries.major) return;
  throw new StartupError(
    'database_of_other_version',
    `The database in ${cluster} was made by PostgreSQL ${major}, and this is PostgreSQL ${binaries.major}. Nothing was changed. Use the version of Tongke that made it to take a backup, then restore that here.`,
  );
}

/**
 * The private folder of the socket: beside the cluster, or in the system's temporary folder where that path would be too
 * long for a socket.
 */
export function socketFolder(account: EmbeddedAccount, cluster: string): string {
  const beside = path.join(path.dirname(cluster), 'socket');
  const fits = Buffer.byteLength(path.join(beside, '.s.PGSQL.5432')) <= longestSocketPath;
  const key = createHash('sha256').update(cluster).digest('hex').slice(0, 16);
  const folder = fits ? beside : path.join(fs.realpathSync(os.tmpdir()), `tongke-${key}`);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    giveTo(account, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
  }
  const found = fs.lstatSync(folder);
  const owner = account.uid ?? process.getuid?.();
  if (found.isDirectory() && (found.uid === owner || found.uid === process.getuid?.())) {
    giveTo(account, folder);
    fs.chmodSync(folder, 0o700);
    return folder;
  }
  throw new StartupError(
    'socket_folder_taken',
    `${folder} belongs to another account. Remove it, or set DATA_DIR to a folder with a shorter path.`,
  );
}

function removeHalfMade(cluster: string): void {
  const folder = path.dirname(cluster);
  const prefix = `${path.basename(cluster)}.making-`;
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function cannotCreate(error: Error | undefined, said: string | null): StartupError {
  if (error && 'code' in error && error.code === 'ENOENT') {
    return new StartupError(
      'database_binaries_unusable',
      'The embedded PostgreSQL does not run on this system (it needs glibc). Set DATABASE_URL to a PostgreSQL database of your own.',
      { cause: error },
    );
  }
  const reason = (said ?? '').trim().split('\n').slice(-5).join('\n  ') || (error?.message ?? 'no reason given');
  return new StartupError('database_not_created', `The database could not be created:\n  ${reason}`, { cause: error });
}
