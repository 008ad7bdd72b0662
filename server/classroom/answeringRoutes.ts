import { ipKeyGenerator } from 'express-rate-limit';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import {
  followAnswering,
  getAnswering,
  giveAnswer,
  joinAnswering,
  leaveAnswering,
  raiseSeatHand,
  takeSeat,
  type AnsweringView,
} from '../../shared/classroom/answering.ts';
import { notFound, tooMany } from '../errors.ts';
import type { ClassroomDeps } from './index.ts';
import * as devices from './studentDevices.ts';
import type { StudentStreams } from './studentStreams.ts';
import type { Telling } from './telling.ts';

/** Wrong codes from one address in a quarter of an hour: a whole school with its typing errors has one address (T4.2). */
const wrongCodes = { points: 120, duration: 15 * 60 };
/** What one device may change in twenty seconds. */
const changes = { points: 30, duration: 20 };

const done = { done: true } as const;

/** The endpoints of shared/classroom/answering.ts. The token of a device is itself the right to what concerns that device. */
export function registerAnsweringRoutes(
  { db, handle, identity }: ClassroomDeps,
  telling: Telling,
  streams: StudentStreams,
): void {
  const guesses = new RateLimiterMemory(wrongCodes);
  const perDevice = new RateLimiterMemory(changes);

  const viewOf = async (device: devices.Device): Promise<AnsweringView> => {
    const now = await devices.devicesAmong(db, device.session_id, [device.id]);
    const view = (await devices.viewsOf(db, identity, device.session_id, now)).get(device.id);
    if (view === undefined) throw notFound();
    return view;
  };
  /** @throws notFound, tooMany */
  const changing = async (token: string): Promise<devices.Device> => {
    const device = await devices.deviceOf(db, token);
    await consume(perDevice, device.id);
    return device;
  };

  handle(joinAnswering, async ({ body }, { request }) => {
    const address = ipKeyGenerator(request.ip ?? '');
    // Counted before it is looked up, so that many at once gain nothing, and given back when the code is right.
    await consume(guesses, address);
    const { token, device } = await devices.joinByCode(db, body.code, body.seat).catch(async (error: unknown) => {
      if ((error as { code?: unknown }).code !== 'wrong_code') await guesses.reward(address);
      throw error;
    });
    await guesses.reward(address);
    telling.devicesChanged(device.session_id);
    streams.tell(device.session_id);
    return { token, view: await viewOf(device) };
  });

  handle(getAnswering, async ({ params }) => viewOf(await devices.deviceOf(db, params.token)));

  handle(followAnswering, async ({ params }, { response }) => {
    streams.open(await devices.deviceOf(db, params.token), response);
  });

  handle(giveAnswer, async ({ params, body }) => {
    const device = await changing(params.token);
    await devices.answer(db, device, body.question, body.answer);
    telling.answered(device.session_id);
    return viewOf(device);
  });

  handle(raiseSeatHand, async ({ params, body }) => {
    const device = await changing(params.token);
    await devices.raiseOwnHand(db, device, body.raised);
    await telling.hands(device.session_id);
    return viewOf(device);
  });

  handle(takeSeat, async ({ params, body }) => {
    const device = await changing(params.token);
    await devices.sitDown(db, device, body.seat);
    await telling.hands(device.session_id);
    return viewOf(device);
  });

  handle(leaveAnswering, async ({ params }) => {
    const device = await changing(params.token);
    await devices.leaveClass(db, device);
    await telling.hands(device.session_id);
    telling.devicesChanged(device.session_id);
    return done;
  });
}

/** @throws tooMany */
async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw tooMany(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
    throw refusal;
  }
}
