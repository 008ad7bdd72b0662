import { sql } from 'kysely';
import type { Answer } from '../../shared/http.ts';
import type { Card, getVisit } from '../../shared/versions.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import { packContent, readPlan, unpackContent } from './planContent.ts';
import { writersSince } from './versionAuthors.ts';
import { spellsSince } from './visitSpells.ts';

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
    if (row === undefined) return { seenAt: null, content: null, card: null, authors: [], spells: [] };
    const content = await unpackContent(row.content);
    // Who wrote stands in the database, where the newest words arrive a moment later.
    await documents.capture(lesson.documentId, () => null);
    const writers = (await writersSince(db, lesson.documentId, row.seq)).filter((id) => id !== accountId);
    const people = await identity.accounts.people(writers);
    const live = async () => {
      const { value, seq } = await documents.capture(lesson.documentId, readPlan);
      return { content: value, seq };
    };
    // What only the reader wrote is no news.
    const spells = writers.length === 0 ? [] : await spellsSince(db, lesson, { seq: row.seq, content }, live);
    return { seenAt: row.seen_at.toISOString(), content, card: row.card, authors: [...people.values()], spells };
  };

  /** The account has seen the plan, and what stands above it, as they are now. An older look that arrives late changes nothing. */
  const record = async (lesson: { id: string; documentId: string } & Card, accountId: string): Promise<void> => {
    const { value, seq } = await documents.capture(lesson.documentId, readPlan);
    const content = await packContent(value);
    const { title, subject, grade, textbook, periods, minutes } = lesson;
    const card = JSON.stringify({ title, subject, grade, textbook, periods, minutes });
    await sql`
      insert into plan_visits (lesson_id, account_id, seq, content, card)
      values (${lesson.id}, ${accountId}, ${seq}, ${content}, ${card}::jsonb)
      on conflict (lesson_id, account_id) do update
        set seq = excluded.seq, content = excluded.content, card = excluded.card, seen_at = excluded.seen_at
      where plan_visits.seq <= excluded.seq`.execute(db);
  };

  return { read, record };
}
