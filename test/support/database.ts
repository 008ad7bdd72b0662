import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { TestConnection } from './templateDatabase.ts';

/** A database of a test's own. */
export interface TestDatabase {
  connection: TestConnection;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * Clones the migrated template.
 * @param empty Makes a database without tables instead.
 */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const template = inject('templateDatabase');
  const database = `test_${randomBytes(8).toString('hex')}`;
  await administer(`create database ${database} template ${empty ? 'template0' : template.database}`);
  return {
    connection: { ...template, database },
    drop: () => administer(`drop database if exists ${database} with (force)`),
  };
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ ...inject('templateDatabase'), database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
