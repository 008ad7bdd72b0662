import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StartupError } from '../errors.ts';
import type { EmbeddedBinaries } from './embeddedBinaries.ts';

/** How the database programs are started: PostgreSQL refuses to run as root, so root needs a way to run them as someone else. */
export interface EmbeddedAccount {
  /** Words to put in front of the program. */
  prefix: string[];
  /** The account that starts the programs and owns their files; absent: our own. */
  uid?: number;
  gid?: number;
  /** The folder with `bin`, `lib` and `share`, somewhere that this account can reach. */
  root: string;
}

/** Root inside a user namespace of its own, where it goes by another name: nothing need be given away or moved. */
const namespacePrefix = ['unshare', '--user', '--map-user=nobody', '--map-group=65534'];

/**
 * Chooses the account for a cluster, which need not exist yet.
 * - Anyone but root runs PostgreSQL as themselves.
 * - Root runs it as the owner of the cluster (or of the folder it will lie in) where that is somebody else.
 * - Otherwise root enters a user namespace, which also works below `/root`.
 * - Where namespaces are not allowed, the cluster is given to `nobody`.
 * @throws StartupError `database_needs_account` when none of these works.
 */
export function chooseAccount(cluster: string, binaries: EmbeddedBinaries, namespaces = namespacesWork()): EmbeddedAccount {
  if (process.getuid?.() !== 0) return { prefix: [], root: binaries.root };
  const exists = fs.existsSync(cluster);
  const owner = fs.statSync(exists ? cluster : path.dirname(cluster));
  if (owner.uid !== 0) return borrowedAccount(cluster, binaries, owner);
  if (namespaces) return { prefix: namespacePrefix, root: binaries.root };
  const nobody = accountOf('nobody');
  if (exists) giveTree(cluster, nobody.uid, nobody.gid);
  return borrowedAccount(cluster, binaries, nobody);
}

/** Gives a file or folder that root has just made to the account that is to use it. */
export function giveTo(account: EmbeddedAccount, file: string): void {
  if (account.uid !== undefined && account.gid !== undefined) fs.chownSync(file, account.uid, account.gid);
}

function namespacesWork(): boolean {
  if (process.platform !== 'linux') return false;
  const [command = '', ...args] = namespacePrefix;
  return spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0;
}

function borrowedAccount(
  cluster: string,
  binaries: EmbeddedBinaries,
  { uid, gid }: { uid: number; gid: number },
): EmbeddedAccount {
  const folder = path.dirname(cluster);
  // Passing through is enough: what lies beside the cluster stays as private as it was.
  if (!reachable(folder, uid, gid)) fs.chmodSync(folder, fs.statSync(folder).mode | 0o011);
  if (!reachable(folder, uid, gid)) {
    throw new StartupError(
      'database_needs_account',
      `PostgreSQL must not run as root, and no other account can reach ${folder}. Run Tongke as an ordinary user, or set DATA_DIR to a folder outside root's home, such as /var/lib/tongke.`,
    );
  }
  const root = reachable(path.join(binaries.root, 'bin'), uid, gid) ? binaries.root : copyWithinReach(binaries);
  return { prefix: [], uid, gid, root };
}

/** Whether this account can pass through a folder. */
function reachable(folder: string, uid: number, gid: number): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

function giveTree(folder: string, uid: number, gid: number): void {
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    fs.lchownSync(path.join(entry.parentPath, entry.name), uid, gid);
  }
  fs.lchownSync(folder, uid, gid);
}

/** Copies the programs out of a folder that only root may enter, under a name that nobody else can have prepared. */
function copyWithinReach(binaries: EmbeddedBinaries): string {
  const key = createHash('sha256').update(binaries.root).digest('hex').slice(0, 12);
  const copy = path.join(os.tmpdir(), `tongke-postgres-${binaries.version}-${key}`);
  if (fs.existsSync(copy)) {
    const found = fs.lstatSync(copy);
    if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return copy;
    throw new StartupError(
      'database_needs_account',
      `${copy} is in the way and does not belong to root. Remove it and start again.`,
    );
  }
  const half = fs.mkdtempSync(`${copy}.`);
  fs.cpSync(binaries.root, half, { recursive: true, verbatimSymlinks: true });
  fs.chmodSync(half, 0o755);
  fs.renameSync(half, copy);
  return copy;
}

function accountOf(name: string): { uid: number; gid: number } {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = (line ?? '').split(':');
  if (uid && gid) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  throw new StartupError(
    'database_needs_account',
    'PostgreSQL must not run as root. Run Tongke as an ordinary user, or set DATABASE_URL.',
  );
}
