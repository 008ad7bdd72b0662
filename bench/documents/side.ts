import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { serverFlags } from '../../scripts/lib/serverFlags.mjs';
import type { Request } from './serverProcess.ts';

export const sideNames = ['ours', 'y-websocket', 'hocuspocus'] as const;
export type SideName = (typeof sideNames)[number];

/** Each side's name for people. */
export const sideTitles: Record<SideName, string> = {
  ours: 'ours',
  'y-websocket': '@y/websocket-server 0.1.1',
  hocuspocus: 'Hocuspocus 3.4.3',
};

/** A server in a process of its own, with a folder of its own that outlives the process. */
export class Side {
  readonly name: SideName;
  private readonly folder: string;
  /** What its process is told when it starts. */
  private readonly words: readonly string[];
  private process: ChildProcess;
  private port: number;

  /** BENCH_PROFILE names a folder into which each process writes a profile of its CPU. */
  static async start(name: SideName, graceMs?: number): Promise<Side> {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-bench-'));
    const words = [name, folder, ...(graceMs === undefined ? [] : [String(graceMs)])];
    return new Side(name, folder, words, await spawn(name, words));
  }

  private constructor(
    name: SideName,
    folder: string,
    words: readonly string[],
    spawned: { process: ChildProcess; port: number },
  ) {
    this.name = name;
    this.folder = folder;
    this.words = words;
    this.process = spawned.process;
    this.port = spawned.port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** Makes documents and answers their paths. `history` is a folder made by `makeHistory`. */
  addDocuments(documents: number, history?: string): Promise<string[]> {
    return this.ask(history === undefined ? { documents } : { documents, history });
  }

  /** The CPU time this process has used, in microseconds. */
  cpu(): Promise<number> {
    return this.ask('cpu');
  }

  /** What is in use after a garbage collection, in bytes. */
  memory(): Promise<number> {
    return this.ask('memory');
  }

  /** Ends the process in the orderly way, and starts another on the same folder. */
  async restart(): Promise<void> {
    await this.end();
    Object.assign(this, await spawn(this.name, this.words));
  }

  /** Kills the process at once, and starts another on the same folder. */
  async crash(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
    Object.assign(this, await spawn(this.name, this.words));
  }

  async stop(): Promise<void> {
    await this.end();
    await fs.rm(this.folder, { recursive: true, force: true });
  }

  private async end(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.disconnect();
    await ended;
  }

  private async ask<T>(request: Request): Promise<T> {
    const answer = once(this.process, 'message');
    this.process.send(request);
    return ((await answer) as [T])[0];
  }
}

/**
 * Starts all sides.
 * @param graceMs How long ours keeps a document in memory that nobody has open, in milliseconds; as in use unless told.
 */
export function startSides(graceMs?: number): Promise<Side[]> {
  return Promise.all(sideNames.map((name) => Side.start(name, graceMs)));
}

async function spawn(name: SideName, words: readonly string[]): Promise<{ process: ChildProcess; port: number }> {
  const profiles = process.env['BENCH_PROFILE'];
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.join(profiles, name)}`];
  const child = fork(new URL('./serverProcess.ts', import.meta.url), words, {
    // Each server as it is started in use: ours by `npm start`, the peers by Node as it is.
    execArgv: ['--expose-gc', ...(name === 'ours' ? serverFlags : []), ...profiling, '--import', 'tsx'],
  });
  const [port] = (await once(child, 'message')) as [number];
  return { process: child, port };
}
