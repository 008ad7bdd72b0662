import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedAccount } from './embeddedAccount.ts';

/** What a running PostgreSQL says of itself in its data folder. */
export interface Postmaster {
  pid: number;
  port: number;
  /** The folder of its socket. */
  host: string;
  /** Whether it accepts connections yet. */
  ready: boolean;
}

/**
 * Reads who serves a data folder. A file left behind by a killed PostgreSQL, also when its process number has since gone to
 * another program, counts as nobody and is removed.
 */
export function readPostmaster(cluster: string): Postmaster | undefined {
  const file = path.join(cluster, 'postmaster.pid');
  let lines: string[];
  try {
    lines = fs.readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  // A file that is still being written has no process number yet; its writer is about to finish it.
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (!isPostgres(pid)) {
    fs.rmSync(file, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3]), host: lines[4] ?? '', ready: (lines[7] ?? '').trim() === 'ready' };
}

/** How a PostgreSQL is run. */
export interface Manner {
  settings: Record<string, string>;
  /** Where its own messages go. */
  logFile: string;
  /** How far it gives way to others (setpriority(2)): from 0, not at all, to 19. */
  niceness: number;
}

/**
 * Starts a PostgreSQL that outlives this process if this one is killed: a crash of ours must not be a crash of the database.
 * Settles once it accepts connections, or with its exit.
 */
export async function spawnPostmaster(
  account: EmbeddedAccount,
  cluster: string,
  { settings, logFile, niceness }: Manner,
): Promise<Postmaster | undefined> {
  const [command, ...args] = [...account.prefix, path.join(account.root, 'bin', 'postgres'), '-D', cluster];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const log = fs.openSync(logFile, 'a', 0o600);
  const child = spawn(command, args, {
    cwd: '/',
    detached: true,
    env: programEnvironment(),
    stdio: ['ignore', log, log],
    uid: account.uid,
    gid: account.gid,
  });
  fs.closeSync(log);
  const state = { over: false };
  child.once('exit', () => (state.over = true));
  child.once('error', () => (state.over = true));
  child.unref();
  if (niceness > 0 && child.pid !== undefined) giveWay(child.pid, niceness);
  while (!state.over) {
    const found = readPostmaster(cluster);
    if (found?.ready && found.pid === child.pid) return found;
    await sleep(10);
  }
  return undefined;
}

/** Lowers the priority of a process, and of what it starts from now on. Where that is not possible it stays as it is. */
function giveWay(pid: number, niceness: number): void {
  try {
    os.setPriority(pid, niceness);
    // Linux may weigh whole sessions against each other (sched(7), autogroup), and the process within its own alone.
    fs.writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {
    // It ends already, or this system has no such thing.
  }
}

/** Shuts a PostgreSQL down: politely to its clients' transactions at first, at once after `patience` milliseconds. */
export async function stopPostmaster(pid: number, patience = 20_000): Promise<void> {
  signal(pid, 'SIGINT');
  const deadline = Date.now() + patience;
  let pressed = false;
  while (isPostgres(pid)) {
    if (!pressed && Date.now() > deadline) {
      signal(pid, 'SIGQUIT');
      pressed = true;
    }
    await sleep(10);
  }
}

/** The environment of the database programs: no setting of ours or of the user's may change what they do. */
export function programEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Whether this process exists, is a PostgreSQL and is not merely waiting to be reaped. */
function isPostgres(pid: number): boolean {
  try {
    if (process.platform === 'linux') {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const state = stat.slice(stat.lastIndexOf(')') + 2)[0];
      return state !== 'Z' && state !== 'X' && stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')) === 'postgres';
    }
    const answer = execFileSync('ps', ['-o', 'stat=,comm=', '-p', String(pid)], { encoding: 'utf8' });
    return !answer.startsWith('Z') && answer.includes('postgres');
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has gone by itself meanwhile, which is what was wanted.
  }
}
