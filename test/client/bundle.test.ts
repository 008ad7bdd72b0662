import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';

interface Chunk {
  file: string;
  imports?: string[];
}

const dist = path.resolve('dist/client');
const manifestFile = path.join(dist, '.vite/manifest.json');

/** What a phone on a bad line has to load before the first page stands, in bytes of compressed JavaScript. */
const limit = 250_000;

describe('the first load', () => {
  let manifest: Record<string, Chunk>;

  beforeAll(() => {
    if (!fs.existsSync(manifestFile))
      execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { stdio: 'ignore' });
    manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>;
  }, 120_000);

  it('of sign-in and home together is within 250 kB of compressed JavaScript', () => {
    const files = loadedWith(manifest, ['index.html', 'client/identity/SignInPage.tsx', 'client/app/TodayPage.tsx']);
    expect(files.size).toBeGreaterThan(3);
    expect([...files].reduce((sum, file) => sum + compressedSize(file), 0)).toBeLessThanOrEqual(limit);
  });

  it.each(['@tiptap', 'mediasoup-client', '@excalidraw', 'pdfjs-dist'])('leaves %s to the pages that need it', (name) => {
    const files = loadedWith(manifest, ['index.html', 'client/identity/SignInPage.tsx', 'client/app/TodayPage.tsx']);
    const marks: Record<string, string> = {
      '@tiptap': 'ProseMirror',
      'mediasoup-client': 'mediasoup-client',
      '@excalidraw': 'EXCALIDRAW_ASSET_PATH',
      'pdfjs-dist': 'GlobalWorkerOptions',
    };
    const holders = [...files].filter((file) => fs.readFileSync(path.join(dist, file), 'utf8').includes(marks[name] ?? name));
    expect(holders).toEqual([]);
  });
});

/** What a phone keeps so that the client opens, and a plan in it, without a connection; in bytes of compressed files. */
const keptLimits = { shell: 400_000, plan: 700_000 };

describe('what is kept on a device', () => {
  const worker = () => fs.readFileSync(path.join(dist, 'sw.js'), 'utf8');
  const listed = (name: string): string[] =>
    [...(new RegExp(`"${name}":\\[([^\\]]*)\\]`).exec(worker())?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, file = '']) => file);

  it.each(['shell', 'plan'] as const)('of the %s stays within its limit, and all of it is in the build (K1)', (name) => {
    const files = listed(name);
    expect(files.length).toBeGreaterThan(5);
    expect(files.reduce((sum, file) => sum + compressedSize(file), 0)).toBeLessThanOrEqual(keptLimits[name]);
  });

  it('holds what opening a plan needs, and no class (K1)', () => {
    const files = [...listed('shell'), ...listed('plan')];
    for (const page of ['LessonsPage', 'TodayPage', 'SignInPage', 'LessonPage', 'UnsentDialog', 'sendUnsent']) {
      expect(
        files.filter((file) => file.includes(`/${page}-`) && file.endsWith('.js')),
        page,
      ).toHaveLength(1);
    }
    expect(files.filter((file) => /ClassPage|ApiPage|PairingPage/.test(file))).toEqual([]);
  });
});

/** The files of some entries of the manifest with all that they import at once; what is imported when needed is left out. */
function loadedWith(manifest: Record<string, Chunk>, entries: string[]): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`The build has no ${name}.`);
    seen.add(name);
    chunk.imports?.forEach(visit);
  };
  entries.forEach(visit);
  return new Set([...seen].map((name) => manifest[name]?.file ?? ''));
}

const compressedSize = (file: string): number => zlib.gzipSync(fs.readFileSync(path.join(dist, file))).length;
