import { classEvents } from '../../shared/classroom.ts';
import { leadsNow, type StepRule } from '../../shared/classroom/order.ts';
import type { Db } from '../database/schema.ts';
import { forbidden, notFound } from '../errors.ts';
import type { ClientSocket, RequestHandlers } from '../realtime/gateway.ts';
import type { ClassroomDeps } from './index.ts';
import type { LiveClass } from './LiveClass.ts';
import type { LiveClasses, Place } from './liveClasses.ts';
import { mayBeTakenOut, mayPrompt, readsPrompt } from './policy.ts';
import { writePrompt } from './prompts.ts';
import type { Seat } from './Seat.ts';

const done = { done: true } as const;

type Handlers = Pick<
  RequestHandlers<typeof classEvents>,
  'lobby:set' | 'lobby:decide' | 'class:rule' | 'class:mute' | 'class:remove' | 'prompts:send'
>;

/** What keeps a class in order (SPEC-joining): its door, who moves the steps, muting and taking out, private prompts. */
export function orderHandlers({ db, media }: ClassroomDeps, classes: LiveClasses): Handlers {
  const { lobby } = classes;
  /** The place of whoever leads the class at the moment. @throws forbidden */
  const leadOf = async (socket: ClientSocket, epoch: number): Promise<Place> => {
    const place = await classes.activePlace(socket, epoch);
    if (!leadsNow(place.seat.role, peopleIn(place.live))) throw forbidden();
    return place;
  };
  /** Somebody in the same class whom its lead may mute or take out. @throws notFound, forbidden */
  const other = ({ live, seat }: Place, participantId: string): Seat => {
    const found = live.seats.find((one) => one.participantId === participantId);
    if (found === undefined) throw notFound();
    if (found === seat || !mayBeTakenOut(found.role)) throw forbidden();
    return found;
  };

  return {
    'lobby:set': async ({ epoch, on }, socket) => {
      const { live } = await leadOf(socket, epoch);
      await lobby.set(live.id, on);
      return done;
    },
    'lobby:decide': async ({ epoch, accountId, admitted }, socket) => {
      const { live, seat } = await leadOf(socket, epoch);
      if (!lobby.waits(live.id, accountId)) throw notFound();
      await lobby.decide(live.id, accountId, admitted, seat.person.id);
      return done;
    },
    'class:rule': async ({ epoch, rule }, socket) => {
      const { live } = await leadOf(socket, epoch);
      await db.updateTable('class_sessions').set({ step_rule: rule }).where('id', '=', live.id).execute();
      live.push('class:rule', { rule });
      return done;
    },
    'class:mute': async ({ epoch, participantId }, socket) => {
      const place = await leadOf(socket, epoch);
      const { live } = place;
      const seat = other(place, participantId);
      for (const { id, source, paused } of seat.producers) {
        if (source !== 'microphone' || paused) continue;
        const peer = { roomId: live.id, peerId: seat.participantId };
        const producer = await media.request('producer.pause', { ...peer, producerId: id, paused: true });
        seat.producers = seat.producers.map((one) => (one.id === id ? producer : one));
      }
      seat.socket?.push(classEvents, 'class:muted', { by: place.seat.person });
      live.tellAbout(seat);
      return done;
    },
    'class:remove': async ({ epoch, participantId }, socket) => {
      const place = await leadOf(socket, epoch);
      const { live } = place;
      const seat = other(place, participantId);
      await lobby.decide(live.id, seat.person.id, false, place.seat.person.id);
      for (const one of live.seats) if (one.person.id === seat.person.id) await live.leave(one, 'removed');
      return done;
    },
    'prompts:send': async ({ epoch, ...said }, socket) => {
      const { live, seat } = await classes.activePlace(socket, epoch);
      if (!mayPrompt(seat.role, seat.colleague)) throw forbidden();
      const prompt = await writePrompt(db, live.id, seat, said);
      for (const { person, role, socket: page } of live.seats) {
        const reads = readsPrompt({ id: person.id, role }, { authorId: seat.person.id, to: prompt.to });
        if (reads && role !== 'device') page?.push(classEvents, 'prompts:said', { prompt });
      }
      return prompt;
    },
  };
}

/** Who is in a class, as the rules of its order see them. */
export const peopleIn = (live: LiveClass) => live.seats.map(({ role, socket }) => ({ role, away: socket === null }));

/** Who moves the steps of a class, as its row says. */
export async function stepRuleOf(db: Db, sessionId: string): Promise<{ rule: StepRule; stepId: string | null }> {
  const row = await db
    .selectFrom('class_sessions')
    .select(['step_rule', 'step_id'])
    .where('id', '=', sessionId)
    .executeTakeFirstOrThrow();
  return { rule: row.step_rule, stepId: row.step_id };
}
