import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import type { EmbeddedConnection } from '../../server/database/embedded.ts';

/** A document server in a process of its own. */
export interface Killable {
  url: string;
  pid: number;
  kill: () => void;
}

/** Document servers in processes of their own, one after the other, all with the same database. */
export class KillableServers {
  private readonly connection: EmbeddedConnection;
  private readonly outDir: string;
  /** Started ahead, so that nobody waits for it. */
  private next: ChildProcess;

  static async build(connection: EmbeddedConnection): Promise<KillableServers> {
    // Built once, because compiling it for every process would take longer than everything else.
    await fs.mkdir('.cache', { recursive: true });
    const outDir = await fs.mkdtemp(path.join('.cache', 'document-server-'));
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: 'test/support/documentServerProcess.ts',
        outDir,
        rolldownOptions: { output: { entryFileNames: 'server.mjs' } },
      },
    });
    return new KillableServers(connection, outDir);
  }

  private constructor(connection: EmbeddedConnection, outDir: string) {
    this.connection = connection;
    this.outDir = outDir;
    this.next = this.spawn();
  }

  async start(): Promise<Killable> {
    const server = this.next;
    this.next = this.spawn();
    server.send(this.connection);
    const [url] = (await once(server, 'message')) as [string];
    return { url, pid: server.pid ?? 0, kill: () => void server.kill('SIGKILL') };
  }

  async close(): Promise<void> {
    this.next.kill('SIGKILL');
    await fs.rm(this.outDir, { recursive: true });
  }

  private spawn(): ChildProcess {
    return fork(path.join(this.outDir, 'server.mjs'), { execArgv: [] });
  }
}
