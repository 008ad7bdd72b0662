import { spawn } from 'node:child_process';
import path from 'node:path';
import { inject } from 'vitest';
import type { TestPlatform } from '../support/platform.ts';

/** A web process that can be ended by a signal: a whole installation on the database of another one. */
export interface KillableWeb {
  url: string;
  /** SIGTERM hands classes over, SIGINT ends everything, SIGKILL is a crash. Answers the exit code. */
  end: (signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL') => Promise<number | null>;
}

/** Starts one, with the pages when a client is named, and at ports of one's choice. @throws when it ends before it is ready */
export async function startKillableWeb(options: {
  database: TestPlatform['database'];
  dataDir: string;
  graceMs: number;
  port?: number;
  mediaPort?: number;
  clientDir?: string;
}): Promise<KillableWeb> {
  const { database, ...rest } = options;
  const connection = { ...inject('templateDatabase'), database: database.pool.options.database };
  const script = path.join(import.meta.dirname, 'webProcess.ts');
  const settings = JSON.stringify({ connection, ...rest });
  const child = spawn(process.execPath, ['--import', 'tsx', script, settings], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`the web process ended with ${code}`)));
  });
  return {
    url,
    end: async (signal) => {
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill(signal);
      return exited;
    },
  };
}
