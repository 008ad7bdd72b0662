import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { ExchangeJob, JobStage } from '../../../shared/exchange.ts';
import { AppError, notFound } from '../../errors.ts';
import { WorkError } from './errors.ts';

/** What a job's work gets. Everything it writes goes into `folder`, which is removed with the job. */
export interface JobContext {
  folder: string;
  signal: AbortSignal;
  report: (stage: JobStage) => void;
}

/** What is left in the folder when a job has reached its goal: for an export the file `result`. */
export interface JobOutcome {
  file?: { name: string; type: string; size: number };
  printInstead?: boolean;
}

interface Job {
  id: string;
  accountId: string;
  kind: ExchangeJob['kind'];
  state: ExchangeJob['state'];
  stage: JobStage;
  error: string | null;
  outcome: JobOutcome;
  folder: string;
  abort: AbortController;
  ended: Promise<void>;
  forget: NodeJS.Timeout | undefined;
}

export interface JobsOptions {
  /** Holds a folder a job; emptied at the start, so that nothing of a crash stays. */
  folder: string;
  log: Logger;
  /** How many work at once on this machine; the others wait. */
  atOnce?: number;
  /** How many of one person may be waiting or at work. */
  perPerson?: number;
  /** How long a result is kept, in milliseconds. */
  keepMs?: number;
}

/** Too many of one person's jobs are under way. */
const tooManyJobs = () => new AppError('too_many_jobs', 429, 'Several of your files are still being worked on.');

/** Long work, held in memory: a restart forgets it, and whoever waits for it is told to begin again (SPEC-exchange.md, X6–X9). */
export class Jobs {
  readonly #options: Required<JobsOptions>;
  readonly #jobs = new Map<string, Job>();
  readonly #waiting: (() => void)[] = [];
  #working = 0;
  #closed = false;

  /** Makes the folder, and removes what a process that was killed left in it. */
  constructor(options: JobsOptions) {
    this.#options = { atOnce: 2, perPerson: 3, keepMs: 20 * 60_000, ...options };
    rmSync(options.folder, { recursive: true, force: true });
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  }

  /** @throws AppError `too_many_jobs` before anything is begun. */
  check(accountId: string): void {
    const running = [...this.#jobs.values()].filter((job) => job.accountId === accountId && job.state === 'running');
    if (running.length >= this.#options.perPerson || this.#closed) throw tooManyJobs();
  }

  /** Begins work for a person and answers at once. @throws AppError `too_many_jobs` */
  start(accountId: string, kind: ExchangeJob['kind'], work: (context: JobContext) => Promise<JobOutcome>): ExchangeJob {
    this.check(accountId);
    const id = randomUUID();
    const job: Job = {
      id,
      accountId,
      kind,
      state: 'running',
      stage: 'waiting',
      error: null,
      outcome: {},
      folder: path.join(this.#options.folder, id),
      abort: new AbortController(),
      ended: Promise.resolve(),
      forget: undefined,
    };
    this.#jobs.set(id, job);
    job.ended = this.#run(job, work);
    return present(job);
  }

  /** @throws notFound for a job of somebody else as for one that never was. */
  find(jobId: string, accountId: string): ExchangeJob {
    return present(this.#find(jobId, accountId));
  }

  /** The folder and outcome of a job that has reached its goal. @throws notFound, AppError `job_not_done` */
  result(jobId: string, accountId: string): { kind: ExchangeJob['kind']; folder: string; outcome: JobOutcome } {
    const { kind, state, folder, outcome } = this.#find(jobId, accountId);
    if (state !== 'done') throw new AppError('job_not_done', 409, 'This is not finished.');
    return { kind, folder, outcome };
  }

  /** Ends what is at work, and forgets the job. Resolves when its process and its files are gone. @throws notFound */
  async cancel(jobId: string, accountId: string): Promise<void> {
    await this.#forget(this.#find(jobId, accountId));
  }

  /** Ends everything; nothing is left behind. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#jobs.values()].map((job) => this.#forget(job)));
  }

  #find(jobId: string, accountId: string): Job {
    const job = this.#jobs.get(jobId);
    if (job === undefined || job.accountId !== accountId) throw notFound();
    return job;
  }

  async #run(job: Job, work: (context: JobContext) => Promise<JobOutcome>): Promise<void> {
    try {
      await this.#turn(job.abort.signal);
      try {
        job.abort.signal.throwIfAborted();
        await fs.mkdir(job.folder, { mode: 0o700 });
        job.outcome = await work({
          folder: job.folder,
          signal: job.abort.signal,
          report: (stage) => void (job.stage = stage),
        });
      } finally {
        this.#working--;
        this.#waiting.shift()?.();
      }
      job.state = 'done';
      job.stage = 'done';
    } catch (error) {
      job.state = job.abort.signal.aborted ? 'cancelled' : 'failed';
      job.error = error instanceof WorkError || error instanceof AppError ? error.code : `${job.kind}_failed`;
      const known = error instanceof WorkError || error instanceof AppError || job.state === 'cancelled';
      if (!known) this.#options.log.error({ err: error, kind: job.kind }, 'job failed');
      await fs.rm(job.folder, { recursive: true, force: true });
    }
    job.forget = setTimeout(() => void this.#forget(job).catch(() => undefined), this.#options.keepMs);
    job.forget.unref();
  }

  /** Waits for a free place; a job that is cancelled meanwhile takes its turn and ends at once. */
  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#working >= this.#options.atOnce) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => this.#skip(resolve), { once: true });
      });
    }
    this.#working++;
  }

  #skip(resolve: () => void): void {
    const place = this.#waiting.indexOf(resolve);
    if (place === -1) return;
    this.#waiting.splice(place, 1);
    resolve();
  }

  async #forget(job: Job): Promise<void> {
    clearTimeout(job.forget);
    job.abort.abort();
    await job.ended;
    clearTimeout(job.forget);
    await fs.rm(job.folder, { recursive: true, force: true });
    this.#jobs.delete(job.id);
  }
}

function present({ id, kind, state, stage, error, outcome }: Job): ExchangeJob {
  const file = outcome.file === undefined ? null : { name: outcome.file.name, size: outcome.file.size };
  return { id, kind, state, stage, error, file, printInstead: outcome.printInstead ?? false };
}
