import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openThread, reply, resolveThread } from '../../shared/feedback.ts';
import { listNotifications, readAllNotifications, readNotification } from '../../shared/notifications.ts';
import { inviteToLesson, type Lesson } from '../../shared/planning.ts';
import { buildLesson, openPage, type Page } from '../feedback/support.ts';
import { eventually } from '../support/eventually.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';

let platform: TestPlatform;
let world: World;
let author: TestPerson;
let lesson: Lesson;
const pages: Page[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());
beforeEach(async () => {
  author = await world.addPerson('rear');
  lesson = await buildLesson(world, author);
});
afterEach(() => pages.splice(0).forEach(({ socket }) => socket.close()));

const inboxOf = (person: TestPerson) => person.call(listNotifications);
const open = (person: TestPerson, body = '导入可以更短') =>
  person.call(openThread, { params: { lessonId: lesson.id }, body: { kind: 'suggestion', anchor: { type: 'lesson' }, body } });
const pageOf = async (person: TestPerson): Promise<Page> => {
  const page = await openPage(platform, person);
  pages.push(page);
  return page;
};

describe('the inbox', () => {
  it("is told of feedback on one's lesson at once on every open page, with how many are unread", async () => {
    const [page, second] = await Promise.all([pageOf(author), pageOf(author)]);
    const { mentor } = world.people;
    const thread = await open(mentor);
    const told = {
      notification: {
        kind: 'feedback.thread',
        actor: { id: mentor.id, name: mentor.name },
        data: { lesson: lesson.title, threadKind: 'suggestion', quote: '', text: '导入可以更短' },
        path: `/lessons/${lesson.id}?thread=${thread.id}`,
        readAt: null,
      },
      unread: 1,
    };
    for (const { heard } of [page, second]) {
      await eventually(() => expect(heard('notification:new')).toMatchObject([told]));
    }
    expect(await inboxOf(author)).toMatchObject({ items: [told.notification], unread: 1 });
  });

  it('never tells people of what they did themselves', async () => {
    const page = await pageOf(author);
    const thread = await open(author);
    await author.call(reply, { params: { threadId: thread.id }, body: { body: '补充' } });
    await author.call(resolveThread, { params: { threadId: thread.id }, body: { resolved: true } });
    expect(await inboxOf(author)).toEqual({ items: [], unread: 0 });
    // An answer over the same socket comes after whatever was pushed before.
    await page.request('feedback:unwatch', { lessonId: lesson.id });
    expect(page.heard('notification:new')).toEqual([]);
  });

  it('tells those in a thread of replies, its author of its resolution, and others of neither', async () => {
    const [asking, answering, silent] = await Promise.all([
      world.addPerson('mentor'),
      world.addPerson('recipient'),
      world.addPerson('stationed'),
    ]);
    const thread = await open(asking);
    await answering.call(reply, { params: { threadId: thread.id }, body: { body: '我试试' } });
    await author.call(resolveThread, { params: { threadId: thread.id }, body: { resolved: true } });
    await author.call(resolveThread, { params: { threadId: thread.id }, body: { resolved: true } });

    const kindsOf = async (person: TestPerson) => (await inboxOf(person)).items.map(({ kind }) => kind);
    expect(await kindsOf(asking)).toEqual(['feedback.resolved', 'feedback.reply']);
    expect(await kindsOf(author)).toEqual(['feedback.reply', 'feedback.thread']);
    expect(await kindsOf(answering)).toEqual([]);
    expect(await kindsOf(silent)).toEqual([]);
  });

  it('tells planners who were invited to a lesson', async () => {
    const invited = await world.addPerson('recipient');
    await author.call(inviteToLesson, { params: { lessonId: lesson.id, personId: invited.id }, body: { part: 'co-planner' } });
    const [told] = (await inboxOf(invited)).items;
    expect(told).toMatchObject({
      kind: 'lesson.invited',
      actor: { id: author.id },
      data: { lesson: lesson.title },
      path: `/lessons/${lesson.id}`,
    });
    await open(world.people.mentor);
    expect((await inboxOf(invited)).unread).toBe(2);
  });

  it('tells nobody of a lesson that they cannot see any longer', async () => {
    const leaving = await world.addPerson('mentor');
    const thread = await open(leaving, '请看这里');
    await platform.database.db.updateTable('members').set({ ends_on: '2020-02-01' }).where('id', '=', leaving.memberId).execute();
    await author.call(reply, { params: { threadId: thread.id }, body: { body: '已改，秘密' } });
    const rows = await platform.database.db
      .selectFrom('notifications')
      .select('kind')
      .where('account_id', '=', leaving.id)
      .execute();
    expect(rows).toEqual([]);
  });

  it('marks one or all as read, and only one’s own', async () => {
    await open(world.people.mentor, '一');
    await open(world.people.mentor, '二');
    await open(world.people.mentor, '三');
    const { items } = await inboxOf(author);
    expect(items.map(({ data }) => data['text'])).toEqual(['三', '二', '一']);
    const notificationId = items[1]?.id ?? '';

    const stranger = world.people.recipient;
    const refused = (id: string) => stranger.call(readNotification, { params: { notificationId: id } });
    await expect(refused(notificationId)).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await expect(refused(randomUUID())).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await stranger.call(readAllNotifications);
    expect((await inboxOf(author)).unread).toBe(3);

    await author.call(readNotification, { params: { notificationId } });
    const first = await inboxOf(author);
    expect(first.unread).toBe(2);
    expect(first.items.map(({ readAt }) => readAt !== null)).toEqual([false, true, false]);
    await author.call(readNotification, { params: { notificationId } });
    expect((await inboxOf(author)).items[1]?.readAt).toBe(first.items[1]?.readAt);

    await author.call(readAllNotifications);
    expect((await inboxOf(author)).unread).toBe(0);
  });

  it('shows the newest hundred and counts all that are unread', async () => {
    await platform.database.db
      .insertInto('notifications')
      .values(
        Array.from({ length: 105 }, (_none, index) => ({
          account_id: author.id,
          kind: 'class.opened',
          data: JSON.stringify({ lesson: `第 ${index} 课` }),
          path: '/',
          created_at: new Date(Date.UTC(2026, 0, 1, 0, index)),
        })),
      )
      .execute();
    const { items, unread } = await inboxOf(author);
    expect(unread).toBe(105);
    expect(items).toHaveLength(100);
    expect(items[0]?.data['lesson']).toBe('第 104 课');
  });

  it('is nobody’s without signing in', async () => {
    await expect(platform.api().call(listNotifications)).rejects.toMatchObject({ status: 401, code: 'not_signed_in' });
  });
});
