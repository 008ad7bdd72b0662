import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listThreads, openThread } from '../../shared/feedback.ts';
import type { Lesson } from '../../shared/planning.ts';
import { eventually } from '../support/eventually.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildLesson, openPlan, passageOf, sectionOf, textbookOf, threadsOn, type LivePlan } from './support.ts';

let platform: TestPlatform;
let world: World;
let lesson: Lesson;
let plan: LivePlan;
let other: LivePlan;

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());
beforeEach(async () => {
  lesson = await buildLesson(world, world.people.rear);
  plan = await openPlan(platform, world.people.rear, lesson.documentId);
  other = await openPlan(platform, world.people.stationed, lesson.documentId);
});
afterEach(() => {
  plan.close();
  other.close();
});

const write = async (words: string) => {
  const text = plan.write(words);
  await eventually(() => expect(textbookOf(other.doc)).toContain(words));
  return text;
};
const comment = (person: TestPerson, anchor: ReturnType<typeof passageOf>) =>
  person.call(openThread, { params: { lessonId: lesson.id }, body: { kind: 'suggestion', anchor, body: '换个说法' } });
const anchors = async () =>
  (await world.people.mentor.call(listThreads, { params: { lessonId: lesson.id } })).items.map(({ anchor }) => anchor);
const countThreads = async () =>
  (await platform.database.db.selectFrom('threads').select('id').where('lesson_id', '=', lesson.id).execute()).length;

describe('a thread on a passage of the plan', () => {
  it("appears as a mark in every client's plan although the mentor cannot write there, with the words as they stand", async () => {
    const text = await write('把一个月饼平均分成两份');
    const thread = await comment(world.people.mentor, { ...passageOf(text, 3, 5), quote: '不是这些字' });
    expect(thread.anchor).toEqual({ type: 'plan', quote: '月饼', prefix: '把一个', suffix: '平均分成两份', orphaned: false });
    await eventually(() => expect(threadsOn(other.doc, '月饼')).toEqual([thread.id]));
    expect(textbookOf(other.doc)).toContain('把一个月饼平均分成两份');
  });

  it('shares its words with other threads', async () => {
    const text = await write('平均分');
    const first = await comment(world.people.mentor, passageOf(text, 0, 3));
    const second = await comment(world.people.recipient, passageOf(text, 0, 3));
    await eventually(() => expect(threadsOn(other.doc, '平均分').toSorted()).toEqual([first.id, second.id].toSorted()));
  });

  it('stays with its words while others type around them', async () => {
    const text = await write('把月饼分成两份');
    const anchor = passageOf(text, 1, 3);
    text.insert(0, '请同学们');
    await eventually(() => expect(textbookOf(other.doc)).toContain('请同学们把'));
    const thread = await comment(world.people.mentor, anchor);
    expect(thread.anchor).toMatchObject({ quote: '月饼' });
  });

  it('is shown as orphaned with its quote after its words were deleted,', async () => {
    const text = await write('把月饼分成两份');
    await comment(world.people.mentor, passageOf(text, 1, 3));
    expect(await anchors()).toMatchObject([{ quote: '月饼', orphaned: false }]);

    sectionOf(other.doc, 'textbook').delete(0, 1);
    await eventually(async () => expect(await anchors()).toMatchObject([{ quote: '月饼', orphaned: true }]));
  });

  it('is refused when its words were deleted meanwhile, and nothing is written', async () => {
    const text = await write('把月饼分成两份');
    const anchor = passageOf(text, 1, 3);
    text.delete(1, 2);
    await eventually(() => expect(textbookOf(other.doc)).toContain('把分成两份'));
    await expect(comment(world.people.mentor, anchor)).rejects.toMatchObject({ status: 409, code: 'passage_gone' });
    expect(await countThreads()).toBe(0);
  });

  it('leaves no mark behind when it could not be written', async () => {
    const text = await write('把月饼分成两份');
    const written = await comment(world.people.mentor, passageOf(text, 1, 3));
    const refused = world.people.rear.call(openThread, {
      params: { lessonId: lesson.id },
      body: { kind: 'note', anchor: passageOf(text, 1, 3), body: '重号', commentId: written.comments[0]?.id },
    });
    await expect(refused).rejects.toMatchObject({ code: 'id_taken' });
    plan.write('此后');
    await eventually(() => expect(textbookOf(other.doc)).toContain('此后'));
    expect(threadsOn(other.doc, '月饼')).toEqual([written.id]);
    expect(await countThreads()).toBe(1);
  });

  it('is refused with bytes that are no position', async () => {
    await write('把月饼分成两份');
    for (const bytes of [Buffer.alloc(0), Buffer.from([255, 255, 255]), Buffer.alloc(250, 1)]) {
      const position = bytes.toString('base64');
      const sent = comment(world.people.mentor, { type: 'plan', from: position, to: position, quote: '月饼' });
      await expect(sent).rejects.toSatisfy((error: { status: number }) => [400, 409].includes(error.status));
    }
    expect(await countThreads()).toBe(0);
  });
});
