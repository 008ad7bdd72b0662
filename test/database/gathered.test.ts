import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gathered } from '../../server/database/gathered.ts';
import { openDatabase, type OpenDatabase } from '../../server/database/open.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

interface Word {
  language: string;
  word: string;
}

describe('questions that are gathered', () => {
  let test_: TestDatabase;
  let open: OpenDatabase;
  let asked: string[][] = [];
  let wordsOf: (language: string) => Promise<Word[]>;

  beforeAll(async () => {
    test_ = await createTestDatabase({ empty: true });
    open = await openDatabase({ connection: test_.connection, durable: false });
    await open.pool.query(`create table words (language text, word text)`);
    await open.pool.query(`insert into words values ('zh', '同课'), ('zh', '备课'), ('en', 'lesson')`);
    wordsOf = gathered(
      async (languages: string[]) => {
        asked.push(languages);
        const { rows } = await sql<Word>`
          select * from words where language = any(${languages}::text[]) order by word`.execute(open.db);
        return rows;
      },
      ({ language }) => language,
    );
  });

  afterAll(async () => {
    await open.close();
    await test_.drop();
  });

  test('are one statement with each key once, and everybody gets the rows of their own key', async () => {
    asked = [];
    const answers = await Promise.all(['zh', 'en', 'zh', 'fr'].map(wordsOf));
    expect(asked).toEqual([['zh', 'en', 'fr']]);
    expect(answers.map((rows) => rows.map(({ word }) => word).sort())).toEqual([
      ['同课', '备课'],
      ['lesson'],
      ['同课', '备课'],
      [],
    ]);
  });

  test('are asked anew each time, so that a change counts at once', async () => {
    await wordsOf('de');
    await open.pool.query(`insert into words values ('de', 'Stunde')`);
    expect(await wordsOf('de')).toEqual([{ language: 'de', word: 'Stunde' }]);
  });

  test('fail together, and the next ones are answered', async () => {
    await open.pool.query('alter table words rename to gone');
    const failed = await Promise.allSettled(['zh', 'en'].map(wordsOf));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await open.pool.query('alter table gone rename to words');
    expect(await wordsOf('en')).toHaveLength(1);
  });
});
