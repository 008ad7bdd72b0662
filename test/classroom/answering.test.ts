import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endClassSession } from '../../shared/classroom.ts';
import {
  followAnswering,
  getAnswering,
  giveAnswer,
  joinAnswering,
  leaveAnswering,
  raiseSeatHand,
  takeSeat,
} from '../../shared/classroom/answering.ts';
import { getClassRecord } from '../../shared/classroom/record.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { buildClass, createPages } from './support.ts';
import { joinWithDevice, type StudentDevice } from './toolsSupport.ts';

let platform: TestPlatform;
let world: World;
let devices: StudentDevice[] = [];
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterEach(() => {
  for (const device of devices.splice(0)) device.close();
  pages.closeAll();
});
afterAll(() => platform.close());

/** A class with its lead teacher, rows of seats, and open to devices. */
async function openToDevices() {
  const { sessionId } = await buildClass(world);
  const lead = await pages.open(world.people.rear);
  const observer = await pages.open(world.people.mentor);
  await lead.join(sessionId, 'lead');
  await observer.join(sessionId, 'observer');
  const epoch = lead.epoch();
  await lead.ask('seating:arrange', { epoch, rows: 6, columns: 8 });
  const { code } = await lead.ask('questions:devices', { epoch, admitted: true });
  return { sessionId, lead, observer, epoch, code: code ?? '' };
}

const join = async (code: string, seat: number | null = null): Promise<StudentDevice> => {
  const device = await joinWithDevice(platform, code, seat);
  devices = [...devices, device];
  return device;
};
const answer = (device: StudentDevice, question: string, text: string) =>
  device.call(giveAnswer, { params: { token: device.token }, body: { question, answer: text } });

