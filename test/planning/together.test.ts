import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { listReaders } from '../../shared/feedback.ts';
import { listNotifications } from '../../shared/notifications.ts';
import { childElements, planRoot, readRunSheet } from '../../shared/planDocument.ts';
import {
  changeLessonState,
  getLesson,
  inviteToLesson,
  movePlanStep,
  releasePart,
  removeFromLesson,
  takePart,
  updateLesson,
  type Lesson,
} from '../../shared/planning.ts';
import { raiseNeed, updateMember } from '../../shared/programme.ts';
import { openPage, type Page } from '../feedback/support.ts';
import { eventually } from '../support/eventually.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { fieldOf, openPlan, sectionOf, startLesson, until } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages: Page[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());
afterEach(() => pages.splice(0).forEach(({ socket }) => socket.close()));

const refusal = (status: number, code: string) => expect.objectContaining({ status, code });
const pageOf = async (person: TestPerson): Promise<Page> => {
  const page = await openPage(platform, person);
  pages.push(page);
  return page;
};
const taken = async (by: TestPerson, { id }: Lesson) => {
  const lesson = await by.call(getLesson, { params: { lessonId: id } });
  return lesson.taken.map(({ part, person }) => [part, person.id]);
};

test('a section or a step is taken on by one, shown to all, and given back by them or by the lead planner (T1–T3)', async () => {
  const { rear, stationed, recipient, mentor, observer } = world.people;
  const lesson = await startLesson(world, rear);
  const [step] = await platform.documents.read(lesson.documentId, (doc) => readRunSheet(doc.getXmlFragment(planRoot)));
  const of = (partId: string) => ({ params: { lessonId: lesson.id, partId } });
  await stationed.call(takePart, of('learners'));
  await stationed.call(takePart, of('learners'));
  await recipient.call(takePart, of(step?.id ?? ''));
  expect(await taken(mentor, lesson)).toEqual([
    ['learners', stationed.id],
    [step?.id, recipient.id],
  ]);
  await expect(recipient.call(takePart, of('learners'))).rejects.toMatchObject({
    code: 'part_taken',
    details: { name: stationed.name },
  });
  await expect(mentor.call(takePart, of('board'))).rejects.toEqual(refusal(403, 'forbidden'));
  await expect(observer.call(takePart, of('board'))).rejects.toEqual(refusal(404, 'not_found'));
  await expect(rear.call(takePart, of('no-such-step'))).rejects.toEqual(refusal(404, 'not_found'));
  await expect(recipient.call(releasePart, of('learners'))).rejects.toEqual(refusal(403, 'forbidden'));
  await rear.call(releasePart, of('learners'));
  await recipient.call(releasePart, of(step?.id ?? ''));
  await recipient.call(releasePart, of('learners'));
  await expect(recipient.call(releasePart, of('no-such-step'))).rejects.toEqual(refusal(404, 'not_found'));
  expect(await taken(rear, lesson)).toEqual([]);
});

test('of two who take a part on at once one has it; whoever leaves the team has given theirs back (T2, T4)', async () => {
  const { rear, stationed, coordinator } = world.people;
  const lesson = await startLesson(world, rear);
  const of = { params: { lessonId: lesson.id, partId: 'board' } };
  const leaving = await world.addPerson('recipient');
  const tries = await Promise.allSettled([leaving.call(takePart, of), stationed.call(takePart, of)]);
  expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await rear.call(releasePart, of);
  await leaving.call(takePart, of);
  await coordinator.call(updateMember, { params: { memberId: leaving.memberId }, body: { endsOn: '2020-02-01' } });
  expect(await taken(rear, lesson)).toEqual([]);
  await stationed.call(takePart, of);
  expect(await taken(rear, lesson)).toEqual([['board', stationed.id]]);
});

