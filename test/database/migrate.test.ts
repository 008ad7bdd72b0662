import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DataTooNew, migrate } from '../../server/database/migrate.ts';
import { openDatabase, type OpenDatabase } from '../../server/database/open.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let own: TestDatabase;
let open: OpenDatabase;
let folder: string;

beforeEach(async () => {
  own = await createTestDatabase({ empty: true });
  open = await openDatabase({ connection: own.connection, durable: false });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-migrations-'));
});

afterEach(async () => {
  await open.close();
  await own.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('migrations', () => {
  test('bring an empty database up to date, and a second time do nothing', async () => {
    const ran = await migrate(open.pool);
    expect(ran).toEqual(fs.readdirSync('server/database/migrations').toSorted());
    expect(await migrate(open.pool)).toEqual([]);
    expect(await tables()).toContain('lessons');
  });

  test('run in the order of their numbers, each once', async () => {
    write('0002-second.sql', 'insert into words values (2);');
    write('0001-first.sql', 'create table words (n integer); insert into words values (1);');
    expect(await migrate(open.pool, { folder })).toEqual(['0001-first.sql', '0002-second.sql']);
    write('0003-third.sql', 'insert into words values (3);');
    expect(await migrate(open.pool, { folder })).toEqual(['0003-third.sql']);
    expect((await open.pool.query('select n from words order by n')).rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  test('undo a file that fails, keep those before it, and can be run again when it is mended', async () => {
    write('0001-good.sql', 'create table good (n integer);');
    write('0002-bad.sql', 'create table half (n integer); insert into nowhere values (1);');
    await expect(migrate(open.pool, { folder })).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('0002-bad.sql') as unknown,
    });
    expect(await tables()).toEqual(['good', 'migrations']);
    write('0002-bad.sql', 'create table half (n integer);');
    expect(await migrate(open.pool, { folder })).toEqual(['0002-bad.sql']);
  });

  test('leave nothing half-done when the connection is cut in the middle of a file', async () => {
    write('0001-slow.sql', 'create table half (n integer); select pg_sleep(60);');
    const [outcome] = await Promise.allSettled([migrate(open.pool, { folder }), cutSleepingConnection()]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'migration_failed' } });
    expect(await tables()).toEqual(['migrations']);
    write('0001-slow.sql', 'create table half (n integer);');
    expect(await migrate(open.pool, { folder })).toEqual(['0001-slow.sql']);
  });

  test('of two processes are run by one, while the other waits', async () => {
    write('0001-slow.sql', 'create table once (n integer); select pg_sleep(0.3);');
    const other = await openDatabase({ connection: own.connection, durable: false });
    const ran = await Promise.all([migrate(open.pool, { folder }), migrate(other.pool, { folder })]);
    await other.close();
    expect(ran.flat()).toEqual(['0001-slow.sql']);
  });
});

describe('data that this version must not touch', () => {
  test('is data of a newer version, which is named and left as it is', async () => {
    write('0001-first.sql', 'create table words (n integer);');
    write('0009-future.sql', 'alter table words add column later integer;');
    await migrate(open.pool, { folder });
    fs.rmSync(path.join(folder, '0009-future.sql'));
    write('0002-second.sql', 'drop table words;');
    const migrating = migrate(open.pool, { folder });
    await expect(migrating).rejects.toBeInstanceOf(DataTooNew);
    await expect(migrating).rejects.toThrow('0009-future.sql');
    expect(await tables()).toContain('words');
  });

  test('is data made by a file that has changed since; its line ends do not count', async () => {
    write('0001-first.sql', 'create table words\n(n integer);');
    await migrate(open.pool, { folder });
    write('0001-first.sql', 'create table words\r\n(n integer);');
    expect(await migrate(open.pool, { folder })).toEqual([]);
    write('0001-first.sql', 'create table words (n bigint);');
    await expect(migrate(open.pool, { folder })).rejects.toMatchObject({ code: 'migration_changed' });
  });

  test('is data that a later file has reached before this one', async () => {
    write('0002-second.sql', 'select 1;');
    await migrate(open.pool, { folder });
    write('0001-first.sql', 'select 1;');
    await expect(migrate(open.pool, { folder })).rejects.toMatchObject({ code: 'migration_out_of_order' });
  });
});

test('files that are not named like a migration, or share a number, are an error of ours', async () => {
  write('1-short.sql', 'select 1;');
  await expect(migrate(open.pool, { folder })).rejects.toThrow('1-short.sql');
  fs.rmSync(path.join(folder, '1-short.sql'));
  write('0001-one.sql', 'select 1;');
  write('0001-two.sql', 'select 1;');
  await expect(migrate(open.pool, { folder })).rejects.toThrow('number 1');
});

function write(name: string, sql: string): void {
  fs.writeFileSync(path.join(folder, name), sql);
}

async function tables(): Promise<string[]> {
  const sql = "select table_name as name from information_schema.tables where table_schema = 'public' order by 1";
  return (await open.pool.query<{ name: string }>(sql)).rows.map(({ name }) => name);
}

/** Waits for a migration to have come to its sleep, and breaks its connection. */
async function cutSleepingConnection(): Promise<void> {
  const client = new Client(own.connection);
  await client.connect();
  const sql =
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
  while ((await client.query(sql)).rowCount === 0) await sleep(20);
  await client.end();
}
