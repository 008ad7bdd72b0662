import type { ChatMessage, ClassRole } from '../../shared/classroom.ts';
import type { Person } from '../../shared/values.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';

/** How many messages a snapshot carries: the newest. */
const inSnapshot = 200;
/** How many the record of a class shows at most. */
const inRecord = 5000;

/** Writes a message down before anyone sees it. */
export async function writeMessage(
  db: Db,
  sessionId: string,
  author: { person: Person; role: ClassRole },
  body: string,
): Promise<ChatMessage> {
  const { person, role } = author;
  const { id, sent_at } = await db
    .insertInto('chat_messages')
    .values({ session_id: sessionId, account_id: person.id, role, body })
    .returning(['id', 'sent_at'])
    .executeTakeFirstOrThrow();
  return { id, person, role, body, sentAt: sent_at.toISOString() };
}

/** The newest messages of a class, the oldest of them first. */
export const listMessages = (db: Db, identity: Identity, sessionId: string): Promise<ChatMessage[]> =>
  list(db, identity, sessionId, inSnapshot);

/** Everything that was said in a class, as far as its record shows it. */
export const listAllMessages = (db: Db, identity: Identity, sessionId: string): Promise<ChatMessage[]> =>
  list(db, identity, sessionId, inRecord);

async function list(db: Db, identity: Identity, sessionId: string, most: number): Promise<ChatMessage[]> {
  const rows = await db
    .selectFrom('chat_messages')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('sent_at', 'desc')
    .limit(most)
    .execute();
  const people = await identity.accounts.people([...new Set(rows.map((row) => row.account_id))]);
  return rows.reverse().flatMap(({ id, account_id, role, body, sent_at }) => {
    const person = people.get(account_id);
    return person === undefined ? [] : { id, person, role, body, sentAt: sent_at.toISOString() };
  });
}
