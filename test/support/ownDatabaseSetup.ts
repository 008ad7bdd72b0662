import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { provideTemplate } from './templateDatabase.ts';

/** Puts the database to clone into a PostgreSQL of the user's own, the one that TEST_DATABASE_URL names. */
export default async function ownDatabaseSetup(project: TestProject): Promise<() => Promise<void>> {
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  const database = `template_${process.pid}`;
  await administer(url, `create database ${database}`);
  await provideTemplate(project, {
    host: url.hostname,
    port: Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database,
  });
  return () => administer(url, `drop database ${database}`);
}

async function administer(url: URL, sql: string): Promise<void> {
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
