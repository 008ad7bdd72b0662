import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom (CONTRIBUTING.md, "The house"). Read from the sources with a plain pattern: every import of ours is
 * relative and names its file, so nothing needs resolving.
 */
const root = path.resolve(import.meta.dirname, '..');
const base = ['database', 'realtime', 'media', 'http'];
const chain = [
  'identity',
  'notifications',
  'programme',
  'library',
  'files',
  'planning',
  'classroom',
  'recording',
  'feedback',
  'search',
  'demo',
];
const clientBase = ['ui', 'connection'];

interface Import {
  from: string;
  to: string;
  text: string;
}

const sources = ['shared', 'server', 'client'].flatMap((folder) => listSources(path.join(root, folder)));
const imports = sources.flatMap(readImports);

describe('imports', () => {
  it('are found at all', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('shared imports nothing of server or client', () => {
    expect(offending(({ from, to }) => top(from) === 'shared' && top(to) !== 'shared')).toEqual([]);
  });

  it('client and server never import each other', () => {
    expect(offending(({ from, to }) => top(from) === 'client' && top(to) === 'server')).toEqual([]);
    expect(offending(({ from, to }) => top(from) === 'server' && top(to) === 'client')).toEqual([]);
  });

  it('database, realtime, media and http import no room', () => {
    expect(offending(({ from, to }) => serverRoom(from, base) && serverRoom(to, chain))).toEqual([]);
  });

  it('database and http stand alone, realtime and media build on http and database only', () => {
    expect(
      offending(
        ({ from, to }) => room(from) === 'media' && serverRoom(to, ['http', 'realtime', 'database']) && top(from) === 'server',
      ),
    ).toEqual([]);
    expect(
      offending(
        ({ from, to }) => room(from) === 'database' && serverRoom(to, ['http', 'realtime', 'media']) && top(from) === 'server',
      ),
    ).toEqual([]);
  });

  it('server rooms import leftwards only', () => {
    const wrong = offending(({ from, to }) => {
      if (!serverRoom(from, chain) || !serverRoom(to, chain)) return false;
      return chain.indexOf(room(to)) > chain.indexOf(room(from));
    });
    expect(wrong).toEqual([]);
  });

  it('server rooms are entered through their index only', () => {
    const wrong = offending(({ from, to }) => {
      if (top(from) !== 'server' || !serverRoom(to, chain)) return false;
      return room(from) !== room(to) && path.basename(to) !== 'index.ts';
    });
    expect(wrong).toEqual([]);
  });

  it('only platform.ts imports every server room', () => {
    const wrong = offending(
      ({ from, to }) =>
        top(from) === 'server' &&
        room(from) === '' &&
        !['platform.ts', 'main.ts'].includes(path.basename(from)) &&
        room(to) !== '',
    );
    expect(wrong).toEqual([]);
  });

  it('client rooms import ui, connection and shared; only app imports every room', () => {
    const wrong = offending(({ from, to }) => {
      if (top(from) !== 'client' || top(to) !== 'client' || room(from) === room(to)) return false;
      if (room(from) === 'app' || room(from) === '') return false;
      if (clientBase.includes(room(from))) return !clientBase.includes(room(to));
      return room(to) === 'app' || room(to) === '';
    });
    expect(wrong).toEqual([]);
  });

  it('the media part of the classroom is free of React', () => {
    const files = sources.filter((file) => relative(file).startsWith('client/classroom/media/'));
    expect(
      files.filter((file) => /from '(react|react-dom|@mantine\/[^']*)'/.test(fs.readFileSync(file, 'utf8'))).map(relative),
    ).toEqual([]);
  });

  it('only main.ts of a process reads the environment', () => {
    const readers = sources.filter((file) => /process\.env\b/.test(fs.readFileSync(file, 'utf8'))).map(relative);
    expect(readers.filter((file) => path.basename(file) !== 'main.ts')).toEqual([]);
  });
});

function listSources(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name));
}

function readImports(file: string): Import[] {
  const text = fs.readFileSync(file, 'utf8');
  const found = text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)'(\.[^']+)'/g);
  return [...found].map(([, target = '']) => ({ from: file, to: path.resolve(path.dirname(file), target), text: target }));
}

function offending(isWrong: (one: Import) => boolean): string[] {
  return imports.filter(isWrong).map(({ from, text }) => `${relative(from)} → ${text}`);
}

function relative(file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}

function top(file: string): string {
  return relative(file).split('/')[0] ?? '';
}

/** The folder below server/ or client/, or an empty name for a file directly in it. */
function room(file: string): string {
  const parts = relative(file).split('/');
  return parts.length > 2 ? (parts[1] ?? '') : '';
}

function serverRoom(file: string, rooms: string[]): boolean {
  return top(file) === 'server' && rooms.includes(room(file));
}
