import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { fileAddress } from '../../shared/files.ts';
import { listNotifications } from '../../shared/notifications.ts';
import { childElements, planRoot, plainText } from '../../shared/planDocument.ts';
import { createLesson, inviteToLesson, type Lesson } from '../../shared/planning.ts';
import { updateMember } from '../../shared/programme.ts';
import { getFamily, getPlan } from '../../shared/variants.ts';
import { findDifference, type Difference } from '../../shared/planDifference.ts';
import type { Api } from '../support/api.ts';
import { attach, png } from '../files/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { fieldOf, livePlanText, planText, sectionOf, startLesson, writeInto } from './support.ts';

let platform: TestPlatform;
let world: World;
let original: Lesson;

const refusal = (status: number, code: string) => expect.objectContaining({ status, code });
const change = (lesson: Lesson, by: { id: string }, work: (doc: Y.Doc) => void) =>
  platform.documents.change(lesson.documentId, by.id, work);
const textOf = (lesson: Lesson) => livePlanText(platform, lesson);
const take = (by: Api, given: Partial<Parameters<typeof startLesson>[2]> & { originId: string }, inWorld = world) =>
  startLesson(inWorld, by, { classNames: ['四（2）班'], reason: '这个班学过折纸', ...given });
/** Lets one of a world work in another one's team as well. */
const alsoIn = async (other: World, person: TestPerson, role: 'rear' | 'mentor' | 'observer') => {
  await platform.database.db
    .insertInto('members')
    .values({ account_id: person.id, organisation_id: other.supportingId, team_id: other.teamId, role, starts_on: '2020-01-01' })
    .execute();
};

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
  const { rear, stationed, recipient } = world.people;
  original = await startLesson(world, rear, { classNames: ['四（1）班'], coPlannerIds: [recipient.id] });
  await change(original, stationed, (doc) => {
    writeInto(sectionOf(doc, 'objectives'), '认识几分之一');
    writeInto(fieldOf(doc, 0, 'lead'), '出示月饼图');
    writeInto(sectionOf(doc, 'reflection'), '时间不够');
    const profile = childElements(sectionOf(doc, 'learners'), 'learnerProfile')[0];
    if (profile !== undefined) writeInto(profile, '学过平均分');
  });
});
afterAll(() => platform.close());

test('F2–F4: a copy has the text and the steps, an empty 学情 for each new class, and neither reflection nor comments', async () => {
  const { rear } = world.people;
  const text = await change(original, rear, (doc) => {
    const line = childElements(sectionOf(doc, 'objectives'), 'paragraph')[0]?.get(0) as Y.XmlText;
    line.format(0, 2, { comment: { threadId: 'a-thread' } });
  }).then(() => textOf(original));
  expect(text).toContain('学过平均分');
  const copy = await take(rear, { originId: original.id, classNames: ['四（2）班', '四（3）班'] });
  await platform.documents.read(copy.documentId, (doc) => {
    const words = planText(doc);
    expect(words).toContain('认识几分之一');
    expect(words).toContain('出示月饼图');
    expect(words).not.toContain('学过平均分');
    expect(words).not.toContain('时间不够');
    const profiles = childElements(sectionOf(doc, 'learners'), 'learnerProfile');
    expect(profiles.map((profile) => [profile.getAttribute('className'), plainText(profile)])).toEqual([
      ['四（2）班', ''],
      ['四（3）班', ''],
    ]);
    expect(JSON.stringify(doc.getXmlFragment(planRoot).toJSON())).not.toContain('a-thread');
  });
});

test('F4: the former 学情 and reflection are quoted for reading when wished, and fill no gap', async () => {
  const { rear } = world.people;
  const copy = await take(rear, { originId: original.id, keepReference: true });
  await platform.documents.read(copy.documentId, (doc) => {
    const learners = sectionOf(doc, 'learners');
    expect(childElements(learners, 'learnerProfile').map((profile) => plainText(profile))).toEqual(['']);
    expect(childElements(learners, 'blockquote').map((quote) => plainText(quote))).toEqual(['参考（四（1）班）：\n学过平均分']);
    expect(childElements(sectionOf(doc, 'reflection'), 'blockquote').map((quote) => plainText(quote))).toEqual(['时间不够']);
  });
});

