import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AnsweringView } from '../../shared/classroom/answering.ts';
import type { Database, Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import { answeringFull, noSeat, questionOver, wrongCode } from './errors.ts';
import { describeHands, raiseHand } from './hands.ts';
import { asTheClassSees, countDevices, describeQuestions, requireOption } from './questions.ts';
import { layoutOf, requireSeat } from './seating.ts';
import { describeTimer } from './timer.ts';

/** A student's device in a class: no account and no name, at most a seat. */
export type Device = Pick<Selectable<Database['class_devices']>, 'id' | 'session_id' | 'seat'>;

/** Devices that may be in one class: the largest school class, each student with one, and some to spare. */
const mostDevices = 150;
const codeTries = 20;

/** Opens a class to students' devices and answers its code; one that is open keeps its code (T4.1). */
export async function openToDevices(db: Db, sessionId: string): Promise<void> {
  for (let tries = 0; tries < codeTries; tries += 1) {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    try {
      await db
        .updateTable('class_sessions')
        .set({ answering_code: code })
        .where('id', '=', sessionId)
        .where('state', '=', 'open')
        .where('answering_code', 'is', null)
        .execute();
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== '23505') throw error;
    }
  }
  throw new Error('No code is free.');
}

/** Lets every device go, and none in. */
export async function closeToDevices(db: Db, sessionId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('class_sessions').set({ answering_code: null }).where('id', '=', sessionId).execute();
    await tx
      .updateTable('class_devices')
      .set({ left_at: new Date(), seat: null })
      .where('session_id', '=', sessionId)
      .where('left_at', 'is', null)
      .execute();
  });
}

/**
 * Lets a device in; its token is shown once and kept as a hash (T4.2). The newest device in a seat has the seat.
 * @throws AppError `wrong_code`; conflict `answering_full`, `no_such_seat`
 */
export async function joinByCode(db: Db, code: string, seat: number | null): Promise<{ token: string; device: Device }> {
  const session = await db
    .selectFrom('class_sessions')
    .select('id')
    .where('answering_code', '=', code)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (session === undefined) throw wrongCode();
  if ((await countDevices(db, session.id)) >= mostDevices) throw answeringFull();
  if (seat !== null) await requireSeat(db, session.id, seat);
  const token = randomBytes(24).toString('base64url');
  const device = await db.transaction().execute(async (tx) => {
    if (seat !== null) await vacate(tx, session.id, seat);
    return tx
      .insertInto('class_devices')
      .values({ session_id: session.id, token_hash: hash(token), seat })
      .returning(['id', 'session_id', 'seat'])
      .executeTakeFirstOrThrow();
  });
  return { token, device };
}

/** The device that a token lets in. @throws notFound when it is unknown, was let go, or the class is over */
export async function deviceOf(db: Db, token: string): Promise<Device> {
  const device = await db
    .selectFrom('class_devices')
    .innerJoin('class_sessions', 'class_sessions.id', 'class_devices.session_id')
    .select(['class_devices.id', 'class_devices.session_id', 'class_devices.seat'])
    .where('token_hash', '=', hash(token))
    .where('left_at', 'is', null)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (device === undefined) throw notFound();
  return device;
}

/** Writes an answer down; a later one takes its place while the question is open (T4.3). @throws conflict `question_over`, `no_such_option` */
export async function answer(db: Db, device: Device, questionId: string, given: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const question = await tx
      .selectFrom('class_questions')
      .select(['kind', 'options'])
      .where('id', '=', questionId)
      .where('session_id', '=', device.session_id)
      .where('closed_at', 'is', null)
      .where('put_away_at', 'is', null)
      .forShare()
      .executeTakeFirst();
    if (question === undefined) throw questionOver();
    requireOption(question, given);
    const written = { answer: given, answered_at: new Date() };
    await tx
      .insertInto('class_answers')
      .values({ question_id: questionId, device_id: device.id, ...written })
      .onConflict((conflict) => conflict.columns(['question_id', 'device_id']).doUpdateSet(written))
      .execute();
  });
}

/** @throws conflict `no_seat`, `no_such_seat` */
export async function raiseOwnHand(db: Db, { session_id, seat }: Device, raised: boolean): Promise<void> {
  if (seat === null) throw noSeat();
  await raiseHand(db, session_id, { seat }, raised);
}

/** Says where a device is; the hand of the seat it leaves goes down. @throws conflict `no_such_seat` */
export async function sitDown(db: Db, device: Device, seat: number | null): Promise<void> {
  if (seat !== null) await requireSeat(db, device.session_id, seat);
  await leaveSeat(db, device);
  await db.transaction().execute(async (tx) => {
    if (seat !== null) await vacate(tx, device.session_id, seat);
    await tx.updateTable('class_devices').set({ seat }).where('id', '=', device.id).execute();
  });
}

/** A device leaves; its answers stay. */
export async function leaveClass(db: Db, device: Device): Promise<void> {
  await leaveSeat(db, device);
  await db.updateTable('class_devices').set({ left_at: new Date(), seat: null }).where('id', '=', device.id).execute();
}

/** What devices see of their class, by device. */
export async function viewsOf(
  db: Db,
  identity: Identity,
  sessionId: string,
  devices: readonly Device[],
): Promise<Map<string, AnsweringView>> {
  if (devices.length === 0) return new Map();
  const [lesson, layout, questions, hands, timer] = await Promise.all([
    db
      .selectFrom('class_sessions')
      .innerJoin('lessons', 'lessons.id', 'class_sessions.lesson_id')
      .select('lessons.title')
      .where('class_sessions.id', '=', sessionId)
      .executeTakeFirstOrThrow(),
    layoutOf(db, sessionId),
    describeQuestions(db, identity, sessionId),
    describeHands(db, identity, sessionId),
    describeTimer(db, sessionId),
  ]);
  const { current } = asTheClassSees(questions);
  const given =
    current === null
      ? []
      : await db
          .selectFrom('class_answers')
          .select(['device_id', 'answer'])
          .where('question_id', '=', current.id)
          .where(
            'device_id',
            'in',
            devices.map(({ id }) => id),
          )
          .execute();
  const serverTime = new Date().toISOString();
  return new Map(
    devices.map(({ id, seat }) => [
      id,
      {
        lessonTitle: lesson.title,
        layout,
        seat,
        question: current,
        answer: given.find(({ device_id }) => device_id === id)?.answer ?? null,
        hand: (seat === null ? undefined : hands.raised.find((hand) => hand.seat === seat)) ?? null,
        called: seat !== null && hands.call?.seat === seat,
        timer,
        serverTime,
      },
    ]),
  );
}

/** The seats of devices that are in a class, as they are now. */
export async function devicesAmong(db: Db, sessionId: string, ids: readonly string[]): Promise<Device[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('class_devices')
    .select(['id', 'session_id', 'seat'])
    .where('session_id', '=', sessionId)
    .where('id', 'in', ids)
    .where('left_at', 'is', null)
    .execute();
}

async function leaveSeat(db: Db, { session_id, seat }: Device): Promise<void> {
  if (seat !== null) await raiseHand(db, session_id, { seat }, false);
}

async function vacate(db: Db, sessionId: string, seat: number): Promise<void> {
  await db
    .updateTable('class_devices')
    .set({ seat: null })
    .where('session_id', '=', sessionId)
    .where('seat', '=', seat)
    .execute();
}

const hash = (token: string): Buffer => createHash('sha256').update(token).digest();
