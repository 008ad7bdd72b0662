import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openThread, reply, resolveThread } from '../../shared/feedback.ts';
import { inviteToLesson, removeFromLesson, type Lesson } from '../../shared/planning.ts';
import { eventually } from '../support/eventually.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildLesson, openPage, type Page } from './support.ts';

let platform: TestPlatform;
let world: World;
let foreign: World;
let lesson: Lesson;
const pages: Page[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  [world, foreign] = await Promise.all([buildWorld(platform), buildWorld(platform)]);
});
afterAll(() => platform.close());
beforeEach(async () => {
  lesson = await buildLesson(world, world.people.rear);
});
afterEach(() => pages.splice(0).forEach(({ socket }) => socket.close()));

const pageOf = async (person: TestPerson): Promise<Page> => {
  const page = await openPage(platform, person);
  pages.push(page);
  return page;
};
const watch = (page: Page, lessonId = lesson.id) => page.request('feedback:watch', { lessonId });
const open = (person: TestPerson) =>
  person.call(openThread, {
    params: { lessonId: lesson.id },
    body: { kind: 'question', anchor: { type: 'lesson' }, body: '为什么？' },
  });
/** What was sent before arrives before: a page that got the answer to its request has heard all that came earlier. */
const settled = (page: Page) => page.request('feedback:unwatch', { lessonId: randomUUID() });

describe('pages that watch a lesson', () => {
  it('hear of new threads, replies and resolutions until they stop watching', async () => {
    const page = await pageOf(world.people.recipient);
    expect(await watch(page)).toEqual({ ok: true, value: { done: true } });
    const thread = await open(world.people.mentor);
    await world.people.rear.call(reply, { params: { threadId: thread.id }, body: { body: '因为……' } });
    await world.people.rear.call(resolveThread, { params: { threadId: thread.id }, body: { resolved: true } });
    const push = { lessonId: lesson.id, threadId: thread.id };
    await eventually(() => expect(page.heard('feedback:thread')).toEqual([push, push, push]));

    await page.request('feedback:unwatch', { lessonId: lesson.id });
    await open(world.people.mentor);
    await settled(page);
    expect(page.heard('feedback:thread')).toHaveLength(3);
  });

  it('are told of an unknown and of a foreign lesson alike, and hear nothing of it', async () => {
    const page = await pageOf(foreign.people.coordinator);
    const refusal = { ok: false, error: { code: 'not_found' } };
    expect(await watch(page)).toMatchObject(refusal);
    expect(await watch(page, randomUUID())).toMatchObject(refusal);
    await open(world.people.mentor);
    await settled(page);
    expect(page.heard('feedback:thread')).toEqual([]);
  });

  it('hear nothing more once their part in the lesson was taken away, while others do', async () => {
    const { observer, rear } = world.people;
    await rear.call(inviteToLesson, { params: { lessonId: lesson.id, personId: observer.id }, body: { part: 'observer' } });
    const [page, neighbour] = await Promise.all([pageOf(observer), pageOf(rear)]);
    expect(await watch(page)).toMatchObject({ ok: true });
    expect(await watch(neighbour)).toMatchObject({ ok: true });
    await open(world.people.mentor);
    await eventually(() => expect(page.heard('feedback:thread')).toHaveLength(1));

    await rear.call(removeFromLesson, { params: { lessonId: lesson.id, personId: observer.id } });
    await open(world.people.mentor);
    await eventually(() => expect(neighbour.heard('feedback:thread')).toHaveLength(2));
    await settled(page);
    expect(page.heard('feedback:thread')).toHaveLength(1);
  });

  it('S05 hear nothing once the term has ended, whether or not their socket is closed already', async () => {
    const leaving = await world.addPerson('recipient');
    const page = await pageOf(leaving);
    await watch(page);
    await platform.database.db.updateTable('members').set({ ends_on: '2020-02-01' }).where('id', '=', leaving.memberId).execute();
    await open(world.people.mentor);
    await eventually(() => expect(page.socket.connected).toBe(false));
    expect(page.heard('feedback:thread')).toEqual([]);
  });

  it('S14 get a named error for any payload that is not a lesson', async () => {
    const page = await pageOf(world.people.rear);
    for (const payload of [null, [], 7, { lessonId: 'x' }, { __proto__: { lessonId: lesson.id } }, 'x'.repeat(100_000)]) {
      expect(await page.request('feedback:watch', payload)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    }
  });
});
