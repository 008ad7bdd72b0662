import { sql } from 'kysely';
import type { Db } from '../database/schema.ts';

/**
 * Thins the versions that quiet spells have left of a lesson (rule V6): all of the last day stay, then the last of each hour for a
 * week, then the last of each day. The authors of one that goes become authors of the next that stays.
 */
export async function thinVersions(db: Db, lessonId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.selectFrom('lessons').select('id').where('id', '=', lessonId).forUpdate().execute();
    await sql`
      with placed as (
        select id, seq, created_at, reason, name,
          row_number() over (
            partition by reason = 'quiet' and name is null,
              case when created_at > now() - interval '7 days' then date_trunc('hour', created_at) else date_trunc('day', created_at) end
            order by seq desc, created_at desc
          ) as place
        from plan_versions where lesson_id = ${lessonId}
      ), going as (
        select id, seq, created_at from placed
        where place > 1 and reason = 'quiet' and name is null and created_at < now() - interval '1 day'
      ), handed_on as (
        insert into plan_version_authors (version_id, account_id)
        select distinct next.id, authors.account_id
        from going
        join plan_version_authors authors on authors.version_id = going.id
        cross join lateral (
          select kept.id from plan_versions kept
          where kept.lesson_id = ${lessonId} and (kept.seq, kept.created_at) > (going.seq, going.created_at)
            and kept.id not in (select id from going)
          order by kept.seq, kept.created_at limit 1
        ) next
        on conflict do nothing
      )
      delete from plan_versions where id in (select id from going)`.execute(tx);
  });
}
