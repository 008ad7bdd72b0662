import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { keepOwnWords } from '../../client/planning/keepOwnWords.ts';
import { planRoot, readRunSheet } from '../../shared/planDocument.ts';
import { duplicateStep, findStep, moveStep } from '../../shared/planSteps.ts';
import { movePlanStep, type Lesson } from '../../shared/planning.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { sharesFrom } from '../support/randomNumbers.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { fieldOf, livePlanText, startLesson, until, writeInto } from './support.ts';

let platform: TestPlatform;
let world: World;
const open: { close: () => void }[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());
afterEach(() => open.splice(0).forEach(({ close }) => close()));

/** A plan as our page has it, whose line can be cut. */
interface Desk {
  doc: Y.Doc;
  cut: () => void;
  restore: () => Promise<void>;
}

async function sitDown(person: TestPerson, lesson: Lesson): Promise<Desk> {
  const doc = new Y.Doc();
  const stop = keepOwnWords(doc);
  class WithCookie extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie: person.cookie() } });
    }
  }
  const provider = new WebsocketProvider(`${platform.url.replace('http', 'ws')}/documents`, lesson.documentId, doc, {
    WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    connect: false,
  });
  const restore = async () => {
    const synced = new Promise<void>((resolve) => provider.once('sync', () => resolve()));
    provider.connect();
    await synced;
  };
  await restore();
  open.push({
    close: () => {
      stop();
      provider.destroy();
      doc.destroy();
    },
  });
  return { doc, cut: () => provider.disconnect(), restore };
}

const stepsOf = (doc: Y.Doc) => readRunSheet(doc.getXmlFragment(planRoot));
const names = (doc: Y.Doc) => stepsOf(doc).map(({ text }) => text.name);
const idOf = (doc: Y.Doc, name: string): string => stepsOf(doc).find(({ text }) => text.name === name)?.id ?? '';
const placeOf = (doc: Y.Doc, name: string): number => names(doc).indexOf(name);
const live = (lesson: Lesson) => platform.documents.read(lesson.documentId, stepsOf);
const times = (text: string, words: string) => text.split(words).length - 1;

/** Types at the end of what stands in a written part of a step. */
function type(doc: Y.Doc, name: string, field: 'lead' | 'local', words: string): void {
  const part = fieldOf(doc, placeOf(doc, name), field);
  const block = part.get(0) as Y.XmlElement;
  const text = block.get(0);
  if (text instanceof Y.XmlText) text.insert(text.length, words);
  else writeInto(part, words);
}

async function same(lesson: Lesson, desks: readonly Desk[]): Promise<void> {
  await until(async () => {
    const server = JSON.stringify(await live(lesson));
    return desks.every(({ doc }) => JSON.stringify(stepsOf(doc)) === server);
  }, 'all have the same plan');
}

/** Moves a step as a page does: through the server. */
async function move(by: TestPerson, lesson: Lesson, desk: Desk, name: string, before: string | null): Promise<void> {
  const params = { lessonId: lesson.id, partId: idOf(desk.doc, name) };
  await by.call(movePlanStep, { params, body: { before: before === null ? null : idOf(desk.doc, before) } });
}

