import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { StartupError } from '../errors.ts';
import { chooseAccount, type EmbeddedAccount } from './embeddedAccount.ts';
import { findEmbeddedBinaries } from './embeddedBinaries.ts';
import { checkCluster, createCluster, prepareFolder, socketFolder } from './embeddedCluster.ts';
import { readPostmaster, spawnPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts';

/** Where a database is reached: a socket in a private folder. */
export interface EmbeddedConnection {
  host: string;
  port: number;
  user: string;
  database: string;
}

export interface EmbeddedPostgres {
  connection: EmbeddedConnection;
  /** Whether the PostgreSQL of an earlier process was taken over, instead of starting one. */
  adopted: boolean;
  /** Shuts the database down. */
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The database lives in `postgres` below this folder. */
  dataDir: string;
  /** False lets the database forget on a power cut, which is for tests. */
  durable?: boolean;
  /** How long a killed predecessor may take to be gone entirely, in milliseconds. */
  patience?: number;
  /** How far it gives way to the machine's other processes (a nice value, 0 to 19); 10 unless told. */
  niceness?: number;
  log?: Log;
}

type Log = (message: string, details?: Record<string, unknown>) => void;

const user = 'tongke';
const database = 'tongke';
const port = 5432;
/** On a small machine sound, picture and typing come first. The database still has a tenth of a core that another process would take all of. */
const usualNiceness = 10;
/** The key of the advisory lock whose holder owns the running database. */
const ownerLock = 7_203_550;

/**
 * Starts the private PostgreSQL of a data folder, making it first where there is none, or takes over the one that a killed
 * process left running. It listens on a unix socket in a folder that only its owner may enter, and never on the network.
 * Should PostgreSQL die while we run, it is started again under the same address.
 * @throws StartupError with a sentence for whoever started the server.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, durable = true, patience = 20_000, niceness = usualNiceness, log = () => {} } = options;
  const binaries = findEmbeddedBinaries();
  prepareFolder(dataDir);
  const cluster = path.join(fs.realpathSync(dataDir), 'postgres');
  const account = chooseAccount(cluster, binaries);
  createCluster(account, cluster, durable);
  checkCluster(cluster, binaries);
  const server = new EmbeddedServer(account, cluster, socketFolder(account, cluster), { durable, patience, niceness, log });
  await server.start();
  return server;
}

class EmbeddedServer implements EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  adopted = false;
  private postmaster: Postmaster | undefined;
  private owner: Client | undefined;
  private recovery: Promise<void> | undefined;
  private closing = false;
  private readonly account: EmbeddedAccount;
  private readonly cluster: string;
  private readonly durable: boolean;
  private readonly patience: number;
  private readonly niceness: number;
  private readonly log: Log;

  constructor(account: EmbeddedAccount, cluster: string, host: string, manner: Required<Omit<EmbeddedOptions, 'dataDir'>>) {
    this.connection = { host, port, user, database };
    this.account = account;
    this.cluster = cluster;
    this.durable = manner.durable;
    this.patience = manner.patience;
    this.niceness = manner.niceness;
    this.log = manner.log;
  }

  /** Raises the database and becomes its owner. */
  async start(): Promise<void> {
    this.adopted = await this.raise();
    await this.own();
    if (this.adopted && !(await this.fits())) {
      await this.letGo();
      await this.stop();
      this.adopted = await this.raise();
      await this.own();
    }
    this.log(this.adopted ? 'embedded database adopted' : 'embedded database started', { pid: this.postmaster?.pid });
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.recovery;
    await this.letGo();
    await this.stop();
    this.log('embedded database stopped');
  }

  /** Finds a serving PostgreSQL, or starts one; in several attempts, because a killed one takes a moment to be gone. */
  private async raise(): Promise<boolean> {
    const logFile = path.join(path.dirname(this.cluster), 'postgres.log');
    const deadline = Date.now() + this.patience;
    for (;;) {
      const found = readPostmaster(this.cluster);
      if (found?.ready && found.host === this.connection.host) {
        this.postmaster = found;
        return true;
      }
      // One whose socket lies elsewhere serves a folder that was moved meanwhile: nobody can reach it any more.
      if (found?.ready) await stopPostmaster(found.pid);
      if (!found) {
        const manner = { settings: this.settings(), logFile, niceness: this.niceness };
        this.postmaster = await spawnPostmaster(this.account, this.cluster, manner);
        if (this.postmaster) return false;
      }
      if (Date.now() > deadline) throw doesNotStart(logFile);
      await sleep(100);
    }
  }

  /** Takes the lock that keeps a second process from using the same data, and makes the database in a new cluster. */
  private async own(): Promise<void> {
    const owner = await this.connect();
    const deadline = Date.now() + Math.min(3_000, this.patience);
    for (;;) {
      const answer = await owner.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [ownerLock]);
      if (answer.rows[0]?.taken) break;
      if (Date.now() > deadline) {
        await owner.end();
        const folder = path.dirname(this.cluster);
        throw new StartupError(
          'data_in_use',
          `The data in ${folder} is being used by another running Tongke. Stop that one first, or set DATA_DIR to another folder.`,
        );
      }
      await sleep(50);
    }
    const existing = await owner.query('select 1 from pg_database where datname = $1', [database]);
    if (existing.rowCount === 0) await owner.query(`create database ${database}`);
    this.owner = owner;
    owner.once('end', () => {
      this.recovery = this.recover(owner);
    });
  }

  private async connect(): Promise<Client> {
    const deadline = Date.now() + this.patience;
    for (;;) {
      const client = new Client({ ...this.connection, database: 'postgres', connectionTimeoutMillis: this.patience });
      // The end of the connection is acted upon; its reason is told by PostgreSQL's own log.
      client.on('error', () => {});
      try {
        await client.connect();
        return client;
      } catch (error) {
        await client.end().catch(() => {});
        if (Date.now() > deadline) throw error;
        await sleep(50);
        // The one that was found was dying of a kill: nobody will ever answer there.
        if (readPostmaster(this.cluster)?.pid !== this.postmaster?.pid) this.adopted = await this.raise();
      }
    }
  }

  /** An adopted PostgreSQL must keep what it is told as surely as one that we would start. */
  private async fits(): Promise<boolean> {
    const answer = await this.owner?.query<{ name: string; setting: string }>(
      'select name, setting from pg_settings where name = any($1)',
      [durabilitySettings],
    );
    return answer?.rows.every(({ setting }) => setting === (this.durable ? 'on' : 'off')) ?? false;
  }

  /** PostgreSQL has died, or has thrown everyone out after one of its processes died. */
  private async recover(lost: Client): Promise<void> {
    while (!this.closing && this.owner === lost) {
      this.log('embedded database lost, starting it again');
      try {
        await this.raise();
        await this.own();
        this.log('embedded database is back', { pid: this.postmaster?.pid });
      } catch (error) {
        this.log('embedded database does not come back', { error });
        await sleep(2_000);
      }
    }
  }

  private async letGo(): Promise<void> {
    const { owner } = this;
    this.owner = undefined;
    await owner?.end();
  }

  private async stop(): Promise<void> {
    const running = readPostmaster(this.cluster);
    if (running) await stopPostmaster(running.pid);
    this.postmaster = undefined;
  }

  private settings(): Record<string, string> {
    return {
      listen_addresses: '',
      unix_socket_directories: `"${this.connection.host.replaceAll('"', '""')}"`,
      unix_socket_permissions: '0700',
      port: String(port),
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...Object.fromEntries(durabilitySettings.map((name) => [name, this.durable ? 'on' : 'off'])),
    };
  }
}

const durabilitySettings = ['fsync', 'synchronous_commit', 'full_page_writes'];

function doesNotStart(logFile: string): StartupError {
  const said = fs.readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n  ');
  return new StartupError('database_does_not_start', `The embedded PostgreSQL does not start. The end of ${logFile}:\n  ${said}`);
}
