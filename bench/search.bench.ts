import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { startEmbeddedPostgres } from '../server/database/embedded.ts';
import { migrate } from '../server/database/migrate.ts';
import { openDatabase } from '../server/database/open.ts';
import type { Db } from '../server/database/schema.ts';
import { find } from '../server/search/find.ts';
import { sharesFrom } from '../test/support/randomNumbers.ts';

/**
 * Finding two characters among the texts of 2,000 plans (64 texts each, of 20 to 160 characters), as a member of a team that sees them
 * all, against a bare `ILIKE` that merely lists the lessons with a hit among the same texts, in the same run, in turns.
 */
const plans = 2_000;
const textsPerPlan = 64;
const rounds = 5;

const common = ['分数', '学生', '活动'];
const middling = ['题交', '蟋蟀'];
const rare = ['鸡兔', '没有'];

const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-bench-search-'));
const postgres = await startEmbeddedPostgres({ dataDir });
const database = await openDatabase({ connection: postgres.connection });
try {
  await migrate(database.pool);
  const { db } = database;
  const began = performance.now();
  const accountId = await fill(db);
  console.log(`Filled ${plans} plans with ${plans * textsPerPlan} texts in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const sight = { accountId, lessons: sql<boolean>`true`, needs: sql<boolean>`true` };
  const kinds = { 'in nearly every plan': common, 'in some plans': middling, 'in a handful of plans': rare };
  for (const [kind, queries] of Object.entries(kinds)) {
    const ours: number[] = [];
    const bare: number[] = [];
    let hits = 0;
    for (let round = 0; round < rounds; round++) {
      for (const q of queries) {
        ours.push(await timed(async () => (hits = (await find(db, { q, page: 1 }, sight)).total)));
        bare.push(
          await timed(() =>
            sql`select distinct lesson_id from search_entries where body ilike ${`%${q}%`} order by lesson_id limit 20`.execute(
              db,
            ),
          ),
        );
      }
    }
    const say = (times: number[]) => `p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`;
    console.log(`  words ${kind} (${hits} lessons): ours, ranked and with passages, ${say(ours)}; bare ILIKE ${say(bare)}`);
  }
} finally {
  await database.close();
  await postgres.close();
  await fs.rm(dataDir, { recursive: true, force: true });
}

/** Words of plans; how often each is written follows from its place, as in real texts. */
function words(): string[] {
  const signs =
    '分数认识圆片折纸学生活动主讲辅讲教师设计意图断线预案平均比较大小课堂练习板书作业反思目标重点难点情境问题交流小组展示';
  const known = [...signs].flatMap((one, at) => [...signs].slice(at + 1, at + 12).map((other) => one + other));
  return ['分数', '学生', '活动', ...known];
}

async function fill(db: Db): Promise<string> {
  const id = async (query: ReturnType<typeof sql<{ id: string }>>) => (await query.execute(db)).rows[0]?.id ?? '';
  const account = await id(
    sql`insert into accounts (email, name, colour, password_hash) values ('a@example.org', '林', 0, '-') returning id`,
  );
  const one = await id(sql`insert into organisations (name, kind) values ('甲', 'supporting') returning id`);
  const two = await id(sql`insert into organisations (name, kind) values ('乙', 'recipient') returning id`);
  const pairing = await id(
    sql`insert into pairings (name, supporting_organisation_id, recipient_organisation_id, starts_on) values ('对', ${one}, ${two}, now()) returning id`,
  );
  const team = await id(
    sql`insert into teams (pairing_id, name, kind) values (${pairing}, '队', 'teaching-research') returning id`,
  );
  await sql`
    with made as (insert into documents (kind, schema_version) select 'plan', 2 from generate_series(1, ${plans}) returning id)
    insert into lessons (team_id, document_id, title, subject, grade, created_by, updated_at)
    select ${team}, id, '课', '数学', '四年级', ${account}, now() - random() * interval '300 days' from made`.execute(db);
  const { rows } = await sql<{ id: string }>`select id from lessons`.execute(db);
  // Made at the end, as a whole: that is many times faster than growing it row by row.
  await sql`drop index search_entries_tokens`.execute(db);
  const next = sharesFrom(20_261);
  const known = words();
  for (const [index, { id: lessonId }] of rows.entries()) {
    const entries = Array.from({ length: textsPerPlan }, (_each, position) => {
      // The square of a random number prefers the words at the beginning of the list.
      const text = Array.from(
        { length: 10 + Math.floor(next() * 70) },
        () => known[Math.floor(next() ** 2 * known.length)] ?? '',
      );
      if (index % 50 === 0 && position === 0) text.push('蟋蟀');
      if (index % 400 === 0 && position === 1) text.push('鸡兔');
      const kind = position < 10 ? ('plan' as const) : ('step' as const);
      return { lesson_id: lessonId, need_id: null, kind, anchor: `${position}`, weight: 1, body: text.join('') };
    });
    await db.insertInto('search_entries').values(entries).execute();
  }
  await sql`create index search_entries_tokens on search_entries using gin (tokens) with (fastupdate = off)`.execute(db);
  await sql`vacuum analyze search_entries`.execute(db);
  return account;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
