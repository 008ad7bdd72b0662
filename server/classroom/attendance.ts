import { sql } from 'kysely';
import type { Attendance, ClassRole } from '../../shared/classroom.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';

/** One entry of the attendance list as the live class needs it. */
export interface Visit {
  participantId: string;
  accountId: string;
  role: ClassRole;
  epoch: number;
  joinedAt: Date;
}

/**
 * Writes a join down. A person and role have one entry over all their joins to a class (SPEC 4.1); the epoch counts them.
 */
export async function enter(db: Db, sessionId: string, accountId: string, role: ClassRole, now: Date): Promise<Visit> {
  const row = await db
    .insertInto('attendance')
    .values({
      session_id: sessionId,
      account_id: accountId,
      role,
      participant_id: sql<string>`gen_random_uuid()`,
      joined_at: now,
      present_since: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['session_id', 'account_id', 'role']).doUpdateSet((eb) => ({
        epoch: eb('attendance.epoch', '+', 1),
        present_since: eb.fn.coalesce('attendance.present_since', eb.val(now)),
        left_at: null,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return toVisit(row);
}

/** Writes down that someone left at a moment; `participantIds` left out means everybody still present. */
export async function leave(db: Db, sessionId: string, at: Date, participantIds?: readonly string[]): Promise<void> {
  let query = db
    .updateTable('attendance')
    .set({
      seconds: sql<number>`seconds + greatest(0, extract(epoch from (${at}::timestamptz - present_since)))`,
      left_at: sql<Date>`greatest(${at}::timestamptz, present_since)`,
      present_since: null,
    })
    .where('session_id', '=', sessionId)
    .where('present_since', 'is not', null);
  if (participantIds !== undefined) query = query.where('participant_id', 'in', participantIds);
  await query.execute();
}

/** Those who are present according to the database: after a restart they are expected back. */
export async function present(db: Db, sessionId: string): Promise<Visit[]> {
  const rows = await db
    .selectFrom('attendance')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('present_since', 'is not', null)
    .orderBy('joined_at')
    .execute();
  return rows.map(toVisit);
}

/** How many are present, by class. */
export async function countPresent(db: Db, sessionIds: readonly string[]): Promise<Map<string, number>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('attendance')
    .select((eb) => ['session_id', eb.fn.countAll<number>().as('count')])
    .where('session_id', 'in', sessionIds)
    .where('present_since', 'is not', null)
    .groupBy('session_id')
    .execute();
  return new Map(rows.map(({ session_id, count }) => [session_id, Number(count)]));
}

/** The attendance list of a class; running visits are counted up to `now`. */
export async function listAttendance(db: Db, identity: Identity, sessionId: string, now: Date): Promise<Attendance[]> {
  const rows = await db.selectFrom('attendance').selectAll().where('session_id', '=', sessionId).orderBy('joined_at').execute();
  const people = await identity.accounts.people(rows.map((row) => row.account_id));
  return rows.flatMap((row) => {
    const person = people.get(row.account_id);
    if (person === undefined) return [];
    const running = row.present_since === null ? 0 : Math.max(0, (now.getTime() - row.present_since.getTime()) / 1000);
    return {
      person,
      role: row.role,
      joinedAt: row.joined_at.toISOString(),
      leftAt: row.left_at?.toISOString() ?? null,
      seconds: Math.round(row.seconds + running),
    };
  });
}

function toVisit(row: { participant_id: string; account_id: string; role: ClassRole; epoch: number; joined_at: Date }): Visit {
  const { participant_id: participantId, account_id: accountId, role, epoch, joined_at: joinedAt } = row;
  return { participantId, accountId, role, epoch, joinedAt };
}
