import { randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Hands } from '../../shared/classroom/hands.ts';
import { seatsOf } from '../../shared/classroom/seating.ts';
import type { Database, Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import { drawSeat } from './drawSeat.ts';
import { noSeats } from './errors.ts';
import { layoutOf, requireSeat } from './seating.ts';
import { lockSession } from './steps.ts';

/** Whose hand it is, or who is called: a student, by the seat, or a person with an account. */
export type Speaker = { seat: number } | { accountId: string };

/** The raised hands of a class, the first first, and who is called. */
export async function describeHands(db: Db, identity: Identity, sessionId: string): Promise<Hands> {
  const [raised, call] = await Promise.all([
    db
      .selectFrom('class_hands')
      .selectAll()
      .where('session_id', '=', sessionId)
      .where('lowered_at', 'is', null)
      .orderBy('raised_at')
      .orderBy('id')
      .execute(),
    db.selectFrom('class_calls').selectAll().where('session_id', '=', sessionId).where('done_at', 'is', null).executeTakeFirst(),
  ]);
  const ids = [...raised, ...(call === undefined ? [] : [call])].flatMap(({ account_id }) => account_id ?? []);
  const people = await identity.accounts.people([...new Set(ids)]);
  const personOf = (accountId: string | null) => (accountId === null ? null : (people.get(accountId) ?? null));
  return {
    raised: raised.map(({ id, seat, account_id, raised_at }) => ({
      id,
      seat,
      person: personOf(account_id),
      raisedAt: raised_at.toISOString(),
    })),
    call:
      call === undefined
        ? null
        : {
            id: call.id,
            seat: call.seat,
            person: personOf(call.account_id),
            drawn: call.drawn,
            calledAt: call.called_at.toISOString(),
          },
  };
}

/** Raises a hand, or takes it down. Raising a raised hand leaves it its place in the row (T2.1). @throws conflict `no_such_seat` */
export async function raiseHand(db: Db, sessionId: string, whose: Speaker, raised: boolean): Promise<void> {
  if (!raised) return lowerHand(db, sessionId, whose);
  if ('seat' in whose) await requireSeat(db, sessionId, whose.seat);
  await db
    .insertInto('class_hands')
    .values({ session_id: sessionId, ...columnsOf(whose) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** All hands down. */
export async function clearHands(db: Db, sessionId: string): Promise<void> {
  await db
    .updateTable('class_hands')
    .set({ lowered_at: new Date() })
    .where('session_id', '=', sessionId)
    .where('lowered_at', 'is', null)
    .execute();
}

/** Asks whoever raised a hand to speak. @throws notFound when the hand is down, or of another class */
export async function takeHand(db: Db, sessionId: string, handId: string, by: string): Promise<void> {
  const hand = await db
    .selectFrom('class_hands')
    .select(['seat', 'account_id'])
    .where('id', '=', handId)
    .where('session_id', '=', sessionId)
    .where('lowered_at', 'is', null)
    .executeTakeFirst();
  if (hand === undefined) throw notFound();
  const whose = hand.seat === null ? { accountId: hand.account_id ?? '' } : { seat: hand.seat };
  await db.transaction().execute((tx) => call(tx, sessionId, whose, { by, drawn: false }));
}

/** Asks a seat to speak. @throws conflict `no_such_seat` */
export async function callSeat(db: Db, sessionId: string, seat: number, by: string): Promise<void> {
  await requireSeat(db, sessionId, seat);
  await db.transaction().execute((tx) => call(tx, sessionId, { seat }, { by, drawn: false }));
}

/** Draws a seat that is not empty and asks it to speak (T2.4). @throws conflict `no_seats` */
export async function drawAndCall(db: Db, sessionId: string, by: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockSession(tx, sessionId);
    const layout = await layoutOf(tx, sessionId);
    if (layout === null) throw noSeats();
    const { empty_seats: empty } = await tx
      .selectFrom('class_seating')
      .select('empty_seats')
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow();
    const calls = await countCalls(tx, sessionId);
    const taken = seatsOf(layout).filter((seat) => !empty.includes(seat));
    const seat = drawSeat(taken, new Map(calls.map((one) => [one.seat, one.times])), (below) => randomInt(below));
    if (seat === null) throw noSeats();
    await call(tx, sessionId, { seat }, { by, drawn: true });
  });
}

/** Whoever was called has spoken. */
export async function endCall(db: Db, sessionId: string): Promise<void> {
  await db
    .updateTable('class_calls')
    .set({ done_at: new Date() })
    .where('session_id', '=', sessionId)
    .where('done_at', 'is', null)
    .execute();
}

/** How often each seat of a class was called. */
export async function countCalls(db: Db, sessionId: string): Promise<{ seat: number; times: number; drawn: number }[]> {
  const rows = await db
    .selectFrom('class_calls')
    .select((eb) => [
      'seat',
      eb.fn.countAll<number>().as('times'),
      eb.fn.countAll<number>().filterWhere('drawn', '=', true).as('drawn'),
    ])
    .where('session_id', '=', sessionId)
    .where('seat', 'is not', null)
    .groupBy('seat')
    .orderBy('seat')
    .execute();
  return rows.flatMap(({ seat, times, drawn }) => (seat === null ? [] : [{ seat, times: Number(times), drawn: Number(drawn) }]));
}

/** One is called at a time: whoever was called before has spoken; the hand of whoever is called goes down (T2.3). */
async function call(
  tx: Transaction<Database>,
  sessionId: string,
  whom: Speaker,
  { by, drawn }: { by: string; drawn: boolean },
): Promise<void> {
  await lockSession(tx, sessionId);
  await endCall(tx, sessionId);
  await lowerHand(tx, sessionId, whom);
  await tx
    .insertInto('class_calls')
    .values({ session_id: sessionId, ...columnsOf(whom), called_by: by, drawn })
    .execute();
}

async function lowerHand(db: Db, sessionId: string, whose: Speaker): Promise<void> {
  const { seat, account_id } = columnsOf(whose);
  const query = db
    .updateTable('class_hands')
    .set({ lowered_at: new Date() })
    .where('session_id', '=', sessionId)
    .where('lowered_at', 'is', null);
  await (seat === null ? query.where('account_id', '=', account_id) : query.where('seat', '=', seat)).execute();
}

function columnsOf(whose: Speaker): { seat: number | null; account_id: string | null } {
  return 'seat' in whose ? { seat: whose.seat, account_id: null } : { seat: null, account_id: whose.accountId };
}