test('F3: steps keep their ids, so that a comparison of two copies pairs them whatever was written', async () => {
  const { rear, recipient } = world.people;
  const copy = await take(recipient, { originId: original.id });
  await change(copy, recipient, (doc) => {
    writeInto(fieldOf(doc, 0, 'local'), '分发折纸');
    const steps = sectionOf(doc, 'steps');
    steps.delete(childElements(steps, 'lessonStep').length - 1, 1);
  });
  const [before, after] = await Promise.all([original, copy].map(({ id }) => rear.call(getPlan, { params: { lessonId: id } })));
  const difference = findDifference(before?.content ?? { type: 'doc' }, after?.content ?? { type: 'doc' });
  const steps = below(difference).filter((one) => (one.after ?? one.before)?.type === 'lessonStep');
  expect(steps.map((step) => step.change)).toEqual(['changed', 'same', 'same', 'removed']);
});

test('F5: a copy names all who wrote the original, through several generations', async () => {
  const { rear, stationed, recipient } = world.people;
  const first = await take(recipient, { originId: original.id });
  await change(first, recipient, (doc) => writeInto(fieldOf(doc, 1, 'lead'), '折一折'));
  const second = await take(rear, { originId: first.id, classNames: ['五（1）班'], reason: '高一个年级' });
  const { origin } = await rear.call(getFamily, { params: { lessonId: second.id } });
  expect(origin).toMatchObject({
    lesson: { id: first.id },
    reason: '高一个年级',
    classNames: ['五（1）班'],
    by: { id: rear.id },
  });
  expect(new Set(origin?.authors.map(({ id }) => id))).toEqual(new Set([recipient.id, rear.id, stationed.id]));
  const { origin: none } = await rear.call(getFamily, { params: { lessonId: original.id } });
  expect(none).toBeNull();
});

test('F2: pictures come along for readers of the copy who do not see the original, and a foreign file that a plan names does not', async () => {
  const other = await buildWorld(platform);
  const traveller = await world.addPerson('rear');
  await alsoIn(other, traveller, 'rear');
  const root = await startLesson(world, traveller);
  const stranger = await startLesson(world, world.people.rear);
  const picture = await attach(traveller, root.id, { name: '月饼.png', bytes: png(40, 30) });
  const foreign = await attach(world.people.rear, stranger.id, { name: '别的.png', bytes: png(40, 30) });
  await change(root, traveller, (doc) => {
    for (const { id } of [picture, foreign]) {
      const image = new Y.XmlElement('planImage');
      image.setAttribute('fileId', id);
      sectionOf(doc, 'board').insert(0, [image]);
    }
  });
  const reader = other.people.recipient;
  expect((await reader.raw(fileAddress(picture.id))).status).toBe(404);
  const copy = await take(traveller, { originId: root.id }, other);
  expect((await reader.raw(fileAddress(picture.id))).status).toBe(200);
  expect((await reader.raw(fileAddress(foreign.id))).status).toBe(404);
  const { content } = await reader.call(getPlan, { params: { lessonId: copy.id } });
  expect(JSON.stringify(content)).toContain(picture.id);
});

test('the family is a tree with reason, class, school, people and state', async () => {
  const { rear, recipient } = world.people;
  const root = await startLesson(world, rear, { title: '分一分', classNames: ['三（1）班'] });
  const child = await take(recipient, { originId: root.id, title: '分一分（折纸）' });
  const grandchild = await take(rear, { originId: child.id, classNames: ['三（3）班'], reason: '加一个活动' });
  for (const { id } of [root, child, grandchild]) {
    const { items } = await recipient.call(getFamily, { params: { lessonId: id } });
    expect(items).toMatchObject([
      { id: root.id, parentId: null, reason: null, classNames: ['三（1）班'], state: 'draft', planners: [{ id: rear.id }] },
      { id: child.id, parentId: root.id, reason: '这个班学过折纸', classNames: ['四（2）班'], planners: [{ id: recipient.id }] },
      { id: grandchild.id, parentId: child.id, reason: '加一个活动', classNames: ['三（3）班'] },
    ]);
    expect(items[0]?.school).toMatch(/^山里小学/);
  }
});

