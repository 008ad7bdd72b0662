import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../server/database/embedded.ts';
import { migrate } from '../server/database/migrate.ts';
import { openDatabase } from '../server/database/open.ts';
import { ready } from '../shared/health.ts';
import { postmasterPid } from './realtime/killPostgres.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';

/** The process as `npm start` runs it: what it says, and how it ends. */
interface Run {
  said: () => string;
  exit: Promise<number | null>;
  until: (words: string) => Promise<void>;
  signal: (name: NodeJS.Signals) => void;
}

let folder: string;
let lossy: TestDatabase;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-main-'));
  lossy = await createTestDatabase();
});

afterAll(async () => {
  await lossy.drop();
  await fs.rm(folder, { recursive: true, force: true });
});

describe('a start that cannot succeed says why in a sentence and ends with a failure', () => {
  it('names every wrong setting and what was expected', async () => {
    const run = start({ PORT: 'many', TIME_ZONE: 'Mars/Olympus', DATABASE_URL: 'mysql://x' });
    expect(await run.exit).toBe(1);
    expect(run.said()).toContain('PORT="many": expected a port number');
    expect(run.said()).toContain('TIME_ZONE="Mars/Olympus": expected an IANA time zone');
    expect(run.said()).toContain('DATABASE_URL="mysql://x": expected a URL that begins with postgres://');
    expect(run.said()).not.toMatch(/\n\s+at /);
  });

  it('a data folder that cannot be written to', async () => {
    const file = path.join(folder, 'not-a-folder');
    await fs.writeFile(file, '');
    const run = start({ DATA_DIR: path.join(file, 'data') });
    expect(await run.exit).toBe(1);
    expect(run.said()).toContain('cannot be written to');
  });

  it('a port that is taken, leaving nothing behind', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as net.AddressInfo;
    const run = start({ PORT: String(port), DATA_DIR: path.join(folder, 'taken') });
    expect(await run.exit).toBe(1);
    expect(run.said()).toContain(`Port ${port} is already in use`);
    other.close();
  });

  it('a database whose settings may lose what was acknowledged', async () => {
    const { host, port, user, database } = lossy.connection;
    const url = `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
    const run = start({ DATA_DIR: path.join(folder, 'lossy'), DATABASE_URL: url });
    expect(await run.exit).toBe(1);
    expect(run.said()).toMatch(/would lose saved work in a power cut: fsync/);
  });

  it('data of a newer version, which stays as it is', async () => {
    const dataDir = path.join(folder, 'newer');
    await change(dataDir, "insert into migrations (version, name, checksum) values (9000, '9000-future.sql', 'x')");
    const run = start({ DATA_DIR: dataDir });
    expect(await run.exit).toBe(1);
    expect(run.said()).toContain('newer version of Tongke');
    expect(await change(dataDir, 'select name from migrations where version = 9000')).toEqual([{ name: '9000-future.sql' }]);
  });
});

describe('a running server', () => {
  it('says in a line what each step took, says while its database is killed that it is not ready (D06), and a signal ends it cleanly', async () => {
    const dataDir = path.join(folder, 'data');
    const run = start({ DATA_DIR: dataDir });
    await run.until('is ready: http://localhost:');
    expect(run.said()).toMatch(/✓ Database opened \(\d+\.\d s\)/);
    expect(run.said()).toMatch(/✓ Database up to date \(\d+\.\d s\)/);
    expect(run.said()).toMatch(/✓ Server started \(\d+\.\d s\)/);
    const address = /is ready: (http:\/\/localhost:\d+)/.exec(run.said())?.[1];
    const readiness = async () => ready.output.parse(await (await fetch(`${address}/api/ready`)).json()).parts['database']?.ready;
    const first = await postmasterPid(dataDir);
    expect(await readiness()).toBe(true);
    process.kill(first, 'SIGKILL');
    await eventually(async () => expect(await readiness()).toBe(false), { interval: 2 });
    expect((await fetch(`${address}/api/health`)).status).toBe(200);
    await eventually(async () => expect(await readiness()).toBe(true));
    expect(await postmasterPid(dataDir)).not.toBe(first);
    run.signal('SIGTERM');
    expect(await run.exit).toBe(0);
  });

  it('ends cleanly when Ctrl-C comes while it is starting', async () => {
    const run = start({ DATA_DIR: path.join(folder, 'early') });
    await run.until('✓ Database opened');
    run.signal('SIGINT');
    expect(await run.exit).toBe(0);
    expect(run.said()).not.toMatch(/\n\s+at /);
  });
});

/** Runs a statement on the embedded database of a data folder, made and migrated if need be. */
async function change(dataDir: string, statement: string): Promise<unknown[]> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
  const { pool, close } = await openDatabase({ connection: postgres.connection });
  try {
    const { rows } = await pool.query('select to_regclass($1) as found', ['migrations']);
    if ((rows[0] as { found: string | null }).found === null) await migrate(pool);
    return (await pool.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await close();
    await postgres.close();
  }
}

function start(settings: Record<string, string>): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      PORT: '0',
      MEDIA_PORT: '0',
      MEDIASOUP_WORKER_BIN: path.join(folder, 'none'),
      LOG_LEVEL: 'warn',
      DATA_DIR: path.join(folder, 'data'),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return {
    said: () => said,
    exit,
    signal: (name) => child.kill(name),
    until: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (said.includes(words)) resolve();
        };
        listeners.add(look);
        look();
        void exit.then((code) => reject(new Error(`The process ended with ${code}:\n${said}`)));
      }),
  };
}
