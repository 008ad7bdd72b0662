import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedConnection, type EmbeddedPostgres } from '../../server/database/embedded.ts';
import { chooseAccount } from '../../server/database/embeddedAccount.ts';
import { findEmbeddedBinaries } from '../../server/database/embeddedBinaries.ts';
import { openDatabase } from '../../server/database/open.ts';

let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-data-'));
});

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

describe('the embedded database', () => {
  test('keeps what was written, from one start to the next', async () => {
    const first = await start({ durable: true });
    await ask(first.connection, 'create table kept (word text)');
    await ask(first.connection, "insert into kept values ('课')");
    await stop(first);
    const second = await start({ durable: true });
    expect(second.adopted).toBe(false);
    expect(await ask(second.connection, 'select word from kept')).toEqual([{ word: '课' }]);
  });

  test('is durable and closed to the network', async () => {
    const { connection } = await start({ durable: true });
    const open = await openDatabase({ connection });
    await open.close();
    expect(await ask(connection, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(fs.statSync(connection.host).mode & 0o777).toBe(0o700);
    expect(fs.statSync(path.join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  });

  test('gives way to the other processes of the machine, with all of its own', async () => {
    const { connection } = await start();
    const processes = (await ask(connection, 'select pid from pg_stat_activity')) as { pid: number }[];
    const running = processes.map(({ pid }) => niceness(pid)).filter((one) => one !== undefined);
    expect(new Set([niceness(postmasterPid()), ...running])).toEqual(new Set([10]));
  });

  test('is taken over from a process that was killed', async () => {
    const predecessor = await startElsewhere();
    const before = postmasterPid();
    predecessor.kill('SIGKILL');
    await once(predecessor, 'exit');
    const postgres = await start();
    expect(postgres.adopted).toBe(true);
    expect(postmasterPid()).toBe(before);
    expect(await ask(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('is not taken over when it would forget in a power cut, but started anew', async () => {
    const predecessor = await startElsewhere();
    predecessor.kill('SIGKILL');
    await once(predecessor, 'exit');
    const postgres = await start({ durable: true });
    expect(postgres.adopted).toBe(false);
    expect(await ask(postgres.connection, 'show fsync')).toEqual([{ fsync: 'on' }]);
  });

  test('belongs to one process at a time, and a second one leaves it alone', async () => {
    const postgres = await start();
    await expect(startEmbeddedPostgres({ dataDir, durable: false, patience: 300 })).rejects.toMatchObject({
      code: 'data_in_use',
    });
    expect(await ask(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('starts after it was killed together with its process', async () => {
    const predecessor = await startElsewhere();
    process.kill(postmasterPid(), 'SIGKILL');
    predecessor.kill('SIGKILL');
    await once(predecessor, 'exit');
    const postgres = await start();
    expect(postgres.adopted).toBe(false);
    expect(await ask(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('comes back under the same address when it is killed while we run', async () => {
    const { connection } = await start();
    const before = postmasterPid();
    const open = await openDatabase({ connection, durable: false });
    process.kill(before, 'SIGKILL');
    await expect
      .poll(
        () =>
          open.pool.query('select 1').then(
            () => postmasterPid() !== before,
            () => false,
          ),
        { timeout: 15_000 },
      )
      .toBe(true);
    await open.close();
  });

  test('ignores a stale pid file, also when its number has gone to another program', async () => {
    const first = await start();
    await stop(first);
    const pidFile = path.join(dataDir, 'postgres', 'postmaster.pid');
    fs.writeFileSync(
      pidFile,
      [process.pid, path.join(dataDir, 'postgres'), 0, 5432, first.connection.host, '', '', 'ready', ''].join('\n'),
    );
    const second = await start();
    expect(second.adopted).toBe(false);
  });

  test('is made once when two processes start it at the same moment, and one of them gets it', async () => {
    const results = await Promise.allSettled([startElsewhere(), startElsewhere()]);
    const winners = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
    expect(winners).toHaveLength(1);
    expect(fs.readdirSync(dataDir).toSorted()).toEqual(['postgres', 'postgres.log', 'socket']);
    for (const winner of winners) {
      const exit = once(winner, 'exit');
      winner.kill('SIGTERM');
      await exit;
    }
  });

  test('puts its socket elsewhere when the path of the data folder is too long for one', async () => {
    const outer = dataDir;
    dataDir = path.join(outer, '很长的文件夹名称'.repeat(5));
    const postgres = await start();
    const { connection } = postgres;
    expect(Buffer.byteLength(connection.host)).toBeLessThan(90);
    expect(fs.statSync(connection.host).mode & 0o777).toBe(0o700);
    expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
    await stop(postgres);
    fs.rmSync(connection.host, { recursive: true });
    dataDir = outer;
  });

  test('carries on where a first start was broken off', async () => {
    const half = path.join(dataDir, 'postgres.making-999999999');
    fs.mkdirSync(half);
    fs.writeFileSync(path.join(half, 'PG_VERSION'), '18');
    await start();
    expect(fs.existsSync(half)).toBe(false);
  });
});

describe('a start that cannot be', () => {
  test('is refused in words when the data folder cannot be written to', async () => {
    const file = path.join(dataDir, 'file');
    fs.writeFileSync(file, '');
    const starting = startEmbeddedPostgres({ dataDir: path.join(file, 'data') });
    await expect(starting).rejects.toMatchObject({ code: 'data_not_writable' });
    await expect(starting).rejects.toThrow(/cannot be written to \(ENOTDIR\).*DATA_DIR/);
  });

  test('is refused, and the data left alone, when another PostgreSQL made the data', async () => {
    await stop(await start());
    const file = path.join(dataDir, 'postgres', 'PG_VERSION');
    fs.writeFileSync(file, '19\n');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'database_of_other_version' });
    expect(fs.readFileSync(file, 'utf8')).toBe('19\n');
  });

  test('names DATABASE_URL on a platform without binaries', () => {
    expect(() => findEmbeddedBinaries('plan9-mips')).toThrow(/plan9-mips.*DATABASE_URL/);
  });

  test('shows what PostgreSQL says when it does not start', async () => {
    await stop(await start());
    fs.appendFileSync(path.join(dataDir, 'postgres', 'postgresql.conf'), '\nno_such_setting = 1\n');
    const starting = startEmbeddedPostgres({ dataDir, patience: 500 });
    await expect(starting).rejects.toMatchObject({ code: 'database_does_not_start' });
    await expect(starting).rejects.toThrow('no_such_setting');
  });
});

describe.runIf(process.getuid?.() === 0)('root, whom PostgreSQL refuses', () => {
  const binaries = findEmbeddedBinaries();

  test('runs it as the owner of the data folder where that is somebody else', async () => {
    fs.chownSync(dataDir, 65_534, 65_534);
    const postgres = await start();
    expect(fs.statSync(path.join(dataDir, 'postgres', 'PG_VERSION')).uid).toBe(65_534);
    expect(await ask(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('gives the data to nobody where user namespaces are not allowed, and can return to it', async () => {
    await stop(await start());
    const account = chooseAccount(path.join(dataDir, 'postgres'), binaries, false);
    expect(account).toMatchObject({ uid: 65_534, prefix: [] });
    const postgres = await start();
    expect(await ask(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('brings the programs to where nobody can reach them', () => {
    const closed = path.join(dataDir, 'closed');
    fs.mkdirSync(path.join(closed, 'bin'), { recursive: true });
    fs.writeFileSync(path.join(closed, 'bin', 'postgres'), '');
    fs.chmodSync(closed, 0o700);
    const { root } = chooseAccount(path.join(dataDir, 'postgres'), { ...binaries, root: closed }, false);
    expect(fs.readdirSync(path.join(root, 'bin'))).toEqual(['postgres']);
    expect(fs.statSync(root).mode & 0o777).toBe(0o755);
    fs.rmSync(root, { recursive: true });
  });

  test('says so where namespaces are not allowed and nobody else can reach the folder', () => {
    const closed = path.join(dataDir, 'closed');
    fs.mkdirSync(path.join(closed, 'data'), { recursive: true });
    fs.chmodSync(closed, 0o700);
    expect(() => chooseAccount(path.join(closed, 'data', 'postgres'), binaries, false)).toThrow(/root.*DATA_DIR/);
  });
});

async function start({ durable = false } = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, durable });
  running.push(postgres);
  return postgres;
}

async function stop(postgres: EmbeddedPostgres): Promise<void> {
  running.splice(running.indexOf(postgres), 1);
  await postgres.close();
}

/** Starts the database in a process of its own that can be killed; fails if that process ends first. */
async function startElsewhere() {
  const script = new URL('../support/embeddedHolder.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface(child.stdout)) if (line === 'ready') return child;
  throw new Error('The database was not started.');
}

/** Nothing for a process that has ended. */
function niceness(pid: number): number | undefined {
  try {
    return os.getPriority(pid);
  } catch {
    return undefined;
  }
}

function postmasterPid(): number {
  return Number(fs.readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function ask(connection: EmbeddedConnection, sql: string): Promise<unknown[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
