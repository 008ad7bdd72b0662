import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What a sound worker exits with when it is started by hand ("you don't seem to be my real father"). */
const startedByHand = 41;
const probeWithinMs = 5_000;

/** The worker to use: the one that was named, else the one that mediasoup's own installation would leave in its package. */
export function workerPath(given: string | undefined): string {
  if (given !== undefined) return given;
  const library = createRequire(import.meta.url).resolve('mediasoup');
  return path.resolve(path.dirname(library), '../../worker/out/Release/mediasoup-worker');
}

/** Whether a worker binary is there and runs on this system (right architecture, loader and libraries). */
export function workerRuns(binary: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(binary, [], { env: {}, stdio: 'ignore', timeout: probeWithinMs });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === startedByHand));
  });
}
