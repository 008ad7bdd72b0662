import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isInstalled } from '../../scripts/install.mjs';
import { locked } from '../../scripts/lib/lock.mjs';
import { hashFiles } from '../../scripts/lib/project.mjs';
import { run } from '../../scripts/lib/run.mjs';

const execute = promisify(execFile);
let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-set-up-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('installed packages', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/other-system': { version: '1.0.0', integrity: 'sha512-o', optional: true },
    },
  };
  const found = (packages: object) => write('node_modules/.package-lock.json', JSON.stringify({ packages }));

  beforeEach(() => write('package-lock.json', JSON.stringify(lock)));

  test('are recognised when they are those of the lockfile', () => {
    found({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } });
    expect(isInstalled(folder)).toBe(true);
  });

  test('are installed again after an installation that was broken off', () => {
    fs.mkdirSync(path.join(folder, 'node_modules', 'a'), { recursive: true });
    expect(isInstalled(folder)).toBe(false);
  });

  test('are installed again when one is missing, has another version or another content', () => {
    found({});
    expect(isInstalled(folder)).toBe(false);
    found({ 'node_modules/a': { version: '1.1.0', integrity: 'sha512-a' } });
    expect(isInstalled(folder)).toBe(false);
    found({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } });
    expect(isInstalled(folder)).toBe(false);
  });
});

describe('a lock', () => {
  const lock = () => path.join(folder, 'work.lock');

  test('lets one work at a time', async () => {
    let busy = 0;
    const work = async () => {
      busy += 1;
      expect(busy).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 300));
      busy -= 1;
    };
    await Promise.all([locked(lock(), work), inAnotherProcess(), locked(lock(), work)]);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('of a process that was killed counts for nothing', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    fs.writeFileSync(lock(), String(child.pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await locked(lock(), () => Promise.resolve('done'))).toBe('done');
  });

  async function inAnotherProcess(): Promise<void> {
    const script = `import { locked } from ${JSON.stringify(path.resolve('scripts/lib/lock.mjs'))}; await locked(${JSON.stringify(lock())}, async () => {});`;
    await execute(process.execPath, ['--input-type=module', '-e', script]);
  }
});

describe('a program that is run', () => {
  test('answers what it wrote, and when it fails what it said last', async () => {
    expect(await run('sh', ['-c', 'echo out; echo aside >&2'])).toBe('out\n');
    await expect(run('sh', ['-c', 'echo wrong >&2; exit 3'])).rejects.toThrow(/exit status 3[^]*wrong/);
    await expect(run('no-such-program', [])).rejects.toThrow('no-such-program cannot be started');
  });

  test('is ended with its children when it takes too long', async () => {
    const started = performance.now();
    await expect(run('sh', ['-c', 'sleep 60 & wait'], { timeout: 200 })).rejects.toThrow('took longer than 0.2 s');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

test('a hash of sources changes with a name and with a content, and with nothing else', () => {
  write('a/one.ts', 'one');
  const first = hashFiles(['a'], folder);
  fs.utimesSync(path.join(folder, 'a/one.ts'), 0, 0);
  expect(hashFiles(['a', 'missing'], folder)).toBe(first);
  write('a/one.ts', 'two');
  const second = hashFiles(['a'], folder);
  fs.renameSync(path.join(folder, 'a/one.ts'), path.join(folder, 'a/two.ts'));
  expect(new Set([first, second, hashFiles(['a'], folder)]).size).toBe(3);
});

describe('npm start', () => {
  test('refuses what it does not know', async () => {
    await expect(execute(process.execPath, ['scripts/start.mjs', '--dmeo'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--dmeo') as unknown,
    });
  });

  test('refuses a media worker that was named wrongly', async () => {
    const env = { ...process.env, MEDIASOUP_WORKER_BIN: '/bin/true' };
    await expect(execute(process.execPath, ['scripts/start.mjs'], { env })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('MEDIASOUP_WORKER_BIN=/bin/true cannot be used') as unknown,
    });
  });
});

function write(name: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
}
