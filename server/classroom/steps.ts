import type { Selectable, Transaction } from 'kysely';
import type { ClassPosition, ClassStep } from '../../shared/classroom.ts';
import type { RunSheetStep } from '../../shared/planDocument.ts';
import type { Database, Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import { classEnded, classNotOpen } from './errors.ts';

/** Where a class is, as its row says. */
export type Place = Pick<Selectable<Database['class_sessions']>, 'step_id' | 'step_started_at'>;

/** Copies the run-sheet of the live plan into a class; from then on the class does not depend on the plan (SPEC 3.1). */
export async function copyRunSheet(
  tx: Transaction<Database>,
  sessionId: string,
  runSheet: readonly RunSheetStep[],
): Promise<void> {
  const taken = new Set<string>();
  const rows = runSheet.map(({ id, minutes, floor, text }, position) => {
    const own = id !== '' && !taken.has(id) ? id : `step-${position}`;
    taken.add(own);
    return { session_id: sessionId, id: own, position, minutes, floor, text: JSON.stringify(text) };
  });
  if (rows.length > 0) await tx.insertInto('class_steps').values(rows).execute();
}

/** The steps of a class in order; the time at the current one is counted up to `now`. */
export async function listSteps(db: Db, sessionId: string, place: Place, now: Date): Promise<ClassStep[]> {
  const rows = await db.selectFrom('class_steps').selectAll().where('session_id', '=', sessionId).orderBy('position').execute();
  return rows.map((row) => ({
    id: row.id,
    position: row.position,
    minutes: row.minutes,
    floor: row.floor,
    ...fields(row.text),
    startedAt: row.started_at?.toISOString() ?? null,
    actualSeconds: Math.round(row.actual_seconds + (row.id === place.step_id ? secondsSince(place.step_started_at, now) : 0)),
  }));
}

/**
 * Moves a class to a step and stamps what the step before it took, in one transaction (SPEC 3.2).
 * @throws notFound for a step of another class; conflict when the class is not open
 */
export async function moveToStep(db: Db, sessionId: string, stepId: string, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (session.state === 'ended') throw classEnded();
    if (session.state === 'planned') throw classNotOpen();
    if (session.step_id === stepId) return;
    const started = await tx
      .updateTable('class_steps')
      .set((eb) => ({ started_at: eb.fn.coalesce('started_at', eb.val(now)) }))
      .where('session_id', '=', sessionId)
      .where('id', '=', stepId)
      .executeTakeFirst();
    if (started.numUpdatedRows === 0n) throw notFound();
    await stampStep(tx, sessionId, session, now);
    await tx.updateTable('class_sessions').set({ step_id: stepId, step_started_at: now }).where('id', '=', sessionId).execute();
  });
}

/** Adds the time since the current step began to what it took before. */
export async function stampStep(tx: Transaction<Database>, sessionId: string, place: Place, now: Date): Promise<void> {
  if (place.step_id === null) return;
  const seconds = secondsSince(place.step_started_at, now);
  await tx
    .updateTable('class_steps')
    .set((eb) => ({ actual_seconds: eb('actual_seconds', '+', seconds) }))
    .where('session_id', '=', sessionId)
    .where('id', '=', place.step_id)
    .execute();
}

/** Reads a class's row for changing it. @throws notFound */
export async function lockSession(tx: Transaction<Database>, sessionId: string) {
  const session = await tx.selectFrom('class_sessions').selectAll().where('id', '=', sessionId).forUpdate().executeTakeFirst();
  if (session === undefined) throw notFound();
  return session;
}

/** Where a class is, for clients. */
export function toPosition(place: Place, now: Date): ClassPosition {
  return {
    stepId: place.step_id,
    stepStartedAt: place.step_started_at?.toISOString() ?? null,
    serverTime: now.toISOString(),
  };
}

function fields(text: Record<string, string>) {
  const {
    name = '',
    lead = '',
    local = '',
    students = '',
    intent = '',
    cue = '',
    answering = '',
    evidence = '',
    lineDrop = '',
  } = text;
  return { name, lead, local, students, intent, cue, answering, evidence, lineDrop };
}

function secondsSince(since: Date | null, now: Date): number {
  return since === null ? 0 : Math.max(0, (now.getTime() - since.getTime()) / 1000);
}
