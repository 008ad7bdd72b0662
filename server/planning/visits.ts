import { sql } from 'kysely';
import type { Answer } from '../../shared/http.ts';
import type { getVisit } from '../../shared/versions.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import { packContent, readPlan, unpackContent } from './planContent.ts';
import { writersSince } from './versionAuthors.ts';

export type Visits = ReturnType<typeof createVisits>;

/** Plans as each account last saw them (rule V10). */
export function createVisits({ db, identity, documents }: { db: Db; identity: Identity; documents: Documents }) {
  /** What the account saw last, and the others who have written since. */
  const read = async (lesson: { id: string; documentId: string }, accountId: string): Promise<Answer<typeof getVisit>> => {
    const row = await db
      .selectFrom('plan_visits')
      .selectAll()
      .where('lesson_id', '=', lesson.id)
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    if (row === undefined) return { seenAt: null, content: null, authors: [] };
    const writers = (await writersSince(db, lesson.documentId, row.seq)).filter((id) => id !== accountId);
    const people = await identity.accounts.people(writers);
    return { seenAt: row.seen_at.toISOString(), content: await unpackContent(row.content), authors: [...people.values()] };
  };

  /** The account has seen the plan as it is now. An older look that arrives late changes nothing. */
  const record = async (lesson: { id: string; documentId: string }, accountId: string): Promise<void> => {
    const { value, seq } = await documents.capture(lesson.documentId, readPlan);
    const content = await packContent(value);
    await sql`
      insert into plan_visits (lesson_id, account_id, seq, content) values (${lesson.id}, ${accountId}, ${seq}, ${content})
      on conflict (lesson_id, account_id) do update set seq = excluded.seq, content = excluded.content, seen_at = excluded.seen_at
      where plan_visits.seq <= excluded.seq`.execute(db);
  };

  return { read, record };
}
