import type { Selectable } from 'kysely';
import { longestTimer, timeLeft, type ClassTimer } from '../../shared/classroom/timer.ts';
import type { Database, Db } from '../database/schema.ts';

/** The countdown of a class, if there is one. */
export async function describeTimer(db: Db, sessionId: string): Promise<ClassTimer | null> {
  const row = await db.selectFrom('class_timers').selectAll().where('session_id', '=', sessionId).executeTakeFirst();
  return row === undefined ? null : toTimer(row);
}

/** Starts a countdown; another one ends. */
export async function startTimer(db: Db, sessionId: string, seconds: number): Promise<void> {
  const row = { seconds, ends_at: new Date(Date.now() + seconds * 1000), left_ms: null };
  await db
    .insertInto('class_timers')
    .values({ session_id: sessionId, ...row })
    .onConflict((conflict) => conflict.column('session_id').doUpdateSet(row))
    .execute();
}

/** Holds the countdown where it is, or lets it go on; one that is as it should be stays so. */
export function holdTimer(db: Db, sessionId: string, held: boolean): Promise<void> {
  return change(db, sessionId, (timer, now) => {
    const left = timeLeft(timer, now);
    return { seconds: timer.seconds, ends_at: held ? null : new Date(now + left), left_ms: held ? left : null };
  });
}

/** Gives more time: to what is left, or from now on when it has run out. No countdown gets longer than the longest. */
export function extendTimer(db: Db, sessionId: string, seconds: number): Promise<void> {
  return change(db, sessionId, (timer, now) => {
    const left = Math.min(timeLeft(timer, now) + seconds * 1000, longestTimer * 1000);
    return {
      seconds: Math.max(timer.seconds, Math.ceil(left / 1000)),
      ends_at: timer.endsAt === null ? null : new Date(now + left),
      left_ms: timer.endsAt === null ? left : null,
    };
  });
}

/** Takes the countdown away. */
export async function stopTimer(db: Db, sessionId: string): Promise<void> {
  await db.deleteFrom('class_timers').where('session_id', '=', sessionId).execute();
}

type Row = Selectable<Database['class_timers']>;

async function change(db: Db, sessionId: string, to: (timer: ClassTimer, now: number) => Omit<Row, 'session_id'>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('class_timers')
      .selectAll()
      .where('session_id', '=', sessionId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return;
    await tx
      .updateTable('class_timers')
      .set(to(toTimer(row), Date.now()))
      .where('session_id', '=', sessionId)
      .execute();
  });
}

function toTimer({ seconds, ends_at, left_ms }: Row): ClassTimer {
  return { seconds, endsAt: ends_at?.toISOString() ?? null, leftMs: left_ms };
}
