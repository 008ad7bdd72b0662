import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { StartupError } from '../errors.ts';
import { MediaConnection } from './MediaConnection.ts';
import { programIn } from './program.ts';
import { protocolVersion, type MediaEvent, type MediaSettings } from './protocol.ts';

const startWithinMs = 20_000;
const stopWithinMs = 5_000;
const pollMs = 50;

/** Told by exit code, see `main.ts`. */
const exitReasons: Record<number, (settings: MediaSettings) => StartupError> = {
  3: ({ port, workers, listenIp }) =>
    new StartupError(
      'media_port_taken',
      `Pictures and sound need UDP and TCP port ${workers > 1 ? `${port} to ${port + workers - 1}` : port} on ${listenIp}, which cannot be used. Choose others with MEDIA_PORT and MEDIA_LISTEN_IP.`,
    ),
};

/** A media process that answers, adopted or started. */
export interface RunningMediaProcess {
  connection: MediaConnection;
  pid: number;
  adopted: boolean;
}

/**
 * Finds the media process of this data folder, which a web process that crashed may have left behind with its classes
 * going on, and starts one when there is none, or none that fits.
 * @throws StartupError when it cannot run; `signal` ends the attempt.
 */
export async function findOrStartMediaProcess(
  settings: MediaSettings,
  workerBinary: string,
  onEvent: (event: MediaEvent) => void,
  signal: AbortSignal,
): Promise<RunningMediaProcess> {
  const found = await greet(settings, onEvent);
  if (found?.fits === true) return { connection: found.connection, pid: found.pid, adopted: true };
  if (found !== null) await stopMediaProcess(found);

  const logFile = path.join(path.dirname(settings.socketFile), 'media.log');
  const child = start(settings, workerBinary, logFile);
  let exit: number | null | undefined;
  child.once('exit', (code) => (exit = code));
  child.once('error', () => (exit = null));
  const deadline = performance.now() + startWithinMs;
  while (performance.now() < deadline && !signal.aborted) {
    const started = await greet(settings, onEvent);
    if (started?.fits === true) return { connection: started.connection, pid: started.pid, adopted: false };
    if (exit !== undefined) throw exitReasons[exit ?? -1]?.(settings) ?? failed(logFile);
    await wait(pollMs);
  }
  child.kill('SIGTERM');
  throw failed(logFile);
}

/** Asks a media process to end, waits until it has, and makes sure of it. */
export async function stopMediaProcess({ connection, pid }: { connection: MediaConnection; pid: number }): Promise<void> {
  await connection.request('shutdown', {}).catch(() => undefined);
  const deadline = performance.now() + stopWithinMs;
  while (isRunning(pid) && performance.now() < deadline) await wait(pollMs);
  connection.close();
  if (isRunning(pid)) process.kill(pid, 'SIGKILL');
}

async function greet(settings: MediaSettings, onEvent: (event: MediaEvent) => void) {
  let connection: MediaConnection;
  try {
    connection = await MediaConnection.open(settings.socketFile, onEvent);
  } catch {
    return null;
  }
  try {
    const { protocol, pid, settings: theirs } = await connection.request('hello', { protocol: protocolVersion });
    return { connection, pid, fits: protocol === protocolVersion && isDeepStrictEqual(theirs, settings) };
  } catch {
    connection.close();
    return null;
  }
}

/** The process is detached: it is no child that a terminal's Ctrl-C or a crash of this process would take along. */
function start(settings: MediaSettings, workerBinary: string, logFile: string): ChildProcess {
  const { main, loader } = programIn(import.meta.dirname);
  const errors = fs.openSync(logFile, 'w', 0o600);
  try {
    const child = spawn(process.execPath, [...loader, main, JSON.stringify(settings)], {
      detached: true,
      stdio: ['ignore', 'ignore', errors],
      env: { MEDIASOUP_WORKER_BIN: workerBinary },
    });
    child.unref();
    return child;
  } finally {
    fs.closeSync(errors);
  }
}

/** A process that has ended but was not yet waited for still takes signals; this process's children are waited for by node. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const failed = (logFile: string) =>
  new StartupError('media_failed', `Pictures and sound could not be started. What the media process said is in ${logFile}.`);
