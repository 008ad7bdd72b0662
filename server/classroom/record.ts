import type { listStepTimes } from '../../shared/classroom/record.ts';
import type { ClassRecord } from '../../shared/classroom/record.ts';
import type { Answer } from '../../shared/http.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import { listAllMessages } from './chat.ts';
import { countCalls } from './hands.ts';
import { listQuestions } from './questions.ts';
import { describeSeating } from './seating.ts';

/** What is kept of a class beside its steps and its attendance. */
export async function readRecord(db: Db, identity: Identity, sessionId: string): Promise<ClassRecord> {
  const [seating, questions, devices, hands, calls, chat] = await Promise.all([
    describeSeating(db, identity, sessionId),
    listQuestions(db, identity, sessionId),
    db
      .selectFrom('class_devices')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('class_hands')
      .select((eb) => [eb.fn.count<number>('seat').as('students'), eb.fn.count<number>('account_id').as('people')])
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow(),
    countCalls(db, sessionId),
    listAllMessages(db, identity, sessionId),
  ]);
  return {
    seating,
    questions,
    devices: Number(devices.count),
    hands: {
      students: Number(hands.students),
      people: Number(hands.people),
      called: calls.reduce((sum, { times }) => sum + times, 0),
      drawn: calls.reduce((sum, { drawn }) => sum + drawn, 0),
      seats: calls.map(({ seat, times }) => ({ seat, times })),
    },
    chat,
  };
}

type StepTimes = Answer<typeof listStepTimes>['items'];

/** How many classes of a plan are looked back on. */
const classesBack = 10;

/** How long the steps of a lesson took in its classes that have ended, the newest class first (T6.2). */
export async function readStepTimes(db: Db, lessonId: string): Promise<StepTimes> {
  const sessions = await db
    .selectFrom('class_sessions')
    .select(['id', 'opened_at'])
    .where('lesson_id', '=', lessonId)
    .where('state', '=', 'ended')
    .where('opened_at', 'is not', null)
    .orderBy('opened_at', 'desc')
    .limit(classesBack)
    .execute();
  if (sessions.length === 0) return [];
  const steps = await db
    .selectFrom('class_steps')
    .select(['session_id', 'id', 'actual_seconds'])
    .where(
      'session_id',
      'in',
      sessions.map(({ id }) => id),
    )
    .where('started_at', 'is not', null)
    .orderBy('position')
    .execute();
  return sessions.map(({ id, opened_at }) => ({
    sessionId: id,
    openedAt: (opened_at ?? new Date(0)).toISOString(),
    steps: steps
      .filter(({ session_id }) => session_id === id)
      .map((step) => ({ stepId: step.id, seconds: Math.round(step.actual_seconds) })),
  }));
}
