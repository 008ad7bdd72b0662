import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endClassSession, openClassSession } from '../../shared/classroom.ts';
import { seatsOf } from '../../shared/classroom/seating.ts';
import { timeLeft } from '../../shared/classroom/timer.ts';
import { drawSeat } from '../../server/classroom/drawSeat.ts';
import { tally } from '../../server/classroom/tally.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { buildClass, createPages, type Page } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterEach(() => pages.closeAll());
afterAll(() => platform.close());

/** A class with its two teachers and somebody who watches. */
async function enter() {
  const { lesson, sessionId } = await buildClass(world);
  const [lead, local, observer] = await Promise.all([
    pages.open(world.people.rear),
    pages.open(world.people.recipient),
    pages.open(world.people.mentor),
  ]);
  await lead.join(sessionId, 'lead');
  await local.join(sessionId, 'local');
  await observer.join(sessionId, 'observer');
  return { lesson, sessionId, lead, local, observer };
}

const at = (page: Page) => ({ epoch: page.epoch() });

describe('seats and heads', () => {
  it('are said by the teachers, told to everybody, and taken over by the next class of the team (T1.1, T1.2)', async () => {
    const { lesson, sessionId, lead, local, observer } = await enter();
    await lead.ask('seating:arrange', { ...at(lead), rows: 3, columns: 4 });
    await local.ask('seating:empty', { ...at(local), seat: 304, empty: true });
    await local.ask('seating:empty', { ...at(local), seat: 304, empty: true });
    await local.ask('hands:seat', { ...at(local), seat: 301, raised: true });
    const { seating } = await observer.hears('seating:changed', (told) => told.seating.empty.length > 0);
    expect(seating).toEqual({ layout: { rows: 3, columns: 4 }, empty: [304], count: null });
    await expect(local.ask('seating:empty', { ...at(local), seat: 401, empty: true })).rejects.toMatchObject({
      code: 'no_such_seat',
    });
    for (const seat of [0, 99, 100, 2101, 121, 1.5]) {
      expect(await local.send('seating:empty', { ...at(local), seat, empty: true })).toMatchObject({
        error: { code: 'invalid_input' },
      });
    }
    // A row goes, and with it what was in it.
    expect(await lead.ask('seating:arrange', { ...at(lead), rows: 2, columns: 6 })).toMatchObject({ empty: [] });
    await observer.hears('hands:changed', ({ hands }) => hands.raised.length === 0);
    await lead.ask('seating:empty', { ...at(lead), seat: 206, empty: true });
    await world.people.rear.call(endClassSession, { params: { sessionId } });

    const { id } = await world.people.rear.call(openClassSession, { params: { lessonId: lesson.id }, body: {} });
    const again = await pages.open(world.people.rear);
    expect((await again.join(id, 'lead')).seating).toEqual({ layout: { rows: 2, columns: 6 }, empty: [206], count: null });
  });

  it('are counted by the local teacher alone, and the newest count stands (T1.3)', async () => {
    const { lead, local, observer } = await enter();
    for (const page of [lead, observer]) {
      const counting = page.ask('seating:count', { ...at(page), expected: 40, present: 38 });
      await expect(counting).rejects.toMatchObject({ code: 'forbidden' });
    }
    await local.ask('seating:count', { ...at(local), expected: 40, present: 38 });
    await local.ask('seating:count', { ...at(local), expected: 40, present: 39 });
    const { seating } = await lead.hears('seating:changed', (told) => told.seating.count?.present === 39);
    expect(seating.count).toMatchObject({ expected: 40, by: { name: world.people.recipient.name } });
  });
});

