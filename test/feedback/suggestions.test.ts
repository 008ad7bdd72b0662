import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { decideSuggestion, listThreads, openThread, reply, resolveThread, type Thread } from '../../shared/feedback.ts';
import { listNotifications } from '../../shared/notifications.ts';
import { childElements } from '../../shared/planDocument.ts';
import type { Lesson } from '../../shared/planning.ts';
import { eventually } from '../support/eventually.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildLesson, openPlan, passageOf, sectionOf, textbookOf, threadsOn, type LivePlan } from './support.ts';

let platform: TestPlatform;
let world: World;
let lesson: Lesson;
let plan: LivePlan;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());
beforeEach(async () => {
  world = await buildWorld(platform);
  lesson = await buildLesson(world, world.people.rear);
  plan = await openPlan(platform, world.people.rear, lesson.documentId);
});
afterEach(() => plan.close());

/** The mentor suggests other words for `quote`, which is written into the plan first. */
async function suggest(wording: string, words = '把一个月饼分成两份', from = 3, to = 5) {
  const text = plan.write(words);
  // The server answers in order, so that it has the words when it has another change of the same client.
  const other = await openPlan(platform, world.people.stationed, lesson.documentId);
  await eventually(() => expect(textbookOf(other.doc)).toContain(words));
  other.close();
  const thread = await world.people.mentor.call(openThread, {
    params: { lessonId: lesson.id },
    body: { kind: 'suggestion', anchor: passageOf(text, from, to), body: '说得更准', wording },
  });
  return { text, thread };
}
const params = (thread: Thread) => ({ threadId: thread.id });
const adopt = (person: TestPerson, thread: Thread, replaces?: string, decisionId: string = randomUUID()) =>
  person.call(decideSuggestion, { params: params(thread), body: { decisionId, outcome: 'adopted', replaces } });
const planSays = (words: string) => eventually(() => expect(textbookOf(plan.doc)).toBe(words));
const inboxOf = async (person: TestPerson) => (await person.call(listNotifications)).items;
const decisionsOf = (thread: Thread) =>
  platform.database.db.selectFrom('decisions').selectAll().where('thread_id', '=', thread.id).execute();
/** The bold words of 教材分析. */
const boldIn = (doc: Y.Doc): string =>
  childElements(sectionOf(doc, 'textbook'), 'paragraph')
    .flatMap((paragraph) => paragraph.toArray())
    .flatMap((text) => (text instanceof Y.XmlText ? (text.toDelta() as { insert: string; attributes?: { bold?: true } }[]) : []))
    .map(({ insert, attributes }) => (attributes?.bold === true ? insert : ''))
    .join('');
const threadNow = async (thread: Thread) => {
  const { items } = await world.people.rear.call(listThreads, { params: { lessonId: lesson.id } });
  return items.find(({ id }) => id === thread.id);
};

