import { sql, type Selectable, type Transaction } from 'kysely';
import { hasSeat, type SeatLayout, type Seating } from '../../shared/classroom/seating.ts';
import type { Database, Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import { noSuchSeat } from './errors.ts';

type Row = Pick<Selectable<Database['class_seating']>, 'row_count' | 'column_count'>;

/** How the students of a class sit, and how many were counted. */
export async function describeSeating(db: Db, identity: Identity, sessionId: string): Promise<Seating> {
  const row = await db.selectFrom('class_seating').selectAll().where('session_id', '=', sessionId).executeTakeFirst();
  if (row === undefined) return { layout: null, empty: [], count: null };
  return {
    layout: toLayout(row),
    empty: row.empty_seats.toSorted((one, other) => one - other),
    count: await headCount(identity, row),
  };
}

/** Says how the students sit. Seats that no longer exist are no longer empty either, nor is a hand up in them (T1.1). */
export async function arrangeSeats(db: Db, sessionId: string, layout: SeatLayout): Promise<void> {
  const { rows: row_count, columns: column_count } = layout;
  await db.transaction().execute(async (tx) => {
    const { empty_seats } = await tx
      .insertInto('class_seating')
      .values({ session_id: sessionId, row_count, column_count })
      .onConflict((conflict) => conflict.column('session_id').doUpdateSet({ row_count, column_count }))
      .returning('empty_seats')
      .executeTakeFirstOrThrow();
    const left = empty_seats.filter((seat) => hasSeat(layout, seat));
    await tx.updateTable('class_seating').set({ empty_seats: left }).where('session_id', '=', sessionId).execute();
    const hands = await tx
      .selectFrom('class_hands')
      .select(['id', 'seat'])
      .where('session_id', '=', sessionId)
      .where('lowered_at', 'is', null)
      .where('seat', 'is not', null)
      .execute();
    const gone = hands.filter(({ seat }) => seat !== null && !hasSeat(layout, seat)).map(({ id }) => id);
    if (gone.length > 0) await tx.updateTable('class_hands').set({ lowered_at: new Date() }).where('id', 'in', gone).execute();
  });
}

/** Marks a seat as empty today, or taken. @throws conflict `no_such_seat` */
export async function markSeat(db: Db, sessionId: string, seat: number, empty: boolean): Promise<void> {
  await requireSeat(db, sessionId, seat);
  const without = sql<number[]>`array_remove(empty_seats, ${seat}::integer)`;
  await db
    .updateTable('class_seating')
    .set({ empty_seats: empty ? sql<number[]>`array_append(${without}, ${seat}::integer)` : without })
    .where('session_id', '=', sessionId)
    .execute();
}

/** Writes the head count down; the newest one counts (T1.3). */
export async function countHeads(
  db: Db,
  sessionId: string,
  { expected, present }: { expected: number; present: number },
  accountId: string,
): Promise<void> {
  const count = { expected, present, counted_by: accountId, counted_at: new Date() };
  await db
    .insertInto('class_seating')
    .values({ session_id: sessionId, ...count })
    .onConflict((conflict) => conflict.column('session_id').doUpdateSet(count))
    .execute();
}

/**
 * Takes the seats over from the last class of the lesson, or else of its team, so that nobody draws them twice (T1.2). The
 * seats that were empty then are empty now: most often it is the room that has no student there.
 */
export async function takeOverSeats(tx: Transaction<Database>, sessionId: string, lessonId: string): Promise<void> {
  await sql`
    insert into class_seating (session_id, row_count, column_count, empty_seats)
    select ${sessionId}, seating.row_count, seating.column_count, seating.empty_seats
    from class_seating seating
    join class_sessions session on session.id = seating.session_id
    join lessons lesson on lesson.id = session.lesson_id
    where seating.row_count is not null
      and lesson.team_id = (select team_id from lessons where id = ${lessonId})
    order by lesson.id = ${lessonId} desc, session.opened_at desc nulls last
    limit 1`.execute(tx);
}

/** The layout of a class; null while nobody has said how the students sit. */
export async function layoutOf(db: Db, sessionId: string): Promise<SeatLayout | null> {
  const row = await db
    .selectFrom('class_seating')
    .select(['row_count', 'column_count'])
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row === undefined ? null : toLayout(row);
}

/** @throws conflict `no_such_seat` */
export async function requireSeat(db: Db, sessionId: string, seat: number): Promise<void> {
  const layout = await layoutOf(db, sessionId);
  if (layout === null || !hasSeat(layout, seat)) throw noSuchSeat();
}

function toLayout({ row_count, column_count }: Row): SeatLayout | null {
  return row_count === null || column_count === null ? null : { rows: row_count, columns: column_count };
}

async function headCount(identity: Identity, row: Selectable<Database['class_seating']>): Promise<Seating['count']> {
  const { expected, present, counted_by, counted_at } = row;
  if (expected === null || present === null || counted_by === null || counted_at === null) return null;
  const by = (await identity.accounts.people([counted_by])).get(counted_by);
  return by === undefined ? null : { expected, present, by, at: counted_at.toISOString() };
}
