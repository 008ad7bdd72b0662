import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { listReaders, listThreads, openThread } from '../../shared/feedback.ts';
import { childElements } from '../../shared/planDocument.ts';
import { inviteToLesson, type Lesson } from '../../shared/planning.ts';
import { eventually } from '../support/eventually.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { buildLesson, openPlan, sectionOf, type LivePlan } from './support.ts';

let platform: TestPlatform;
let world: World;
let lesson: Lesson;
let plan: LivePlan;

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());
beforeEach(async () => {
  lesson = await buildLesson(world, world.people.rear);
  plan = await openPlan(platform, world.people.rear, lesson.documentId);
});
afterEach(() => plan.close());

const steps = (): Y.XmlElement[] => childElements(sectionOf(plan.doc, 'steps'), 'lessonStep');
const comment = (stepId: string, lessonId = lesson.id) =>
  world.people.mentor.call(openThread, {
    params: { lessonId },
    body: { kind: 'question', anchor: { type: 'step', stepId }, body: '时间够吗？' },
  });
const anchors = async () =>
  (await world.people.rear.call(listThreads, { params: { lessonId: lesson.id } })).items.map(({ anchor }) => anchor);

describe('a thread on a whole step', () => {
  it('stays with the step while it moves, is orphaned when the step is deleted, and whole again when it comes back', async () => {
    const [first] = steps();
    const stepId = String(first?.getAttribute('id'));
    const { anchor } = await comment(stepId);
    expect(anchor).toMatchObject({ type: 'step', stepId, orphaned: false });
    const section = sectionOf(plan.doc, 'steps');
    const copy = first?.clone() as Y.XmlElement;
    const place = section.toArray().indexOf(first as Y.XmlElement);
    section.delete(place, 1);
    await eventually(async () => expect(await anchors()).toMatchObject([{ stepId, orphaned: true }]));
    section.insert(section.length, [copy]);
    await eventually(async () => expect(await anchors()).toMatchObject([{ stepId, orphaned: false }]));
  });

  it('is refused on a step that is not in this plan, and nothing is written', async () => {
    const other = await buildLesson(world, world.people.rear, '别的课');
    const stepId = String(steps()[0]?.getAttribute('id'));
    await expect(comment(stepId, other.id)).rejects.toMatchObject({ status: 409, code: 'step_gone' });
    expect(await world.people.rear.call(listThreads, { params: { lessonId: other.id } })).toEqual({ items: [] });
  });
});

describe('the people who can be mentioned', () => {
  it('are those of the team who see the lesson: an observer only once they were given it', async () => {
    const { rear, mentor, observer } = world.people;
    const readers = async () => (await mentor.call(listReaders, { params: { lessonId: lesson.id } })).items.map(({ id }) => id);
    expect(await readers()).toEqual(expect.arrayContaining([rear.id, mentor.id]));
    expect(await readers()).not.toContain(observer.id);
    await rear.call(inviteToLesson, { params: { lessonId: lesson.id, personId: observer.id }, body: { part: 'observer' } });
    expect(await readers()).toContain(observer.id);
  });
});
