import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { OpenDatabase } from '../../server/database/open.ts';
import { startOwnPostgres } from '../support/ownPostgres.ts';
import { numbersFrom } from '../support/randomNumbers.ts';
import { Crashes, isSentAway, until } from './crashes.ts';
import { killPostgres, postgresIsBack } from './killPostgres.ts';

const rounds = Number(process.env['SOAK_ROUNDS'] ?? 200);
// When the server is killed; DOCUMENT_SEED chooses the same moments again.
const seed = Number(process.env['DOCUMENT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test(`D01 D06: killed ${rounds} times at random, also in compaction, and PostgreSQL with it, while six people type: every acknowledged edit is there (DOCUMENT_SEED=${seed})`, async () => {
  const choose = numbersFrom(seed);
  const { dataDir, connection, database } = await startOwnPostgres();
  await slowDownCompaction(database);
  const crashes = await Crashes.prepare({ database, connection, people: 6 });
  let interrupted = 0;
  const back: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const compacting = (await logLength(database, crashes.documentId)) > 500 && choose(2) === 0;
    const begun = await compactionsBegun(database);
    const newest = await newestSnapshot(database, crashes.documentId);
    await crashes.live({
      async quietly(first) {
        if (!compacting) return;
        // A word, and a second of quiet.
        first.write((doc) => doc.getText('text').insert(0, '。'));
        await until(() => first.acknowledged === 1 || isSentAway(first));
        if (!isSentAway(first)) await until(async () => (await compactionsBegun(database)) > begun);
      },
      async typing(typed) {
        if (!compacting) await typed(30);
        await sleep(choose(compacting ? 300 : 200));
        const fate = choose(8);
        if (fate > 2) return;
        await killPostgres(dataDir, database, fate === 0 ? 'postmaster' : 'backend');
        // Half of them together with the document server, a moment later; the others go on typing when it is back.
        if (choose(2) === 0) await sleep(choose(500));
        else await typed(10);
        back.push(await postgresIsBack(database));
      },
    });
    // The transaction of a process that is gone ends when its database connection notices.
    await sleep(compacting ? 300 : 0);
    if (compacting && (await newestSnapshot(database, crashes.documentId)) === newest) interrupted++;
    if (round % 25 > 0) continue;
    console.log(
      `${round} rounds: ${crashes.total} words acknowledged, killed in compaction ${interrupted} times, PostgreSQL killed ` +
        `${back.length} times and back after at most ${Math.round(Math.max(0, ...back))} ms, sent away ${crashes.sentAway} times`,
    );
    await crashes.begin();
  }
  await crashes.end();
  expect(Math.max(0, ...back)).toBeLessThan(10_000);
  expect(crashes.total).toBeGreaterThan(rounds * 20);
  expect(interrupted).toBeGreaterThanOrEqual(Math.floor(rounds / 40));
});

/** Makes storing a snapshot take 150 ms longer, so that a process can be killed in it; and counts it, whether it succeeds or not. */
async function slowDownCompaction({ db }: OpenDatabase): Promise<void> {
  await sql`create sequence compactions`.execute(db);
  await sql`create function linger() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then perform nextval('compactions'); end if;
      perform pg_sleep(0.075);
      return null;
    end $$`.execute(db);
  await sql`create trigger linger after insert or delete on document_snapshots for each statement execute function linger()`.execute(
    db,
  );
}

async function compactionsBegun({ db }: OpenDatabase): Promise<number> {
  const { rows } = await sql<{ begun: number }>`
    select case when is_called then last_value else 0 end as begun from compactions`.execute(db);
  return rows[0]?.begun ?? 0;
}

async function newestSnapshot({ db }: OpenDatabase, documentId: string): Promise<number> {
  const { seq } = await db
    .selectFrom('document_snapshots')
    .select((select) => select.fn.max('seq').as('seq'))
    .where('document_id', '=', documentId)
    .executeTakeFirstOrThrow();
  return seq ?? 0;
}

async function logLength({ db }: OpenDatabase, documentId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from document_entries where document_id = ${documentId}
    and seq > (select coalesce(max(seq), 0) from document_snapshots where document_id = ${documentId})`.execute(db);
  return rows[0]?.count ?? 0;
}