describe('a suggestion with wording', () => {
  it('enters the plan as the edit of whoever adopts it, credited to whoever made it, who is told', async () => {
    const { mentor, recipient } = world.people;
    const { thread } = await suggest('同样大的月饼');
    expect(thread).toMatchObject({ wording: '同样大的月饼', decisions: [], mayDecide: false });
    const adopted = await adopt(recipient, thread);
    await planSays('把一个同样大的月饼分成两份');
    expect(adopted).toMatchObject({
      anchor: { quote: '同样大的月饼', orphaned: false },
      comments: [{ author: { id: mentor.id } }],
      decisions: [{ outcome: 'adopted', by: { id: recipient.id }, wording: '同样大的月饼', replaced: '月饼', withdrawnAt: null }],
      resolvedBy: { id: recipient.id },
      mayDecide: false,
    });
    expect(threadsOn(plan.doc, '同样大的月饼')).toEqual([thread.id]);
    const { account_id } = await platform.database.db
      .selectFrom('document_entries')
      .select('account_id')
      .where('document_id', '=', lesson.documentId)
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(account_id).toBe(recipient.id);
    expect((await inboxOf(mentor))[0]).toMatchObject({
      kind: 'feedback.adopted',
      actor: { id: recipient.id },
      data: { text: '同样大的月饼', quote: '月饼' },
    });
  });

  it('can be adapted first: both wordings are kept', async () => {
    const { mentor, recipient } = world.people;
    const { thread } = await suggest('同样大的月饼');
    const adapted = await recipient.call(decideSuggestion, {
      params: params(thread),
      body: { decisionId: randomUUID(), outcome: 'adapted', wording: '圆月饼', reason: '我们这里说圆' },
    });
    await planSays('把一个圆月饼分成两份');
    expect(adapted).toMatchObject({
      wording: '同样大的月饼',
      decisions: [{ outcome: 'adapted', wording: '圆月饼', replaced: '月饼', reason: '我们这里说圆' }],
    });
    expect((await inboxOf(mentor))[0]).toMatchObject({ kind: 'feedback.adapted', data: { text: '圆月饼' } });
  });

  it('is declined with a reason, which the mentor reads, and the plan stays', async () => {
    const { mentor, recipient } = world.people;
    const { thread } = await suggest('同样大的月饼');
    const body = { decisionId: randomUUID(), outcome: 'declined' as const };
    await expect(
      recipient.call(decideSuggestion, { params: params(thread), body: { ...body, reason: ' ' } }),
    ).rejects.toMatchObject({ status: 400 });
    const declined = await recipient.call(decideSuggestion, { params: params(thread), body: { ...body, reason: '已经讲过' } });
    expect(declined).toMatchObject({ decisions: [{ outcome: 'declined', reason: '已经讲过', wording: null, replaced: null }] });
    expect((await inboxOf(mentor))[0]).toMatchObject({ kind: 'feedback.declined', data: { text: '已经讲过' } });
    expect(textbookOf(plan.doc)).toBe('把一个月饼分成两份');
  });

  it('is decided by those who edit the plan only, whoever made it', async () => {
    const { thread } = await suggest('同样大的月饼');
    for (const person of [world.people.mentor, world.people.coordinator]) {
      await expect(adopt(person, thread)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    }
    expect(await decisionsOf(thread)).toEqual([]);
  });

  it('enters once when sent twice, and when two decide at once the slower is told', async () => {
    const { recipient, stationed, mentor } = world.people;
    const { thread } = await suggest('同样大的月饼');
    const decisionId = randomUUID();
    const answers = await Promise.allSettled([
      adopt(recipient, thread, undefined, decisionId),
      adopt(recipient, thread, undefined, decisionId),
      adopt(stationed, thread),
    ]);
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as { code: string }] : []));
    expect(refused.every(({ code }) => code === 'already_decided')).toBe(true);
    expect([1, 2]).toContain(refused.length);
    await planSays('把一个同样大的月饼分成两份');
    expect(await decisionsOf(thread)).toHaveLength(1);
    expect((await inboxOf(mentor)).filter(({ kind }) => kind === 'feedback.adopted')).toHaveLength(1);
  });

  it('is refused with the present words when the passage has changed, and enters when these are what is replaced', async () => {
    const { recipient } = world.people;
    const { text, thread } = await suggest('同样大的月饼');
    text.insert(4, '小');
    await eventually(() =>
      expect(adopt(recipient, thread)).rejects.toMatchObject({
        status: 409,
        code: 'passage_changed',
        details: { words: '月小饼' },
      }),
    );
    expect(await decisionsOf(thread)).toEqual([]);
    expect(textbookOf(plan.doc)).toBe('把一个月小饼分成两份');
    await adopt(recipient, thread, '月小饼');
    await planSays('把一个同样大的月饼分成两份');
    expect(await decisionsOf(thread)).toMatchObject([{ replaced: '月小饼' }]);
  });

  it('is refused when its passage is gone, can then be declined, and adopted again when the words came back', async () => {
    const { recipient } = world.people;
    const { text, thread } = await suggest('同样大的月饼');
    const marked = text.toDelta() as { insert: string; attributes?: object }[];
    text.delete(3, 2);
    await eventually(async () => expect(await threadNow(thread)).toMatchObject({ anchor: { orphaned: true } }));
    await expect(adopt(recipient, thread)).rejects.toMatchObject({ status: 409, code: 'suggestion_orphaned' });
    text.insert(3, '月饼', marked[1]?.attributes);
    await eventually(async () => expect(await threadNow(thread)).toMatchObject({ anchor: { orphaned: false } }));
    await adopt(recipient, thread);
    await planSays('把一个同样大的月饼分成两份');
  });

  it('is not undone in silence: opening the thread again keeps the words, the record, and tells both', async () => {
    const { recipient, mentor, stationed } = world.people;
    const { thread } = await suggest('同样大的月饼');
    await adopt(recipient, thread);
    const opened = await stationed.call(resolveThread, { params: params(thread), body: { resolved: false } });
    expect(opened).toMatchObject({
      resolvedAt: null,
      decisions: [{ outcome: 'adopted', withdrawnBy: { id: stationed.id } }],
      anchor: { quote: '同样大的月饼' },
    });
    await planSays('把一个同样大的月饼分成两份');
    for (const person of [recipient, mentor]) {
      expect((await inboxOf(person))[0]).toMatchObject({ kind: 'feedback.reopened', actor: { id: stationed.id } });
    }
    await stationed.call(decideSuggestion, {
      params: params(thread),
      body: { decisionId: randomUUID(), outcome: 'adapted', wording: '月饼' },
    });
    await planSays('把一个月饼分成两份');
    expect(await decisionsOf(thread)).toHaveLength(2);
  });

  it('keeps the look of the words, other threads around them, and puts lines where lines were or into new paragraphs', async () => {
    const { recipient } = world.people;
    const { text, thread } = await suggest('同样大的月饼\n再想一想');
    text.format(3, 2, { bold: true });
    await eventually(() => expect(threadsOn(plan.doc, '月饼')).toEqual([thread.id]));
    await adopt(recipient, thread);
    await planSays('把一个同样大的月饼\n再想一想分成两份');
    expect(threadsOn(plan.doc, '同样大的月饼')).toEqual([thread.id]);
    expect(threadsOn(plan.doc, '再想一想')).toEqual([thread.id]);
    expect(boldIn(plan.doc)).toBe('同样大的月饼再想一想');

    // The passage now spans two paragraphs: one line empties the second but for what stood behind it.
    await recipient.call(resolveThread, { params: params(thread), body: { resolved: false } });
    await recipient.call(decideSuggestion, {
      params: params(thread),
      body: { decisionId: randomUUID(), outcome: 'adapted', wording: '饼' },
    });
    await planSays('把一个饼\n分成两份');
  });

  it('is in the plan and in the record together or not at all: while the row cannot be written neither is committed', async () => {
    const { recipient } = world.people;
    const { db } = platform.database;
    const { thread } = await suggest('同样大的月饼');
    const updates = async () => {
      const rows = await db.selectFrom('document_entries').select('seq').where('document_id', '=', lesson.documentId).execute();
      return rows.length;
    };
    const before = await updates();
    let deciding: Promise<Thread> | undefined;
    await db.transaction().execute(async (tx) => {
      await sql`lock table decisions in share row exclusive mode`.execute(tx);
      deciding = adopt(recipient, thread);
      // The change is live, as typing is before it is acknowledged, and waits for its row.
      await planSays('把一个同样大的月饼分成两份');
      await eventually(async () => {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from pg_locks join pg_class on pg_class.oid = relation
          where relname = 'decisions' and not granted`.execute(db);
        expect(rows[0]?.n).toBe(1);
      });
      expect(await updates()).toBe(before);
      expect(await decisionsOf(thread)).toEqual([]);
    });
    await deciding;
    expect(await updates()).toBe(before + 1);
    expect(await decisionsOf(thread)).toHaveLength(1);
  });

  it('holds wording only on a passage, and then needs no other words', async () => {
    const { mentor } = world.people;
    const lessonId = lesson.id;
    const body = { kind: 'suggestion' as const, anchor: { type: 'lesson' as const }, body: '换', wording: '换' };
    await expect(mentor.call(openThread, { params: { lessonId }, body })).rejects.toMatchObject({ status: 400 });
    const empty = { ...body, wording: undefined, body: ' ' };
    await expect(mentor.call(openThread, { params: { lessonId }, body: empty })).rejects.toMatchObject({ status: 400 });
    const { text } = await suggest('甲');
    const bare = { ...body, body: '', anchor: passageOf(text, 0, 1) };
    expect(await mentor.call(openThread, { params: { lessonId }, body: bare })).toMatchObject({ wording: '换' });
    const plain = await mentor.call(openThread, { params: { lessonId }, body: { ...body, wording: undefined } });
    await expect(adopt(world.people.recipient, plain)).rejects.toMatchObject({ status: 409, code: 'no_wording' });
  });
});

describe('mentions', () => {
  it('tell the people named who can see the lesson, once each, and nobody else', async () => {
    const { mentor, rear, recipient, observer } = world.people;
    const thread = await mentor.call(openThread, {
      params: { lessonId: lesson.id },
      body: {
        kind: 'question',
        anchor: { type: 'lesson' },
        body: `@${recipient.name}，@${rear.name} 和@${observer.name}怎么看？`,
      },
    });
    expect((await inboxOf(recipient)).map(({ kind }) => kind)).toEqual(['feedback.mention']);
    // The author of the lesson is named, and hears of the comment that way alone.
    expect((await inboxOf(rear)).map(({ kind }) => kind)).toEqual(['feedback.mention']);
    expect(await inboxOf(observer)).toEqual([]);
    await rear.call(reply, { params: params(thread), body: { body: `＠${mentor.name} 请看` } });
    expect((await inboxOf(mentor))[0]).toMatchObject({ kind: 'feedback.mention', data: { text: `＠${mentor.name} 请看` } });
    expect(await inboxOf(mentor)).toHaveLength(1);
  });
});
