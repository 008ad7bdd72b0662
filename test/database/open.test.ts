import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../server/database/open.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('an open database', () => {
  let test_: TestDatabase;
  let open: OpenDatabase;

  beforeAll(async () => {
    test_ = await createTestDatabase();
    open = await openDatabase({ connection: test_.connection, durable: false });
  });

  afterAll(async () => {
    await open.close();
    await test_.drop();
  });

  test('gives whole numbers as numbers, days as text and moments as dates', async () => {
    const { rows } = await open.pool.query(
      "select count(*) as n, date '2026-03-01' as day, timestamptz '2026-03-01 08:00+08' as moment, array[1::bigint] as list from accounts",
    );
    expect(rows[0]).toMatchObject({ n: 0, day: '2026-03-01', moment: new Date('2026-03-01T00:00:00Z') });
  });

  test('refuses to round a number that is too large', async () => {
    await expect(open.pool.query('select 9007199254740993::bigint as n')).rejects.toThrow('too large');
  });

  test('outlives a connection that the database breaks', async () => {
    await open.pool.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {});
    await expect(open.pool.query('select 1')).resolves.toMatchObject({ rowCount: 1 });
  });

  test('outlives a connection that breaks between two queries of a transaction, which alone fails', async () => {
    const client = await open.pool.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await client.query('begin');
    const gone = new Promise((resolve) => client.once('end', resolve));
    await open.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await gone;
    await expect(client.query('select 1')).rejects.toThrow(/connection|not queryable/i);
    client.release(true);
    await expect(open.pool.query('select 1')).resolves.toMatchObject({ rowCount: 1 });
  });
});

describe('opening', () => {
  test('refuses a database that would forget in a power cut', async () => {
    const database = await createTestDatabase();
    await expect(openDatabase({ connection: database.connection })).rejects.toMatchObject({
      code: 'database_not_durable',
      message: expect.stringContaining('fsync') as unknown,
    });
    await database.drop();
  });

  test('names the place, and not the password, of a database that cannot be reached', async () => {
    const opening = openDatabase({ connection: 'postgres://somebody:secret@127.0.0.1:9/tongke' });
    await expect(opening).rejects.toMatchObject({ code: 'database_unreachable' });
    await expect(opening).rejects.toThrow('127.0.0.1:9/tongke');
    await expect(opening).rejects.not.toThrow('secret');
  });
});