test('S03: of copies in a team that one does not see nothing is told, not even that they are there', async () => {
  const other = await buildWorld(platform);
  const { rear, mentor } = world.people;
  const traveller = await world.addPerson('rear');
  await alsoIn(other, traveller, 'rear');
  const root = await startLesson(world, rear, { title: '长方形' });
  const hidden = await take(traveller, { originId: root.id, title: '机密的课', reason: '机密的理由' }, other);
  const back = await take(traveller, { originId: hidden.id, title: '回来的课', reason: '再改回来' });
  expect((await traveller.call(getFamily, { params: { lessonId: root.id } })).items).toHaveLength(3);
  const seen = await mentor.call(getFamily, { params: { lessonId: root.id } });
  expect(seen.items.map(({ id, parentId }) => [id, parentId])).toEqual([
    [root.id, null],
    [back.id, root.id],
  ]);
  expect(JSON.stringify(seen)).not.toMatch(new RegExp(`机密|${hidden.id}`));
  const { origin } = await mentor.call(getFamily, { params: { lessonId: back.id } });
  expect(origin).toMatchObject({ lesson: null, reason: '再改回来' });
  expect(origin?.authors.map(({ id }) => id)).toContain(rear.id);
  const elsewhere = await other.people.recipient.call(getFamily, { params: { lessonId: hidden.id } });
  expect(elsewhere.items.map(({ id }) => id)).toEqual([hidden.id]);
  expect(elsewhere.origin).toMatchObject({ lesson: null });
});

test('F1: one takes over what one may comment on, into a team that one plans in, and says why and for whom', async () => {
  const { rear, mentor, observer } = world.people;
  const other = await buildWorld(platform);
  const originId = original.id;
  await expect(take(other.people.rear, { originId }, other), 'a lesson of others').rejects.toEqual(refusal(404, 'not_found'));
  await expect(take(rear, { originId }, other), 'a team of others').rejects.toEqual(refusal(404, 'not_found'));
  await expect(take(mentor, { originId }), 'a mentor plans nowhere').rejects.toEqual(refusal(403, 'forbidden'));
  await rear.call(inviteToLesson, { params: { lessonId: originId, personId: observer.id }, body: { part: 'observer' } });
  await alsoIn(other, observer, 'rear');
  await expect(take(observer, { originId }, other), 'who only observes').rejects.toEqual(refusal(403, 'forbidden'));
  await expect(take(rear, { originId, reason: null })).rejects.toEqual(refusal(400, 'invalid_input'));
  await expect(take(rear, { originId, classNames: [] })).rejects.toEqual(refusal(400, 'invalid_input'));
});

test('F7: the lead planner hears of a copy: for which class and why when they see it, and else only that there is one', async () => {
  const { recipient } = world.people;
  const lead = await world.addPerson('rear');
  const traveller = await world.addPerson('rear');
  const other = await buildWorld(platform);
  await alsoIn(other, traveller, 'rear');
  const root = await startLesson(world, lead, { title: '平移' });
  const copy = await take(recipient, { originId: root.id });
  await take(traveller, { originId: root.id, reason: '机密的理由' }, other);
  const { items } = await lead.call(listNotifications);
  expect(items.map(({ kind, path, actor, data }) => ({ kind, path, actor: actor?.id, data }))).toEqual([
    {
      kind: 'lesson.copied',
      path: `/lessons/${root.id}`,
      actor: traveller.id,
      data: { lesson: '平移', classes: '', text: '' },
    },
    {
      kind: 'lesson.copied',
      path: `/lessons/${copy.id}`,
      actor: recipient.id,
      data: { lesson: '平移', classes: '四（2）班', text: '这个班学过折纸' },
    },
  ]);
});

test('when the term of whoever took a plan over has ended they see neither, and the copy still names them', async () => {
  const { rear, coordinator } = world.people;
  const leaving = await world.addPerson('rear');
  const copy = await take(leaving, { originId: original.id });
  await coordinator.call(updateMember, { params: { memberId: leaving.memberId }, body: { endsOn: '2020-01-02' } });
  for (const lessonId of [copy.id, original.id]) {
    await expect(leaving.call(getFamily, { params: { lessonId } })).rejects.toEqual(refusal(404, 'not_found'));
    await expect(leaving.call(getPlan, { params: { lessonId } })).rejects.toEqual(refusal(404, 'not_found'));
  }
  await expect(leaving.call(createLesson, { body: body(copy.id) })).rejects.toEqual(refusal(404, 'not_found'));
  const { origin } = await rear.call(getFamily, { params: { lessonId: copy.id } });
  expect(origin?.by.id).toBe(leaving.id);
});

const body = (originId: string) => ({
  teamId: world.teamId,
  title: '课',
  subject: '数学',
  grade: '四年级',
  classNames: ['四（2）班'],
  originId,
  reason: '理由',
});

const below = (difference: Difference): Difference[] => [difference, ...difference.children.flatMap(below)];
