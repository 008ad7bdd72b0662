import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { programIn } from './program.ts';
import { RecorderReport, type RecorderCommand } from './recorder/messages.ts';
import { usualPatienceMs, watch } from './watch.ts';

type Log = (level: 'info' | 'warn' | 'error', message: string, details: Record<string, unknown>) => void;

/** Waits between attempts to bring the recorder back; the last one is repeated. */
const restartDelaysMs = [0, 250, 1000, 2000, 5000];
const soundAfterMs = 10_000;
const closeWithinMs = 5_000;
/** One that is starting is not asked anything for so long. */
const startWithinMs = 20_000;

/** One recording, as the recorder process is told of it. */
export interface RecorderClient {
  recordingId: string;
  folder: string;
  /** The recorder waits for packets on this port. Said again after each restart of it. */
  opened: (port: number) => void;
  keyFrame: (producerId: string) => void;
  status: (report: Extract<RecorderReport, { type: 'status' }>) => void;
  /** The recorder is gone: it will be started again. */
  lost: () => void;
}

/** Keeps the recorder process running while there is something to record, and tells it anew of everything when it died. */
export class RecorderProcess {
  readonly #log: Log;
  readonly #patienceMs: number;
  readonly #clients = new Map<string, RecorderClient>();
  readonly #closing = new Map<string, () => void>();
  #child: ChildProcess | null = null;
  #startedAt = 0;
  /** Whether the one that was started has said anything yet. */
  #heard = false;
  #attempt = 0;
  #restart: NodeJS.Timeout | null = null;
  #answered: () => void = () => undefined;
  #stopWatching: () => void = () => undefined;

  /** One that leaves questions unanswered for longer than `patienceMs` is killed, and started again. */
  constructor(log: Log, patienceMs = usualPatienceMs) {
    this.#log = log;
    this.#patienceMs = patienceMs;
  }

  add(client: RecorderClient): void {
    this.#clients.set(client.recordingId, client);
    if (this.#child === null) this.#start();
    else this.send({ type: 'open', recordingId: client.recordingId, folder: client.folder });
  }

  /** Resolves when the recording is on the disk, or when the recorder does not say so in time. */
  async remove(recordingId: string): Promise<void> {
    if (!this.#clients.delete(recordingId)) return;
    if (this.#child !== null) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, closeWithinMs);
        this.#closing.set(recordingId, () => {
          clearTimeout(late);
          resolve();
        });
        this.send({ type: 'close', recordingId });
      });
      this.#closing.delete(recordingId);
    }
    if (this.#clients.size === 0) this.close();
  }

  send(command: RecorderCommand): void {
    if (this.#child?.connected === true) this.#child.send(command, () => undefined);
  }

  /** Lets the recorder finish what it has and end. */
  close(): void {
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#restart = null;
    const child = this.#child;
    this.#child = null;
    this.#stopWatching();
    if (child?.connected === true) child.disconnect();
  }

  #start(): void {
    this.#restart = null;
    const { main, loader } = programIn(path.join(import.meta.dirname, 'recorder'));
    const child = fork(main, [], { execArgv: loader, env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#child = child;
    this.#heard = false;
    this.#startedAt = performance.now();
    child.on('error', (error) => this.#log('warn', 'the recorder failed', { reason: error.message }));
    child.on('message', (message) => this.#hear(message));
    this.#stopWatching = this.#watch(child);
    child.once('exit', () => this.#exited(child));
    this.#log('info', 'recorder started', { recorderPid: child.pid ?? 0 });
    for (const { recordingId, folder } of this.#clients.values()) this.send({ type: 'open', recordingId, folder });
  }

  #watch(child: ChildProcess): () => void {
    return watch({
      ask: () =>
        new Promise<void>((resolve) => {
          if (!this.#heard && performance.now() - this.#startedAt < startWithinMs) return resolve();
          this.#answered = resolve;
          this.send({ type: 'ask' });
        }),
      patienceMs: this.#patienceMs,
      hung: () => {
        this.#log('warn', 'recorder hangs', { recorderPid: child.pid ?? 0 });
        child.kill('SIGKILL');
      },
    });
  }

  #hear(message: unknown): void {
    const report = RecorderReport.parse(message);
    this.#heard = true;
    if (report.type === 'alive') return this.#answered();
    if (report.type === 'closed') this.#closing.get(report.recordingId)?.();
    const client = this.#clients.get(report.recordingId);
    if (report.type === 'opened') client?.opened(report.port);
    if (report.type === 'keyFrame') client?.keyFrame(report.producerId);
    if (report.type === 'status') client?.status(report);
  }

  #exited(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#stopWatching();
    for (const done of this.#closing.values()) done();
    if (this.#clients.size === 0) return;
    this.#attempt = performance.now() - this.#startedAt > soundAfterMs ? 0 : this.#attempt + 1;
    const delay = restartDelaysMs[Math.min(this.#attempt, restartDelaysMs.length - 1)];
    this.#log('warn', 'recorder died', { againInMs: delay });
    for (const client of this.#clients.values()) client.lost();
    this.#restart = setTimeout(() => this.#start(), delay);
  }
}
