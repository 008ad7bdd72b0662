import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Two network namespaces and the line between them; nothing else reaches either. */
export interface Namespaces {
  /** Where the server and whoever sits beside it are. */
  far: string;
  /** Where the one with the bad line is. */
  near: string;
  /** The file through which the line is shaped; see `shapeLine`. */
  control: string;
  remove: () => void;
}

/** The server's address as the near side sees it (RFC 2544: addresses for measuring, never routed). */
export const farAddress = '198.18.0.1';
const nearAddress = '198.18.0.2';

/** Why this machine cannot lay such a line; null when it can. */
export function whyNot(): string | null {
  if (process.getuid?.() !== 0) return 'it lays a line between network namespaces of its own, which only root may do';
  if (!fs.existsSync('/dev/net/tun')) return 'this machine has no /dev/net/tun';
  for (const program of ['ip', 'perl']) {
    const found = (process.env['PATH'] ?? '').split(':').some((folder) => fs.existsSync(path.join(folder, program)));
    if (!found) return `${program} is not installed (Debian: iproute2, perl)`;
  }
  return null;
}

export async function layNamespaces(): Promise<Namespaces> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-line-'));
  const control = path.join(folder, 'shape');
  const [far, near] = [`tongke-far-${process.pid}`, `tongke-near-${process.pid}`];
  const [farDevice, nearDevice] = [`tkf${process.pid}`, `tkn${process.pid}`];
  fs.writeFileSync(control, '0 0 0\n');
  const line = spawn('perl', [path.join(import.meta.dirname, 'line.pl'), nearDevice, farDevice, control], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const remove = () => {
    line.kill('SIGKILL');
    for (const name of [far, near]) {
      try {
        ip('netns', 'del', name);
      } catch {
        continue;
      }
    }
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      line.stdout.once('data', () => resolve());
      line.once('exit', () => reject(new Error('the line could not be laid')));
    });
    for (const [name, device, address] of [
      [far, farDevice, farAddress],
      [near, nearDevice, nearAddress],
    ] as const) {
      ip('netns', 'add', name);
      ip('link', 'set', device, 'netns', name);
      ip('-n', name, 'link', 'set', 'lo', 'up');
      ip('-n', name, 'addr', 'add', `${address}/30`, 'dev', device);
      ip('-n', name, 'link', 'set', device, 'mtu', '1400', 'up');
    }
    return { far, near, control, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** How a line is: bits a second, the time there and back in milliseconds, the share of packets lost each way. */
export interface LineShape {
  bitsPerSecond: number;
  roundTripMs: number;
  loss: number;
}

/** Shapes the line from now on; null lets everything through. Resolves when it is so. */
export async function shapeLine(control: string, shape: LineShape | null): Promise<void> {
  const words = shape === null ? '0 0 0' : `${shape.bitsPerSecond} ${Math.round(shape.roundTripMs / 2)} ${shape.loss}`;
  fs.writeFileSync(`${control}.new`, `${words}\n`);
  fs.renameSync(`${control}.new`, control);
  await new Promise((resolve) => setTimeout(resolve, 300));
}

const ip = (...words: string[]): void => void execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
