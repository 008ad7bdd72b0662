import { setTimeout as wait } from 'node:timers/promises';
import { classEvents } from '../../shared/classroom.ts';
import type { ClassroomDeps } from './index.ts';
import type { StudentStreams } from './studentStreams.ts';
import { describeHands } from './hands.ts';
import { channelOf } from './LiveClass.ts';
import type { LiveClasses } from './liveClasses.ts';
import { mayAsk } from './policy.ts';
import { asTheClassSees, describeQuestions } from './questions.ts';
import { describeSeating } from './seating.ts';
import { describeTimer } from './timer.ts';
import { createTurns } from './turns.ts';

/** Answers that come in quickly are told together, in milliseconds. */
const together = 250;

export type Telling = ReturnType<typeof createTelling>;

/**
 * Tells a class how seats, hands, questions and countdown stand after each change, and answers it. What is told is read from
 * the database each time, so that a class that was taken up after a crash tells the same.
 */
export function createTelling(deps: ClassroomDeps, classes: LiveClasses, streams: StudentStreams) {
  const { db, identity, gateway, log } = deps;
  const turn = createTurns();
  let closed = false;

  const tellQuestions = async (sessionId: string, changed: 'all' | 'devices' | 'answers') => {
    const questions = await describeQuestions(db, identity, sessionId);
    const seen = asTheClassSees(questions);
    for (const { role, socket } of await classes.seats(sessionId)) {
      socket?.push(classEvents, 'questions:changed', { questions: mayAsk(role) ? questions : seen });
    }
    // Devices are not told how many have come or answered, which would be most of what there is to tell.
    if (changed === 'all' || (changed === 'answers' && questions.current?.shown === true)) streams.tell(sessionId);
    return questions;
  };
  const soon = (sessionId: string, changed: 'devices' | 'answers'): void => {
    turn(`${changed} ${sessionId}`, async () => {
      await wait(together, undefined, { ref: false });
      if (!closed) await tellQuestions(sessionId, changed);
    }).catch((error: unknown) => log.warn({ err: error, classId: sessionId }, 'answers could not be told'));
  };

  return {
    seating: (sessionId: string) =>
      turn(`seating ${sessionId}`, async () => {
        const seating = await describeSeating(db, identity, sessionId);
        gateway.push(classEvents, channelOf(sessionId), 'seating:changed', { seating });
        streams.tell(sessionId);
        return seating;
      }),

    hands: (sessionId: string) =>
      turn(`hands ${sessionId}`, async () => {
        const hands = await describeHands(db, identity, sessionId);
        gateway.push(classEvents, channelOf(sessionId), 'hands:changed', { hands });
        streams.tell(sessionId);
        return hands;
      }),

    timer: (sessionId: string) =>
      turn(`timer ${sessionId}`, async () => {
        const timer = await describeTimer(db, sessionId);
        gateway.push(classEvents, channelOf(sessionId), 'timer:changed', { timer });
        streams.tell(sessionId);
        return { timer };
      }),

    /** Tells of a question that was asked, closed, shown, counted or put away; answers what those who ask see (T3.3). */
    questions: (sessionId: string) => turn(`questions ${sessionId}`, () => tellQuestions(sessionId, 'all')),

    /** A device has answered: the class is told soon, answers that come in quickly at once. */
    answered: (sessionId: string) => soon(sessionId, 'answers'),

    /** A device has come or gone. */
    devicesChanged: (sessionId: string) => soon(sessionId, 'devices'),

    close: () => {
      closed = true;
    },
  };
}
