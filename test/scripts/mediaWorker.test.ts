import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cachedWorker, provideMediaWorker, tryWorker } from '../../scripts/mediaWorker/provide.mjs';
import { listUnits } from '../../scripts/mediaWorker/units.mjs';

const modules = path.resolve('node_modules');
const worker = process.env['MEDIASOUP_WORKER_BIN'] ?? '';
let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-worker-test-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('getting the media worker', () => {
  test('takes the one that is given', async () => {
    expect(await provideMediaWorker({ env: { MEDIASOUP_WORKER_BIN: worker }, modules })).toEqual({ path: worker, how: 'given' });
  });

  test('refuses a given one that is not there, by its name', async () => {
    const file = path.join(folder, 'none');
    await expect(provideMediaWorker({ env: { MEDIASOUP_WORKER_BIN: file }, modules })).rejects.toThrow(
      `MEDIASOUP_WORKER_BIN=${file} cannot be used: there is no such file.`,
    );
  });

  test('refuses a given one that is something else', async () => {
    await expect(provideMediaWorker({ env: { MEDIASOUP_WORKER_BIN: '/bin/true' }, modules })).rejects.toThrow(
      'MEDIASOUP_WORKER_BIN=/bin/true cannot be used: it is not a mediasoup worker that runs on this system (it ended with status 0).',
    );
  });

  test('takes the cached one without making anything', async () => {
    const cached = cachedWorker(modules);
    expect(cached.startsWith(folder)).toBe(true);
    fs.mkdirSync(path.dirname(cached), { recursive: true });
    fs.copyFileSync(worker, cached);
    const made = fs.statSync(cached).mtimeMs;
    expect(await provideMediaWorker({ env: {}, modules })).toEqual({ path: cached, how: 'cached' });
    expect(fs.statSync(cached).mtimeMs).toBe(made);
  });

  test('keeps workers apart by version, machine and recipe', () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(modules, 'mediasoup/package.json'), 'utf8')) as { version: string };
    expect(path.basename(path.dirname(cachedWorker(modules)))).toMatch(
      new RegExp(`^${version}-${process.arch}-[a-z]+[0-9.]*-[0-9a-f]{16}$`),
    );
  });
});

describe('trying a worker', () => {
  test('finds a sound one sound', async () => {
    expect(await tryWorker(worker)).toBeUndefined();
  });

  test('does not wait for one that hangs', async () => {
    const file = path.join(folder, 'hangs');
    fs.writeFileSync(file, '#!/bin/sh\nexec /bin/sleep 60\n', { mode: 0o755 });
    expect(await tryWorker(file, 200)).toContain('SIGKILL');
  });

  test('says why one cannot be started', async () => {
    const file = path.join(folder, 'text');
    fs.writeFileSync(file, 'not a program', { mode: 0o644 });
    expect(await tryWorker(file)).toContain('EACCES');
  });
});

describe('the recipe for building it', () => {
  const units = listUnits(path.join(modules, 'mediasoup', 'worker'));
  const sources = units.flatMap((unit) => unit.sources);

  test('compiles every source once, and each exists', () => {
    expect(new Set(sources).size).toBe(sources.length);
    for (const source of sources) expect(fs.existsSync(path.join(modules, 'mediasoup/worker', source)), source).toBe(true);
    expect(sources.filter((source) => source.startsWith('deps/libwebrtc/'))).toHaveLength(44);
  });

  test('leaves out the unfinished SCTP stack and nothing else of the worker', () => {
    const list = fs.readFileSync(path.join(modules, 'mediasoup/worker/meson.build'), 'utf8').split('openssl_proj')[0] ?? '';
    const upstream = [...list.matchAll(/'(src\/[^']+\.cpp)'/g)].map(([, source]) => source);
    const left = upstream.filter((source) => !sources.includes(String(source)));
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter((source) => !source?.startsWith('src/RTC/SCTP/'))).toEqual([]);
    expect(sources).toContain('src/main.cpp');
  });
});
