import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listThreads, openThread, reply, resolveThread, ThreadKind } from '../../shared/feedback.ts';
import { inviteToLesson, type Lesson } from '../../shared/planning.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildLesson } from './support.ts';

let platform: TestPlatform;
let world: World;
let foreign: World;
let lesson: Lesson;
const onLesson = { type: 'lesson' } as const;

beforeAll(async () => {
  platform = await startPlatform();
  [world, foreign] = await Promise.all([buildWorld(platform), buildWorld(platform)]);
});
afterAll(() => platform.close());
beforeEach(async () => {
  lesson = await buildLesson(world, world.people.rear);
});

const threadsOf = async (person: TestPerson) => (await person.call(listThreads, { params: { lessonId: lesson.id } })).items;
const open = (person: TestPerson, body = '导入很自然') =>
  person.call(openThread, { params: { lessonId: lesson.id }, body: { kind: 'strength', anchor: onLesson, body } });
const countRows = async () => {
  const { db } = platform.database;
  const threads = await db.selectFrom('threads').select('id').where('lesson_id', '=', lesson.id).execute();
  const comments = await db.selectFrom('comments').select('id').execute();
  return { threads: threads.length, comments: comments.length };
};

describe('feedback threads', () => {
  it('are of the four kinds, and listed the oldest first with who wrote them', async () => {
    const { mentor, rear } = world.people;
    for (const kind of ThreadKind.options) {
      await mentor.call(openThread, { params: { lessonId: lesson.id }, body: { kind, anchor: onLesson, body: `关于${kind}` } });
    }
    const threads = await threadsOf(rear);
    expect(threads.map(({ kind }) => kind)).toEqual(['strength', 'question', 'suggestion', 'note']);
    expect(threads[0]).toMatchObject({
      anchor: { type: 'lesson' },
      comments: [{ author: { id: mentor.id, name: mentor.name }, body: '关于strength' }],
      resolvedAt: null,
    });
  });

  it('refuse another kind, an empty text and one that is too long', async () => {
    const before = await countRows();
    const send = (body: object) =>
      world.people.mentor.raw(`/api/lessons/${lesson.id}/threads`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    for (const body of [
      { kind: 'praise', anchor: onLesson, body: '好' },
      { kind: 'note', anchor: onLesson, body: '  ' },
      { kind: 'note', anchor: onLesson, body: '好'.repeat(4001) },
      { kind: 'note', anchor: { type: 'plan', from: 'bm90IGEgcG9zaXRpb24', to: '', quote: 'x' }, body: '好' },
    ]) {
      expect((await send(body)).status).toBe(400);
    }
    expect(await countRows()).toEqual(before);
  });

  it('take replies from everyone who may comment, in the order written', async () => {
    const thread = await open(world.people.mentor);
    await world.people.recipient.call(reply, { params: { threadId: thread.id }, body: { body: '谢谢' } });
    const answer = await world.people.rear.call(reply, { params: { threadId: thread.id }, body: { body: '我也这样想' } });
    expect(answer.comments.map(({ body }) => body)).toEqual(['导入很自然', '谢谢', '我也这样想']);
  });

  it('are resolved and opened again by their author and by editors of the plan, not by others', async () => {
    const { mentor, rear } = world.people;
    const other = await world.addPerson('mentor');
    const thread = await open(mentor);
    const resolve = (person: TestPerson, resolved: boolean) =>
      person.call(resolveThread, { params: { threadId: thread.id }, body: { resolved } });

    await expect(resolve(other, true)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    expect((await threadsOf(other))[0]).toMatchObject({ resolvedAt: null, mayResolve: false });
    expect(await resolve(mentor, true)).toMatchObject({ resolvedBy: { id: mentor.id }, mayResolve: true });
    expect(await resolve(rear, false)).toMatchObject({ resolvedAt: null, resolvedBy: null });
    expect(await resolve(rear, true)).toMatchObject({ resolvedBy: { id: rear.id } });
  });

  it('write a comment once when it is sent again after its answer was lost', async () => {
    const { mentor, recipient } = world.people;
    const body = { kind: 'note', anchor: onLesson, body: '第三分钟', commentId: randomUUID() } as const;
    const params = { lessonId: lesson.id };
    const [first, second] = await Promise.all([
      mentor.call(openThread, { params, body }),
      mentor.call(openThread, { params, body }),
    ]);
    expect(second.id).toBe(first.id);
    expect((await mentor.call(openThread, { params, body })).id).toBe(first.id);
    const answer = { params: { threadId: first.id }, body: { body: '收到', commentId: randomUUID() } };
    await recipient.call(reply, answer);
    expect((await recipient.call(reply, answer)).comments).toHaveLength(2);
    expect(await threadsOf(mentor)).toHaveLength(1);
  });

  it('are opened once under the id that a device without a connection gave them, and answered under it (C2)', async () => {
    const { mentor, recipient } = world.people;
    const params = { lessonId: lesson.id };
    const body = { kind: 'note', anchor: onLesson, body: '离线写的', commentId: randomUUID(), threadId: randomUUID() } as const;
    const answers = await Promise.all([mentor.call(openThread, { params, body }), mentor.call(openThread, { params, body })]);
    expect(answers.map(({ id }) => id)).toEqual([body.threadId, body.threadId]);
    await mentor.call(reply, { params: { threadId: body.threadId }, body: { body: '补充', commentId: randomUUID() } });
    const taken = recipient.call(openThread, { params, body: { ...body, body: '别人的', commentId: randomUUID() } });
    await expect(taken).rejects.toMatchObject({ status: 409, code: 'id_taken' });
    expect((await threadsOf(mentor)).map(({ comments }) => comments.map((one) => one.body))).toEqual([['离线写的', '补充']]);
  });

  it('do not show or overwrite the comment of another whose id is sent', async () => {
    const thread = await open(world.people.mentor);
    const taken = thread.comments[0]?.id;
    const sent = world.people.rear.call(openThread, {
      params: { lessonId: lesson.id },
      body: { kind: 'note', anchor: onLesson, body: '别的', commentId: taken },
    });
    await expect(sent).rejects.toMatchObject({ status: 409, code: 'id_taken' });
    expect((await threadsOf(world.people.mentor)).map(({ comments }) => comments[0]?.body)).toEqual(['导入很自然']);
  });
});

describe('who may read and write feedback', () => {
  it('an observer reads what they were given and writes nothing', async () => {
    const { mentor, observer, rear } = world.people;
    const thread = await open(mentor);
    await expect(threadsOf(observer)).rejects.toMatchObject({ status: 404 });
    await rear.call(inviteToLesson, { params: { lessonId: lesson.id, personId: observer.id }, body: { part: 'observer' } });

    expect(await threadsOf(observer)).toMatchObject([{ id: thread.id, mayResolve: false }]);
    const before = await countRows();
    await expect(open(observer)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    await expect(observer.call(reply, { params: { threadId: thread.id }, body: { body: '我看' } })).rejects.toMatchObject({
      status: 403,
    });
    await expect(
      observer.call(resolveThread, { params: { threadId: thread.id }, body: { resolved: true } }),
    ).rejects.toMatchObject({ status: 403 });
    expect(await countRows()).toEqual(before);
  });

  it('S01 people of another organisation are told the same as of an unknown id, and change nothing', async () => {
    const thread = await open(world.people.mentor);
    const before = await countRows();
    const answers = async (person: TestPerson, lessonId: string, threadId: string) => {
      const json = { 'content-type': 'application/json' };
      const post = (path: string, body: object) =>
        person.raw(path, { method: 'POST', headers: json, body: JSON.stringify(body) }).then(async (response) => ({
          status: response.status,
          body: await response.json(),
        }));
      const list = await person.raw(`/api/lessons/${lessonId}/threads`);
      return [
        { status: list.status, body: await list.json() },
        await post(`/api/lessons/${lessonId}/threads`, { kind: 'note', anchor: onLesson, body: '外人' }),
        await post(`/api/threads/${threadId}/comments`, { body: '外人' }),
        await post(`/api/threads/${threadId}/resolution`, { resolved: true }),
      ];
    };
    for (const person of [foreign.people.rear, foreign.people.coordinator, foreign.people.observer]) {
      const known = await answers(person, lesson.id, thread.id);
      expect(known.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      expect(known).toEqual(await answers(person, randomUUID(), randomUUID()));
    }
    expect(await countRows()).toEqual(before);
  });

  it('a member whose term has ended reads and writes nothing more', async () => {
    const leaving = await world.addPerson('mentor');
    await open(leaving);
    await platform.database.db.updateTable('members').set({ ends_on: '2020-02-01' }).where('id', '=', leaving.memberId).execute();
    await expect(threadsOf(leaving)).rejects.toSatisfy((error: { status: number }) => [403, 404].includes(error.status));
    await expect(open(leaving)).rejects.toSatisfy((error: { status: number }) => [403, 404].includes(error.status));
    expect((await threadsOf(world.people.rear)).map(({ comments }) => comments[0]?.author.id)).toEqual([leaving.id]);
  });
});
