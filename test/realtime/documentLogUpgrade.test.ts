import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';
import { loadStored } from '../../server/realtime/documentStore.ts';
import { createTestDatabase } from '../support/database.ts';

const migrations = 'server/database/migrations';

test('P2: a log that was written one row an update is read as it was, with who wrote it, also when they go', async () => {
  const own = await createTestDatabase({ empty: true });
  const database = await openDatabase({ connection: own.connection, durable: false });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-migrations-'));
  onTestFinished(async () => {
    await database.close();
    await own.drop();
    fs.rmSync(folder, { recursive: true });
  });
  for (const name of fs.readdirSync(migrations).filter((file) => file < '0027'))
    fs.copyFileSync(path.join(migrations, name), path.join(folder, name));
  const { db, pool } = database;
  await migrate(pool, { folder });

  const account = async (email: string) => {
    const made = { email, name: '林老师', colour: 1, password_hash: '' };
    return (await db.insertInto('accounts').values(made).returning('id').executeTakeFirstOrThrow()).id;
  };
  const [lin, wang] = [await account('lin@example.org'), await account('wang@example.org')];
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void updates.push(update));
  for (const word of ['导入', '新授', '练习']) doc.getText('text').insert(0, word);
  const { rows } = await pool.query<{ id: string }>(
    `insert into documents (kind, schema_version) values ('note', 1) returning id`,
  );
  const id = rows[0]?.id as string;
  const authors = [lin, wang, null];
  for (const [index, update] of updates.entries())
    await pool.query('insert into document_updates (document_id, seq, update, account_id) values ($1, $2, $3, $4)', [
      id,
      index + 1,
      Buffer.from(update),
      authors[index],
    ]);

  await migrate(pool);
  const stored = await loadStored(db, id);
  expect(stored).toMatchObject({ seq: 3, logLength: 3 });
  expect(stored.parts.map((part) => Uint8Array.from(part))).toEqual(updates.map((update) => Uint8Array.from(update)));
  const entries = await pool.query('select seq, account_id from document_entries where document_id = $1 order by seq', [id]);
  expect(entries.rows).toEqual(authors.map((account_id, index) => ({ seq: index + 1, account_id })));

  await db.deleteFrom('accounts').where('id', '=', wang).execute();
  const left = await pool.query('select account_id from document_entries where document_id = $1 order by seq', [id]);
  expect(left.rows.map(({ account_id }: { account_id: string | null }) => account_id)).toEqual([lin, null, null]);
});
