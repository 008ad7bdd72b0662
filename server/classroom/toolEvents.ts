import type { classEvents } from '../../shared/classroom.ts';
import type { handRequests } from '../../shared/classroom/hands.ts';
import type { questionRequests } from '../../shared/classroom/questions.ts';
import type { seatingRequests } from '../../shared/classroom/seating.ts';
import type { timerRequests } from '../../shared/classroom/timer.ts';
import type { Db } from '../database/schema.ts';
import { forbidden } from '../errors.ts';
import type { ClientSocket, RequestHandlers } from '../realtime/gateway.ts';
import * as devices from './studentDevices.ts';
import type { StudentStreams } from './studentStreams.ts';
import * as hands from './hands.ts';
import type { LiveClasses, Place } from './liveClasses.ts';
import * as policy from './policy.ts';
import * as questions from './questions.ts';
import * as seating from './seating.ts';
import type { Telling } from './telling.ts';
import * as timer from './timer.ts';

/** What the handlers of the teaching tools are made from. */
export interface ToolDeps {
  db: Db;
  classes: LiveClasses;
  telling: Telling;
  streams: StudentStreams;
}

type Handlers<Requests> = Pick<
  RequestHandlers<typeof classEvents>,
  Extract<keyof Requests, keyof (typeof classEvents)['requests']>
>;

/** The place of a page whose role may do something. @throws forbidden, conflict */
async function allowed(
  { classes }: ToolDeps,
  may: (role: Place['seat']['role']) => boolean,
  epoch: number,
  socket: ClientSocket,
): Promise<{ id: string; accountId: string }> {
  const { live, seat } = await classes.activePlace(socket, epoch);
  if (!may(seat.role)) throw forbidden();
  return { id: live.id, accountId: seat.person.id };
}

/** Students' seats and the head count. */
export const seatingHandlers = (deps: ToolDeps): Handlers<typeof seatingRequests> => ({
  'seating:arrange': async ({ epoch, rows, columns }, socket) => {
    const { id } = await allowed(deps, policy.mayArrangeSeats, epoch, socket);
    await seating.arrangeSeats(deps.db, id, { rows, columns });
    await deps.telling.hands(id);
    return deps.telling.seating(id);
  },
  'seating:empty': async ({ epoch, seat, empty }, socket) => {
    const { id } = await allowed(deps, policy.mayArrangeSeats, epoch, socket);
    await seating.markSeat(deps.db, id, seat, empty);
    return deps.telling.seating(id);
  },
  'seating:count': async ({ epoch, ...heads }, socket) => {
    const { id, accountId } = await allowed(deps, policy.mayCountHeads, epoch, socket);
    await seating.countHeads(deps.db, id, heads, accountId);
    return deps.telling.seating(id);
  },
});

/** Hands, and who is asked to speak. */
export const handHandlers = (deps: ToolDeps): Handlers<typeof handRequests> => {
  const { db, telling } = deps;
  const teacher = (epoch: number, socket: ClientSocket) => allowed(deps, policy.mayTakeHands, epoch, socket);
  return {
    'hands:own': async ({ epoch, raised }, socket) => {
      const { id, accountId } = await allowed(deps, policy.mayRaiseHand, epoch, socket);
      await hands.raiseHand(db, id, { accountId }, raised);
      return telling.hands(id);
    },
    'hands:seat': async ({ epoch, seat, raised }, socket) => {
      const { id } = await teacher(epoch, socket);
      await hands.raiseHand(db, id, { seat }, raised);
      return telling.hands(id);
    },
    'hands:take': async ({ epoch, handId }, socket) => {
      const { id, accountId } = await teacher(epoch, socket);
      await hands.takeHand(db, id, handId, accountId);
      return telling.hands(id);
    },
    'hands:call': async ({ epoch, seat }, socket) => {
      const { id, accountId } = await teacher(epoch, socket);
      await hands.callSeat(db, id, seat, accountId);
      return telling.hands(id);
    },
    'hands:draw': async ({ epoch }, socket) => {
      const { id, accountId } = await teacher(epoch, socket);
      await hands.drawAndCall(db, id, accountId);
      return telling.hands(id);
    },
    'hands:done': async ({ epoch }, socket) => {
      const { id } = await teacher(epoch, socket);
      await hands.endCall(db, id);
      return telling.hands(id);
    },
    'hands:clear': async ({ epoch }, socket) => {
      const { id } = await teacher(epoch, socket);
      await hands.clearHands(db, id);
      return telling.hands(id);
    },
  };
};

/** The countdown. */
export const timerHandlers = (deps: ToolDeps): Handlers<typeof timerRequests> => {
  const { db, telling } = deps;
  const change = async (epoch: number, socket: ClientSocket, work: (id: string) => Promise<void>) => {
    const { id } = await allowed(deps, policy.mayTime, epoch, socket);
    await work(id);
    return telling.timer(id);
  };
  return {
    'timer:start': ({ epoch, seconds }, socket) => change(epoch, socket, (id) => timer.startTimer(db, id, seconds)),
    'timer:hold': ({ epoch, held }, socket) => change(epoch, socket, (id) => timer.holdTimer(db, id, held)),
    'timer:extend': ({ epoch, seconds }, socket) => change(epoch, socket, (id) => timer.extendTimer(db, id, seconds)),
    'timer:stop': ({ epoch }, socket) => change(epoch, socket, (id) => timer.stopTimer(db, id)),
  };
};

/** Quick questions, and the code for students' devices. */
export const questionHandlers = (deps: ToolDeps): Handlers<typeof questionRequests> => {
  const { db, telling, streams } = deps;
  const change = async (
    epoch: number,
    socket: ClientSocket,
    work: (place: { id: string; accountId: string }) => Promise<void>,
  ) => {
    const place = await allowed(deps, policy.mayAsk, epoch, socket);
    await work(place);
    return telling.questions(place.id);
  };
  return {
    'questions:ask': ({ epoch, ...asked }, socket) =>
      change(epoch, socket, ({ id, accountId }) => questions.askQuestion(db, id, accountId, asked)),
    'questions:close': ({ epoch, questionId, closed }, socket) =>
      change(epoch, socket, ({ id }) => questions.closeQuestion(db, id, questionId, closed)),
    'questions:show': ({ epoch, questionId, shown }, socket) =>
      change(epoch, socket, ({ id }) => questions.showAnswers(db, id, questionId, shown)),
    'questions:count': ({ epoch, questionId, answer, count }, socket) =>
      change(epoch, socket, ({ id }) => questions.countAnswer(db, id, questionId, answer, count)),
    'questions:hide': ({ epoch, questionId, key, hidden }, socket) =>
      change(epoch, socket, ({ id }) => questions.hideAnswer(db, id, questionId, key, hidden)),
    'questions:dismiss': ({ epoch, questionId }, socket) =>
      change(epoch, socket, ({ id }) => questions.dismissQuestion(db, id, questionId)),
    'questions:devices': ({ epoch, admitted }, socket) =>
      change(epoch, socket, async ({ id }) => {
        if (admitted) return devices.openToDevices(db, id);
        await devices.closeToDevices(db, id);
        streams.end(id, 'let_go');
      }),
  };
};