test('a step keeps its id, its words and its facts when it is moved (M1)', async () => {
  const { rear, mentor } = world.people;
  const lesson = await startLesson(world, rear);
  const desk = await sitDown(rear, lesson);
  type(desk.doc, '练习', 'lead', '看课件');
  await same(lesson, [desk]);
  const before = stepsOf(desk.doc).find(({ text }) => text.name === '练习');
  await move(rear, lesson, desk, '练习', '导入');
  await same(lesson, [desk]);
  expect(names(desk.doc)).toEqual(['练习', '导入', '新授', '小结']);
  expect(stepsOf(desk.doc)[0]).toEqual(before);
  await move(rear, lesson, desk, '练习', null);
  await same(lesson, [desk]);
  expect(names(desk.doc)).toEqual(['导入', '新授', '小结', '练习']);
  const params = { lessonId: lesson.id, partId: before?.id ?? '' };
  await expect(mentor.call(movePlanStep, { params, body: { before: null } })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(rear.call(movePlanStep, { params, body: { before: 'nobody' } })).rejects.toMatchObject({ code: 'step_gone' });
});

test('the step in which somebody is stays the same element, and the others are moved past it (M2)', async () => {
  const { rear } = world.people;
  const { doc } = await sitDown(rear, await startLesson(world, rear));
  const elementOf = (name: string) => {
    const place = findStep(doc, idOf(doc, name));
    return place?.steps[place.index];
  };
  const [busy, passed] = [elementOf('导入'), elementOf('新授')];
  moveStep(doc, idOf(doc, '导入'), idOf(doc, '小结'), new Set([idOf(doc, '导入')]));
  expect(names(doc)).toEqual(['新授', '练习', '导入', '小结']);
  expect(elementOf('导入')).toBe(busy);
  expect(elementOf('新授')).not.toBe(passed);
});

test('a copy of a step has an id of its own and stands behind it; the comments stay with the original', async () => {
  const { rear } = world.people;
  const { doc } = await sitDown(rear, await startLesson(world, rear));
  type(doc, '新授', 'lead', '讲分数');
  const part = fieldOf(doc, 1, 'lead').get(0) as Y.XmlElement;
  (part.get(0) as Y.XmlText).format(0, 3, { 'comment--abc': { threadId: 'one' } });
  expect(duplicateStep(doc, idOf(doc, '新授'), 'copy')).toBe(true);
  expect(names(doc)).toEqual(['导入', '新授', '新授', '练习', '小结']);
  expect(stepsOf(doc)[2]).toMatchObject({ id: 'copy', text: { lead: '讲分数' } });
  const copied = fieldOf(doc, 2, 'lead').get(0) as Y.XmlElement;
  expect((copied.get(0) as Y.XmlText).toDelta()).toEqual([{ insert: '讲分数' }]);
});

test('words that somebody writes offline in a step are in it when it was moved meanwhile, once (M4)', async () => {
  const { rear, stationed } = world.people;
  const lesson = await startLesson(world, rear);
  const [mover, writer] = await Promise.all([sitDown(rear, lesson), sitDown(stationed, lesson)]);
  type(mover.doc, '练习', 'local', '先巡视。');
  await same(lesson, [mover, writer]);
  writer.cut();
  type(writer.doc, '练习', 'local', '再请两位同学板演。');
  type(writer.doc, '练习', 'lead', '出示题目');
  await move(rear, lesson, mover, '练习', '导入');
  await move(rear, lesson, mover, '小结', '导入');
  await move(rear, lesson, mover, '练习', '小结');
  await same(lesson, [mover]);
  type(mover.doc, '练习', 'local', '注意后排。');
  await same(lesson, [mover]);
  await writer.restore();
  await same(lesson, [mover, writer]);
  const [step] = await live(lesson);
  expect(step?.text.lead).toBe('出示题目');
  for (const words of ['先巡视。', '再请两位同学板演。', '注意后排。']) expect(times(step?.text.local ?? '', words)).toBe(1);
  expect(names(writer.doc)).toEqual(['练习', '小结', '导入', '新授']);
});

test('what is on the server is in the moved step although the mover had not seen it, also when its writer has gone (M3)', async () => {
  const { rear, stationed } = world.people;
  const lesson = await startLesson(world, rear);
  const [mover, writer] = await Promise.all([sitDown(rear, lesson), sitDown(stationed, lesson)]);
  mover.cut();
  type(writer.doc, '导入', 'local', '打开白板');
  const place = findStep(writer.doc, idOf(writer.doc, '导入'));
  place?.steps[place.index]?.setAttribute('minutes', 7 as unknown as string);
  await same(lesson, [writer]);
  writer.cut();
  await move(rear, lesson, mover, '导入', null);
  await mover.restore();
  await same(lesson, [mover]);
  expect((await live(lesson)).at(-1)).toMatchObject({ minutes: 7, text: { name: '导入', local: '打开白板' } });
});

test('two people who move the same step at once do not double it: the later move stands (M5)', async () => {
  const { rear, stationed } = world.people;
  const lesson = await startLesson(world, rear);
  const [one, other] = await Promise.all([sitDown(rear, lesson), sitDown(stationed, lesson)]);
  await Promise.all([move(rear, lesson, one, '小结', '导入'), move(stationed, lesson, other, '小结', '练习')]);
  await same(lesson, [one, other]);
  expect(names(one.doc).filter((name) => name === '小结')).toHaveLength(1);
  expect(names(one.doc)).toHaveLength(4);
});

test('whoever moves, writes and loses the line at random: each word is there once, and each step (M4, M5)', async () => {
  const seed = Number(process.env['MOVES_SEED'] ?? Date.now() % 1_000_000);
  const random = sharesFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const { rear, stationed, recipient } = world.people;
  const lesson = await startLesson(world, rear);
  const people = [rear, stationed, recipient];
  const desks = await Promise.all(people.map((person) => sitDown(person, lesson)));
  const moves: Promise<void>[] = [];
  const off = new Set<Desk>();
  const written: string[] = [];
  for (let turn = 0; turn < 90; turn++) {
    const desk = pick(desks);
    const kind = random();
    const name = pick(names(desk.doc));
    if (kind < 0.5) {
      const words = `〈${turn}〉`;
      written.push(words);
      type(desk.doc, name, random() < 0.5 ? 'lead' : 'local', words);
    } else if (kind < 0.75) {
      // Moves run beside the writing, as requests do.
      const before = random() < 0.2 ? null : pick(names(desk.doc));
      moves.push(move(pick(people), lesson, desk, name, before));
    } else if (off.has(desk)) {
      off.delete(desk);
      await desk.restore();
    } else if (kind < 0.85) {
      off.add(desk);
      desk.cut();
    } else await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await Promise.all(moves);
  for (const desk of off) await desk.restore();
  await same(lesson, desks);
  const text = await livePlanText(platform, lesson);
  const wrong = written.filter((words) => times(text, words) !== 1).map((words) => `${words} ${times(text, words)} times`);
  expect({ seed, wrong }).toEqual({ seed, wrong: [] });
  expect({ seed, names: (await live(lesson)).map((step) => step.text.name).toSorted() }).toEqual({
    seed,
    names: ['导入', '小结', '新授', '练习'].toSorted(),
  });
});
