import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JobContext } from './jobs.ts';

/** Draws pages as PDF with a Chromium of this machine, if there is one. */
export interface PdfPrinter {
  available: () => Promise<boolean>;
  /** @throws when it fails, takes too long, or the job is cancelled; it is ended in any case. */
  print: (source: string, target: string, context: Pick<JobContext, 'signal'>) => Promise<void>;
}

const candidates = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const printWithinMs = 45_000;
const prefix = 'tongke-pdf-';

/** @param setting The path of a Chromium, `off` for none, or undefined to look in the usual places. */
export function createPdfPrinter(setting: string | undefined): PdfPrinter {
  const paths = setting === 'off' ? [] : setting === undefined ? candidates : [setting];
  const find = async (): Promise<string | undefined> => {
    for (const file of paths) {
      const usable = await fs.access(file, fs.constants.X_OK).then(
        () => true,
        () => false,
      );
      if (usable) return file;
    }
    return undefined;
  };
  clearLeft();
  return {
    available: async () => (await find()) !== undefined,
    async print(source, target, { signal }) {
      const binary = await find();
      if (binary === undefined) throw new Error('there is no Chromium');
      // Chromium makes sockets there, whose whole path must be short.
      const home = await fs.mkdtemp(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
      try {
        await run(binary, argumentsFor(source, target, path.join(home, 'profile')), home, signal);
      } finally {
        await fs.rm(home, { recursive: true, force: true, maxRetries: 5 });
      }
      const head = await readHead(target);
      if (head !== '%PDF-') throw new Error('no PDF was drawn');
    },
  };
}

/** Removes what a process that was killed left behind; those of processes that run are theirs. */
function clearLeft(): void {
  for (const name of readdirSync(os.tmpdir()).filter((each) => each.startsWith(prefix))) {
    if (!isRunning(Number(name.slice(prefix.length).split('-')[0]))) {
      rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The page may run nothing and load nothing: its own content policy says so, and no name resolves (F01, F05). */
function argumentsFor(source: string, target: string, profile: string): string[] {
  const root = process.getuid?.() === 0;
  return [
    '--headless=new',
    // Chromium refuses to run as root in its sandbox; the page has no script, and cannot reach anything.
    ...(root ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--no-pdf-header-footer',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${profile}`,
    `--print-to-pdf=${target}`,
    pathToFileURL(source).href,
  ];
}

/** Runs a program in a process group of its own, which is ended as a whole: a browser is many processes. */
async function run(binary: string, args: string[], home: string, signal: AbortSignal): Promise<void> {
  const child = spawn(binary, args, {
    detached: true,
    stdio: 'ignore',
    env: {
      HOME: home,
      TMPDIR: home,
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
    },
  });
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  };
  const timer = setTimeout(end, printWithinMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
      if (signal.aborted) end();
    });
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`Chromium ended with ${String(code)}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    end();
  }
}

async function readHead(file: string): Promise<string> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
