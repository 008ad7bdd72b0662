import { sql } from 'kysely';
import type { LineRecord, LineState, ParticipantLine } from '../../shared/classroom/line.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import type { Seat } from './Seat.ts';

/** Whose line: a person and role have one record over all their visits to a class, as in the attendance list. */
export interface LineOwner {
  sessionId: string;
  accountId: string;
  role: Seat['role'];
}

export const lineOwner = (sessionId: string, { person, role }: Seat): LineOwner => ({ sessionId, accountId: person.id, role });

/**
 * Writes down that somebody's line is in a state from a moment on, and closes the state before it; null closes only,
 * for someone who has left. A moment before the running state began counts as its beginning (SPEC-line 2.2).
 */
export async function enterLineState(db: Db, owner: LineOwner, state: LineState | null, at: Date): Promise<void> {
  const { sessionId, accountId, role } = owner;
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('class_lines')
      .set({
        seconds: sql<number>`seconds + greatest(0, extract(epoch from (${at}::timestamptz - since)))`,
        since: null,
      })
      .where('session_id', '=', sessionId)
      .where('account_id', '=', accountId)
      .where('role', '=', role)
      .where('since', 'is not', null)
      .execute();
    if (state === null) return;
    await tx
      .insertInto('class_lines')
      .values({ session_id: sessionId, account_id: accountId, role, state, since: at })
      .onConflict((conflict) => conflict.columns(['session_id', 'account_id', 'role', 'state']).doUpdateSet({ since: at }))
      .execute();
  });
}

/** How long everybody's line was in which state; what is still running counts up to `now`, or to the end of the class. */
export async function listLines(
  db: Db,
  identity: Identity,
  session: { id: string; ended_at: Date | null },
  now: Date,
): Promise<LineRecord[]> {
  const rows = await db
    .selectFrom('class_lines')
    .selectAll()
    .where('session_id', '=', session.id)
    .orderBy('account_id')
    .orderBy('role')
    .execute();
  const people = await identity.accounts.people([...new Set(rows.map((row) => row.account_id))]);
  const until = session.ended_at ?? now;
  const records = new Map<string, LineRecord>();
  for (const { account_id, role, state, seconds, since } of rows) {
    const person = people.get(account_id);
    if (person === undefined) continue;
    const key = `${account_id} ${role}`;
    const record = records.get(key) ?? { person, role, seconds: { full: 0, saving: 0, voice: 0, cues: 0, gone: 0 } };
    const running = since === null ? 0 : Math.max(0, (until.getTime() - since.getTime()) / 1000);
    record.seconds[state] = Math.round(seconds + running);
    records.set(key, record);
  }
  return [...records.values()];
}

/** The line of a seat as the others see it: one whose page is out of reach has none. */
export function lineOf({ participantId, line, socket, lost }: Seat): ParticipantLine {
  return { participantId, state: socket === null ? 'gone' : line.state, asked: line.asked, lost };
}
