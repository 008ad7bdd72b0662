import { classEvents, type ClassRole } from '../../shared/classroom.ts';
import { leadsNow, movesSteps } from '../../shared/classroom/order.ts';
import type { Db } from '../database/schema.ts';
import { forbidden } from '../errors.ts';
import type { ClientSocket, RequestHandlers } from '../realtime/gateway.ts';
import { boardHandlers } from './boardEvents.ts';
import { writeMessage } from './chat.ts';
import { notYourStep } from './errors.ts';
import type { ClassroomDeps } from './index.ts';
import type { ClassListeners } from './listeners.ts';
import { lineHandlers } from './lineEvents.ts';
import type { LiveClass } from './LiveClass.ts';
import type { LiveClasses, Place } from './liveClasses.ts';
import { createClassLimits, type ClassLimits } from './limits.ts';
import { orderHandlers, peopleIn, stepRuleOf } from './orderEvents.ts';
import { priorityOf, rightsOf } from './policy.ts';
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
    'class:join': async (input, socket) => {
      limits.join(socket.caller.accountId);
      return classes.join(input, socket);
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

type MediaHandlers = Pick<
  RequestHandlers<typeof classEvents>,
  Extract<keyof (typeof classEvents)['requests'], `media:${string}`>
>;

/** What a page asks of the media goes to its own peer in its own room, so that ids of others are never found (M02). */
function mediaHandlers({ media }: ClassroomDeps, classes: LiveClasses, limits: ClassLimits): MediaHandlers {
  const own = ({ live, seat }: Place) => ({ roomId: live.id, peerId: seat.participantId });
  const ownOf = (socket: ClientSocket, epoch: number) => own(classes.place(socket, epoch));
  return {
    'media:transport': async ({ epoch, direction }, socket) => {
      const place = await classes.activePlace(socket, epoch);
      if (direction === 'send' && rightsOf(place.seat.role).sources.length === 0) throw forbidden();
      limits.openTransport(socket.caller.accountId, classes.transportsOf(socket.caller.accountId));
      const transport = await media.request('transport.open', { ...own(place), direction });
      place.seat.transports = [...place.seat.transports, transport.id];
      return transport;
    },
    'media:connect': async ({ epoch, transportId, dtlsParameters }, socket) => {
      await media.request('transport.connect', {
        ...ownOf(socket, epoch),
        transportId,
        dtlsParameters: dtlsParameters as never,
      });
      return done;
    },
    'media:restart-ice': ({ epoch, transportId }, socket) =>
      media.request('transport.restartIce', { ...ownOf(socket, epoch), transportId }),
    'media:produce': async ({ epoch, transportId, source, kind, rtpParameters, paused }, socket) => {
      const { live, seat } = await classes.activePlace(socket, epoch);
      if (!rightsOf(seat.role).sources.includes(source)) throw forbidden();
      limits.announce(socket.caller.accountId);
      const producer = await media.request('producer.open', {
        ...own({ live, seat }),
        transportId,
        source,
        kind,
        rtpParameters: rtpParameters as never,
        paused,
      });
      seat.producers = [...seat.producers.filter((other) => other.source !== source), producer];
      live.tellAbout(seat);
      return { producerId: producer.id };
    },
    'media:pause-producer': async ({ epoch, producerId, paused }, socket) => {
      const { live, seat } = classes.place(socket, epoch);
      limits.announce(socket.caller.accountId);
      const producer = await media.request('producer.pause', { ...own({ live, seat }), producerId, paused });
      seat.producers = seat.producers.map((other) => (other.id === producer.id ? producer : other));
      live.tellAbout(seat);
      return done;
    },
    'media:close-producer': async ({ epoch, producerId }, socket) => {
      await media.request('producer.close', { ...ownOf(socket, epoch), producerId });
      return done;
    },
    'media:consume': ({ epoch, producerId, rtpCapabilities }, socket) => {
      const place = classes.place(socket, epoch);
      const sender = place.live.seats.find(({ producers }) => producers.some(({ id }) => id === producerId));
      const source = sender?.producers.find(({ id }) => id === producerId)?.source;
      const priority = sender === undefined || source === undefined ? 1 : priorityOf(sender.role, source);
      return media.request('consumer.open', { ...own(place), producerId, rtpCapabilities, priority });
    },
    'media:pause-consumer': async ({ epoch, consumerId, paused }, socket) => {
      await media.request('consumer.pause', { ...ownOf(socket, epoch), consumerId, paused });
      return done;
    },
    'media:prefer-layers': async ({ epoch, ...layers }, socket) => {
      await media.request('consumer.layers', { ...ownOf(socket, epoch), ...layers });
      return done;
    },
  };
}