describe('hands', () => {
  it('go up in a row, of people and of seats; one is called at a time, without a hand (T2.1–T2.3)', async () => {
    const { lead, local, observer } = await enter();
    await expect(local.ask('hands:seat', { ...at(local), seat: 2020, raised: true })).rejects.toMatchObject({
      code: 'no_such_seat',
    });
    await local.ask('seating:arrange', { ...at(local), rows: 6, columns: 8 });
    await local.ask('hands:seat', { ...at(local), seat: 302, raised: true });
    await local.ask('hands:own', { ...at(local), raised: true });
    await lead.ask('hands:seat', { ...at(lead), seat: 508, raised: true });
    // Raised once more: the place in the row stays.
    const { raised } = await local.ask('hands:seat', { ...at(local), seat: 302, raised: true });
    expect(raised.map(({ seat, person }) => seat ?? person?.name)).toEqual([302, world.people.recipient.name, 508]);
    await observer.hears('hands:changed', ({ hands }) => hands.raised.length === 3);
    for (const [name, input] of [
      ['hands:own', { raised: true }],
      ['hands:seat', { seat: 101, raised: true }],
      ['hands:take', { handId: raised[0]?.id ?? '' }],
      ['hands:draw', {}],
      ['hands:clear', {}],
    ] as const) {
      expect(await observer.send(name, { ...at(observer), ...input }), name).toMatchObject({ error: { code: 'forbidden' } });
    }

    const taken = await lead.ask('hands:take', { ...at(lead), handId: raised[0]?.id ?? '' });
    expect(taken).toMatchObject({ call: { seat: 302, person: null, drawn: false } });
    expect(taken.raised).toHaveLength(2);
    await expect(lead.ask('hands:take', { ...at(lead), handId: raised[0]?.id ?? '' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const next = await lead.ask('hands:take', { ...at(lead), handId: raised[1]?.id ?? '' });
    expect(next.call).toMatchObject({ seat: null, person: { name: world.people.recipient.name } });
    expect(await lead.ask('hands:call', { ...at(lead), seat: 508 })).toMatchObject({ raised: [], call: { seat: 508 } });
    expect(await lead.ask('hands:done', at(lead))).toEqual({ raised: [], call: null });
    await Promise.all([201, 202, 203].map((seat) => local.ask('hands:seat', { ...at(local), seat, raised: true })));
    expect(await local.ask('hands:clear', at(local))).toEqual({ raised: [], call: null });
    await local.hears('hands:changed', ({ hands }) => hands.call?.seat === 508);
  });

  it('of another class, and unknown ones, are not found (S01)', async () => {
    const one = await enter();
    await one.local.ask('seating:arrange', { ...at(one.local), rows: 2, columns: 2 });
    const { raised } = await one.local.ask('hands:seat', { ...at(one.local), seat: 101, raised: true });
    one.lead.drop();
    const other = await enter();
    for (const handId of [raised[0]?.id ?? '', randomUUID()]) {
      await expect(other.lead.ask('hands:take', { ...at(other.lead), handId })).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('need not be up: seats that are taken are drawn, each before any is drawn again (T2.4)', async () => {
    const { lead, local } = await enter();
    await lead.ask('seating:arrange', { ...at(lead), rows: 1, columns: 1 });
    await lead.ask('seating:empty', { ...at(lead), seat: 101, empty: true });
    await expect(lead.ask('hands:draw', at(lead))).rejects.toMatchObject({ code: 'no_seats' });
    await lead.ask('seating:arrange', { ...at(lead), rows: 2, columns: 3 });
    const drawn = [];
    for (let count = 0; count < 10; count += 1) drawn.push((await lead.ask('hands:draw', at(lead))).call?.seat ?? 0);
    const taken = [102, 103, 201, 202, 203];
    expect(drawn.slice(0, 5).toSorted((one, other) => one - other)).toEqual(taken);
    expect(drawn.slice(5).toSorted((one, other) => one - other)).toEqual(taken);
    await local.hears('hands:changed', ({ hands }) => hands.call?.drawn === true);
  });

  it('are drawn from those called least often, whatever the chance (T2.4)', () => {
    const seats = seatsOf({ rows: 2, columns: 2 });
    const times = new Map([
      [101, 2],
      [102, 1],
      [201, 1],
      [202, 3],
    ]);
    expect([0, 1].map((chance) => drawSeat(seats, times, () => chance))).toEqual([102, 201]);
    expect(drawSeat([], times, () => 0)).toBeNull();
  });
});

describe('the countdown', () => {
  it('is held, goes on, gets more time and ends, for everybody alike (T5.1)', async () => {
    const { sessionId, lead, local, observer } = await enter();
    expect(await observer.send('timer:start', { ...at(observer), seconds: 60 })).toMatchObject({ error: { code: 'forbidden' } });
    const started = await lead.ask('timer:start', { ...at(lead), seconds: 120 });
    expect(await observer.hears('timer:changed')).toEqual(started);
    const { timer: held } = await local.ask('timer:hold', { ...at(local), held: true });
    expect(held).toMatchObject({ seconds: 120, endsAt: null });
    expect(held?.leftMs).toBeGreaterThan(60_000);
    const { timer: longer } = await lead.ask('timer:extend', { ...at(lead), seconds: 60 });
    expect(longer?.leftMs).toBe((held?.leftMs ?? 0) + 60_000);
    const { timer: again } = await lead.ask('timer:hold', { ...at(lead), held: false });
    expect(again?.leftMs).toBeNull();
    expect(timeLeft(again ?? { seconds: 0, endsAt: null, leftMs: 0 }, Date.now())).toBeGreaterThan(60_000);
    const late = await pages.open(world.people.stationed);
    expect((await late.join(sessionId, 'device')).timer).toEqual(again);
    expect(await lead.ask('timer:stop', at(lead))).toEqual({ timer: null });
    expect(await lead.ask('timer:hold', { ...at(lead), held: true })).toEqual({ timer: null });
  });
});

describe('questions', () => {
  it('are asked, counted by hand, shown and put away; the class learns the answers when they are shown (T3.1–T3.3, T3.5)', async () => {
    const { sessionId, lead, local, observer } = await enter();
    const asked = await lead.ask('questions:ask', {
      ...at(lead),
      kind: 'choice',
      prompt: '哪个更大？',
      options: 3,
      correct: 'B',
    });
    const questionId = asked.current?.id ?? '';
    expect(asked.current).toMatchObject({ options: ['A', 'B', 'C'], correct: 'B', closedAt: null, shown: false });
    const unknowing = await observer.hears('questions:changed', ({ questions }) => questions.current?.id === questionId);
    expect(unknowing.questions.current).toMatchObject({ prompt: '哪个更大？', correct: null, bars: null });

    const count = (answer: string, number: number) =>
      local.ask('questions:count', { ...at(local), questionId, answer, count: number });
    await count('A', 9);
    await count('B', 21);
    const { current } = await count('A', 10);
    expect(current?.bars).toEqual([
      { key: 'A', label: 'A', devices: 0, counted: 10, hidden: false },
      { key: 'B', label: 'B', devices: 0, counted: 21, hidden: false },
      { key: 'C', label: 'C', devices: 0, counted: 0, hidden: false },
    ]);
    await expect(count('D', 1)).rejects.toMatchObject({ code: 'no_such_option' });
    const late = await pages.open(world.people.stationed);
    expect((await late.join(sessionId, 'device')).questions.current).toMatchObject({ bars: null, correct: null });

    await lead.ask('questions:close', { ...at(lead), questionId, closed: true });
    await lead.ask('questions:show', { ...at(lead), questionId, shown: true });
    const knowing = await observer.hears('questions:changed', ({ questions }) => questions.current?.shown === true);
    expect(knowing.questions.current).toMatchObject({ correct: 'B', bars: current?.bars });
    for (const told of observer.told('questions:changed')) {
      expect(told.questions.current?.bars === null || told.questions.current?.shown, 'only what is shown is told').toBe(true);
    }
    // Another question puts this one away, and nothing more is done to it.
    const next = await local.ask('questions:ask', { ...at(local), kind: 'yesno' });
    expect(next.current).toMatchObject({ kind: 'yesno', options: ['yes', 'no'], prompt: '' });
    for (const id of [questionId, randomUUID()]) {
      const showing = lead.ask('questions:show', { ...at(lead), questionId: id, shown: true });
      await expect(showing).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await lead.ask('questions:dismiss', { ...at(lead), questionId: next.current?.id ?? '' })).toMatchObject({
      current: null,
    });
    const wrong = lead.ask('questions:ask', { ...at(lead), kind: 'choice', options: 2, correct: 'C' });
    await expect(wrong).rejects.toMatchObject({ code: 'wrong_solution' });
    const watching = observer.ask('questions:ask', { ...at(observer), kind: 'yesno' });
    await expect(watching).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('with short texts count what means the same as one, and keep what is hidden from the class (T3.3, T3.4)', async () => {
    const { lead, local, observer } = await enter();
    const { current } = await lead.ask('questions:ask', {
      ...at(lead),
      kind: 'text',
      prompt: '三分之一怎样写？',
      correct: '１／３',
    });
    const questionId = current?.id ?? '';
    await local.ask('questions:count', { ...at(local), questionId, answer: '1/3', count: 12 });
    await local.ask('questions:count', { ...at(local), questionId, answer: '１／３。', count: 15 });
    const { current: counted } = await local.ask('questions:count', { ...at(local), questionId, answer: '捣乱', count: 1 });
    expect(counted?.bars?.map(({ key, counted: times }) => [key, times])).toEqual([
      ['1/3', 15],
      ['捣乱', 1],
    ]);
    expect(counted?.correct).toBe('1/3');
    await lead.ask('questions:hide', { ...at(lead), questionId, key: '捣乱', hidden: true });
    await lead.ask('questions:show', { ...at(lead), questionId, shown: true });
    const { questions } = await observer.hears('questions:changed', (told) => told.questions.current?.shown === true);
    expect(questions.current?.bars?.map(({ key }) => key)).toEqual(['1/3']);
    await local.ask('questions:count', { ...at(local), questionId, answer: '1/3', count: 0 });
    await observer.hears('questions:changed', (told) => told.questions.current?.bars?.length === 0);
  });

  it('name a bar as it was written most often, and put the most frequent first (T3.4)', () => {
    const bars = tally({ kind: 'text', options: 0, counts: { 'ONE half': 1 }, hidden: [] }, [
      { answer: '1/4', times: 2 },
      { answer: 'one  half!', times: 1 },
      { answer: 'One half', times: 4 },
    ]);
    expect(bars).toEqual([
      { key: 'one half', label: 'One half', devices: 5, counted: 1, hidden: false },
      { key: '1/4', label: '1/4', devices: 2, counted: 0, hidden: false },
    ]);
    const same = tally({ kind: 'text', options: 0, counts: {}, hidden: [] }, [{ answer: '？', times: 1 }]);
    expect(same.map(({ key }) => key)).toEqual(['?']);
  });
});
