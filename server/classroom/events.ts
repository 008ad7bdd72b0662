import { classEvents, type ClassRole } from '../../shared/classroom.ts';
import { leadsNow, movesSteps } from '../../shared/classroom/order.ts';
import type { Db } from '../database/schema.ts';
import { forbidden } from '../errors.ts';
import type { RequestHandlers } from '../realtime/gateway.ts';
import { boardHandlers } from './boardEvents.ts';
import { writeMessage } from './chat.ts';
import { notYourStep } from './errors.ts';
import type { ClassroomDeps } from './index.ts';
import type { ClassListeners } from './listeners.ts';
import { lineHandlers } from './lineEvents.ts';
import type { LiveClass } from './LiveClass.ts';
import { createClassLimits } from './limits.ts';
import type { LiveClasses } from './liveClasses.ts';
import { mediaHandlers } from './mediaEvents.ts';
import { orderHandlers, peopleIn, stepRuleOf } from './orderEvents.ts';
import { rightsOf } from './policy.ts';
import { openReceiving } from './receiving.ts';
import { listSteps, moveToStep, toPosition } from './steps.ts';
import { handHandlers, questionHandlers, seatingHandlers, timerHandlers, type ToolDeps } from './toolEvents.ts';

const done = { done: true } as const;

/** Answers the events of the class. Each reads: whose place is it, may they, do it, answer. */
export function registerClassEvents(
  deps: ClassroomDeps,
  classes: LiveClasses,
  listeners: ClassListeners,
  tools: Pick<ToolDeps, 'telling' | 'streams'>,
): void {
  const toolDeps: ToolDeps = { db: deps.db, classes, ...tools };
  const limits = createClassLimits();
  const handlers: RequestHandlers<typeof classEvents> = {
    'class:join': async ({ receive, ...input }, socket) => {
      const { accountId } = socket.caller;
      limits.join(accountId);
      const snapshot = await classes.join(input, socket);
      if (receive === undefined) return snapshot;
      const place = classes.place(socket, snapshot.self.epoch);
      return { ...snapshot, receiving: await openReceiving(deps.media, limits, classes, place, receive.rtpCapabilities) };
    },
    'class:leave': async ({ epoch }, socket) => {
      const { live, seat } = classes.place(socket, epoch);
      await live.leave(seat);
      return done;
    },
    'class:step': async ({ epoch, stepId }, socket) => {
      const { live, seat } = await classes.activePlace(socket, epoch);
      if (!rightsOf(seat.role).step) throw forbidden();
      await turnOf(deps.db, live, seat.role);
      limits.announce(socket.caller.accountId);
      await moveToStep(deps.db, live.id, stepId, new Date());
      const now = new Date();
      const row = await deps.db
        .selectFrom('class_sessions')
        .select(['step_id', 'step_started_at'])
        .where('id', '=', live.id)
        .executeTakeFirstOrThrow();
      const position = toPosition(row, now);
      const steps = await listSteps(deps.db, live.id, row, now);
      live.push('class:position', { ...position, steps });
      listeners.stepped(live.id, { id: stepId, name: steps.find(({ id }) => id === stepId)?.name ?? '', at: now });
      return position;
    },
    'class:chat': async ({ epoch, body }, socket) => {
      const { live, seat } = await classes.activePlace(socket, epoch);
      if (!rightsOf(seat.role).chat) throw forbidden();
      limits.announce(socket.caller.accountId);
      const message = await writeMessage(deps.db, live.id, seat, body);
      live.push('class:message', { message });
      return message;
    },
    'class:end': async ({ epoch }, socket) => {
      const { live, seat } = await classes.activePlace(socket, epoch);
      if (!leadsNow(seat.role, peopleIn(live))) throw forbidden();
      await classes.end(live.id, socket.caller.accountId);
      return done;
    },
    ...orderHandlers(deps, classes),
    ...lineHandlers(deps, classes),
    ...boardHandlers(deps, classes),
    ...mediaHandlers(deps, classes, limits),
    ...seatingHandlers(toolDeps),
    ...handHandlers(toolDeps),
    ...questionHandlers(toolDeps),
    ...timerHandlers(toolDeps),
  };
  deps.gateway.register(classEvents, handlers, (socket) => classes.gone(socket));
}

/** @throws conflict `not_your_step` while the rule of the class gives the steps to the other teacher (SPEC-joining 2) */
async function turnOf(db: Db, live: LiveClass, role: ClassRole): Promise<void> {
  const { rule, stepId } = await stepRuleOf(db, live.id);
  const step = await db
    .selectFrom('class_steps')
    .select('floor')
    .where('session_id', '=', live.id)
    .where('id', '=', stepId)
    .executeTakeFirst();
  if (!movesSteps(role, rule, step?.floor, peopleIn(live))) throw notYourStep();
}