test('whoever sees a lesson hears at once that its card, state, people or parts changed; others hear nothing', async () => {
  const { rear, stationed, coordinator, observer } = world.people;
  const foreign = await buildWorld(platform);
  const [page, coordinators, observers, strangers] = await Promise.all([
    pageOf(stationed),
    pageOf(coordinator),
    pageOf(observer),
    pageOf(foreign.people.coordinator),
  ]);
  const lesson = await startLesson(world, rear);
  const params = { lessonId: lesson.id };
  const heard = (who: Page) => who.heard('lesson:changed').length;
  const count = async (who: Page, times: number) =>
    eventually(() => expect(who.heard('lesson:changed')).toEqual(Array.from({ length: times }, () => params)));
  await count(page, 1);
  expect(await rear.call(updateLesson, { params, body: { periods: 2, minutes: 45 } })).toMatchObject({ periods: 2, minutes: 45 });
  await count(page, 2);
  await rear.call(changeLessonState, { params, body: { state: 'review' } });
  await count(page, 3);
  expect(heard(observers)).toBe(0);
  await rear.call(inviteToLesson, { params: { ...params, personId: observer.id }, body: { part: 'observer' } });
  await count(page, 4);
  await count(observers, 1);
  await rear.call(removeFromLesson, { params: { ...params, personId: observer.id } });
  await count(page, 5);
  await count(observers, 2);
  await rear.call(takePart, { params: { ...params, partId: 'board' } });
  await count(page, 6);
  await count(coordinators, 6);
  expect([heard(observers), heard(strangers)]).toEqual([2, 0]);
});

test('coordinators of the pairing can be mentioned; those of another cannot', async () => {
  const { rear, coordinator } = world.people;
  const foreign = await buildWorld(platform);
  const lesson = await startLesson(world, rear);
  const { items } = await rear.call(listReaders, { params: { lessonId: lesson.id } });
  const ids = items.map(({ id }) => id);
  expect(ids).toContain(coordinator.id);
  expect(ids).not.toContain(foreign.people.coordinator.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a raised need is told to the coordinators and the rear-support members, not to others and not to who raised it', async () => {
  const own = await buildWorld(platform);
  const { recipient, rear, stationed, mentor, coordinator } = own.people;
  const body = { title: '分数薄弱', description: '', subject: '数学', grade: '四年级' };
  await recipient.call(raiseNeed, { params: { teamId: own.teamId }, body });
  const told = async (person: TestPerson) =>
    (await person.call(listNotifications)).items.map(({ kind, data, path }) => [kind, data, path]);
  const news = [['need.raised', { need: '分数薄弱' }, `/pairings/${own.pairingId}`]];
  expect(await told(rear)).toEqual(news);
  expect(await told(coordinator)).toEqual(news);
  for (const person of [recipient, stationed, mentor]) expect(await told(person)).toEqual([]);
});

test('who is named in the plan is told once, with the way to the place, whatever is moved or undone (N1–N3)', async () => {
  const { rear, stationed, recipient } = world.people;
  const foreign = await buildWorld(platform);
  const lesson = await startLesson(world, rear);
  const { doc, close } = await openPlan(platform, rear, lesson);
  const step = childElements(sectionOf(doc, 'steps'), 'lessonStep')[1];
  const name = (accountId: string, id: string) => {
    const mention = new Y.XmlElement('mention');
    for (const [key, value] of Object.entries({ id, accountId, name: '某人' })) mention.setAttribute(key, value);
    return mention;
  };
  const paragraph = childElements(fieldOf(doc, 1, 'local'), 'paragraph')[0];
  const undo = new Y.UndoManager(doc.getXmlFragment(planRoot));
  paragraph?.insert(0, [
    new Y.XmlText('请看 '),
    name(recipient.id, 'one'),
    name(rear.id, 'own'),
    name(foreign.people.rear.id, 'far'),
  ]);
  const told = async (person: TestPerson) => {
    const { items } = await person.call(listNotifications);
    return items.flatMap(({ kind, actor, path }) =>
      kind === 'plan.mention' && path.includes(lesson.id) ? [[actor?.id, path]] : [],
    );
  };
  const news = [[rear.id, `/lessons/${lesson.id}?at=${step?.getAttribute('id')}`]];
  await until(async () => (await told(recipient)).length === 1, 'the person named is told');
  undo.undo();
  undo.redo();
  await stationed.call(movePlanStep, {
    params: { lessonId: lesson.id, partId: step?.getAttribute('id') ?? '' },
    body: { before: null },
  });
  const board = childElements(sectionOf(doc, 'board'), 'paragraph')[0];
  board?.insert(0, [name(stationed.id, 'two')]);
  await until(async () => (await told(stationed)).length === 1, 'a later one is told as well');
  expect(await told(recipient)).toEqual(news);
  expect(await told(rear)).toEqual([]);
  expect(await told(foreign.people.rear)).toEqual([]);
  close();
});
