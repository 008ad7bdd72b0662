import type { ClassRole } from '../../shared/classroom.ts';
import type { Prompt, PromptTo } from '../../shared/classroom/prompts.ts';
import type { Person } from '../../shared/values.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import { readsPrompt } from './policy.ts';

/** How many a snapshot carries: the newest. */
const inSnapshot = 50;

/** Writes a prompt down before anyone sees it. */
export async function writePrompt(
  db: Db,
  sessionId: string,
  author: { person: Person; role: ClassRole },
  { to, body }: { to: PromptTo; body: string },
): Promise<Prompt> {
  const { person, role } = author;
  const { id, sent_at } = await db
    .insertInto('class_prompts')
    .values({ session_id: sessionId, account_id: person.id, role, to_role: to, body })
    .returning(['id', 'sent_at'])
    .executeTakeFirstOrThrow();
  return { id, person, role, to, body, sentAt: sent_at.toISOString() };
}

/** The newest prompts that somebody may read, the oldest of them first. */
export async function listPrompts(
  db: Db,
  identity: Identity,
  sessionId: string,
  reader: { id: string; role: ClassRole },
): Promise<Prompt[]> {
  const rows = await db
    .selectFrom('class_prompts')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('sent_at', 'desc')
    .limit(inSnapshot)
    .execute();
  const own = rows.filter((row) => readsPrompt(reader, { authorId: row.account_id, to: row.to_role }));
  const people = await identity.accounts.people([...new Set(own.map((row) => row.account_id))]);
  return own.reverse().flatMap(({ id, account_id, role, to_role, body, sent_at }) => {
    const person = people.get(account_id);
    return person === undefined ? [] : { id, person, role, to: to_role, body, sentAt: sent_at.toISOString() };
  });
}