describe('students’ devices', () => {
  it('join with a code and answer; teachers see it come in, the others when it is shown (T4.1–T4.3, T3.3, T3.5)', async () => {
    const { sessionId, lead, observer, epoch, code } = await openToDevices();
    expect(code).toMatch(/^\d{6}$/);
    expect((await lead.ask('questions:devices', { epoch, admitted: true })).code, 'it keeps its code').toBe(code);
    const [one, two] = await Promise.all([join(code, 101), join(code)]);
    await observer.hears('questions:changed', ({ questions }) => questions.devices === 2);
    const { current } = await lead.ask('questions:ask', { epoch, kind: 'choice', prompt: '选哪个？', correct: 'A' });
    const question = current?.id ?? '';
    const seen = await one.until('the question is there', (view) => view.question?.id === question);
    expect(seen).toMatchObject({
      seat: 101,
      answer: null,
      question: { options: ['A', 'B', 'C', 'D'], correct: null, bars: null },
    });

    expect(await answer(one, question, 'B')).toMatchObject({ answer: 'B', question: { bars: null } });
    await answer(two, question, 'B');
    await answer(one, question, 'A');
    await lead.ask('questions:count', { epoch, questionId: question, answer: 'A', count: 7 });
    const { questions } = await lead.hears('questions:changed', (told) => told.questions.current?.answered === 2);
    expect(questions.current?.answered).toBe(2);
    const settled = await lead.ask('questions:close', { epoch, questionId: question, closed: true });
    expect(settled.current?.bars?.slice(0, 2)).toMatchObject([
      { key: 'A', devices: 1, counted: 7 },
      { key: 'B', devices: 1, counted: 0 },
    ]);
    await expect(answer(two, question, 'C')).rejects.toMatchObject({ status: 409, code: 'question_over' });
    await lead.ask('questions:close', { epoch, questionId: question, closed: false });
    await answer(two, question, 'C');
    await lead.ask('questions:show', { epoch, questionId: question, shown: true });
    const shown = await two.until('the answers are shown', ({ question: on }) => on?.shown === true);
    expect(shown).toMatchObject({ answer: 'C', question: { correct: 'A' } });
    await observer.hears('questions:changed', (told) => told.questions.current?.bars?.[2]?.devices === 1);
    // While it is shown, what comes in is seen by everybody.
    await answer(two, question, 'D');
    await one.until('the new answer is shown', ({ question: on }) => on?.bars?.[3]?.devices === 1);

    const record = await world.people.mentor.call(getClassRecord, { params: { sessionId } });
    expect(record).toMatchObject({ devices: 2, questions: [{ id: question, stepId: null, answered: 2 }] });
  });

  it('are not let in by a wrong code, and tokens that let nobody in are all answered alike (T4.2)', async () => {
    const { lead, epoch, code } = await openToDevices();
    const nobody = platform.api();
    const wrong = code === '000000' ? '111111' : '000000';
    await expect(nobody.call(joinAnswering, { body: { code: wrong } })).rejects.toMatchObject({
      status: 404,
      code: 'wrong_code',
    });
    for (const body of [{ code: '12345' }, { code, seat: 901 * 100 }, { code: 'abcdef' }]) {
      await expect(nobody.call(joinAnswering, { body })).rejects.toMatchObject({ status: 400 });
    }
    await expect(nobody.call(joinAnswering, { body: { code, seat: 701 } })).rejects.toMatchObject({ code: 'no_such_seat' });
    const device = await join(code, 203);
    await lead.ask('questions:devices', { epoch, admitted: false });
    await expect.poll(() => device.over()).toBe('let_go');
    await expect(nobody.call(joinAnswering, { body: { code } })).rejects.toMatchObject({ code: 'wrong_code' });
    for (const token of [device.token, 'x'.repeat(32)]) {
      const params = { token };
      for (const refused of [
        () => nobody.call(getAnswering, { params }),
        () => nobody.call(followAnswering, { params }),
        () => nobody.call(giveAnswer, { params, body: { question: randomUUID(), answer: 'A' } }),
        () => nobody.call(raiseSeatHand, { params, body: { raised: true } }),
        () => nobody.call(takeSeat, { params, body: { seat: 101 } }),
        () => nobody.call(leaveAnswering, { params }),
      ]) {
        await expect(refused()).rejects.toMatchObject({ status: 404, code: 'not_found' });
      }
    }
    const { code: next } = await lead.ask('questions:devices', { epoch, admitted: true });
    expect(next).not.toBe(code);
  });

  it('answer nothing of another class (T4.3, S01)', async () => {
    const here = await openToDevices();
    const { current } = await here.lead.ask('questions:ask', { epoch: here.epoch, kind: 'yesno' });
    here.lead.drop();
    const there = await openToDevices();
    const device = await join(there.code);
    for (const question of [current?.id ?? '', randomUUID()]) {
      await expect(answer(device, question, 'yes')).rejects.toMatchObject({ code: 'question_over' });
    }
    const { current: own } = await there.lead.ask('questions:ask', { epoch: there.epoch, kind: 'yesno' });
    await expect(answer(device, own?.id ?? '', 'A')).rejects.toMatchObject({ code: 'no_such_option' });
    await expect(answer(device, own?.id ?? '', '长'.repeat(61))).rejects.toMatchObject({ code: 'invalid_input' });
    await answer(device, own?.id ?? '', 'yes');
  });

  it('raise the hand of their seat and see when it is called; the newest device in a seat has it (T4.3, T4.4)', async () => {
    const { lead, epoch, code } = await openToDevices();
    const placeless = await join(code);
    const raise = (device: StudentDevice, raised = true) =>
      device.call(raiseSeatHand, { params: { token: device.token }, body: { raised } });
    await expect(raise(placeless)).rejects.toMatchObject({ code: 'no_seat' });
    const sit = (device: StudentDevice, seat: number | null) =>
      device.call(takeSeat, { params: { token: device.token }, body: { seat } });
    await expect(sit(placeless, 999)).rejects.toMatchObject({ status: 400 });
    await sit(placeless, 402);
    expect((await raise(placeless)).hand).not.toBeNull();
    const { hands } = await lead.hears('hands:changed', (told) => told.hands.raised.some(({ seat }) => seat === 402));
    await lead.ask('hands:take', { epoch, handId: hands.raised[0]?.id ?? '' });
    await placeless.until('it is called', ({ called, hand }) => called && hand === null);
    await lead.ask('timer:start', { epoch, seconds: 90 });
    await placeless.until('the countdown is seen', ({ timer }) => timer?.seconds === 90);

    const newer = await join(code, 402);
    await placeless.until('the seat is somebody else’s', ({ seat, called }) => seat === null && !called);
    await raise(newer);
    await newer.call(leaveAnswering, { params: { token: newer.token } });
    await lead.hears('questions:changed', ({ questions }) => questions.devices === 1);
    await lead.hears('hands:changed', (told) => told.hands.call?.seat === 402 && told.hands.raised.length === 0);
  });

  it('that change their mind all the time are held up, and nobody else is (S13)', async () => {
    const { lead, epoch, code } = await openToDevices();
    const [restless, calm] = await Promise.all([join(code), join(code)]);
    const { current } = await lead.ask('questions:ask', { epoch, kind: 'yesno' });
    const question = current?.id ?? '';
    const tries = await Promise.allSettled(Array.from({ length: 60 }, () => answer(restless, question, 'yes')));
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set(['too_many_requests']));
    await answer(calm, question, 'no');
    await lead.hears('questions:changed', (told) => told.questions.current?.answered === 2);
  });

  it('are told once that the class has ended; then nothing lets them in (T4.5)', async () => {
    const { sessionId, code } = await openToDevices();
    const device = await join(code);
    await world.people.rear.call(endClassSession, { params: { sessionId } });
    await expect.poll(() => device.over()).toBe('ended');
    await expect(device.call(getAnswering, { params: { token: device.token } })).rejects.toMatchObject({ code: 'not_found' });
    await expect(platform.api().call(joinAnswering, { body: { code } })).rejects.toMatchObject({ code: 'wrong_code' });
    const { answering_code } = await platform.database.db
      .selectFrom('class_sessions')
      .select('answering_code')
      .where('id', '=', sessionId)
      .executeTakeFirstOrThrow();
    expect(answering_code).toBeNull();
  });

  it('guess no code: after many wrong ones an address waits (T4.2)', async () => {
    const other = await startPlatform();
    const nobody = other.api();
    const guess = () => nobody.call(joinAnswering, { body: { code: '000001' } });
    const tries = await Promise.allSettled(Array.from({ length: 160 }, guess));
    const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'let in'));
    expect(new Set(codes)).toEqual(new Set(['wrong_code', 'too_many_requests']));
    await other.close();
  });
});
