import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { decideSuggestion, listThreads } from '../../shared/feedback.ts';
import { findDifference } from '../../shared/planDifference.ts';
import { childElements, plainText } from '../../shared/planDocument.ts';
import { findHunks } from '../../shared/planHunks.ts';
import { inviteToLesson, type Lesson } from '../../shared/planning.ts';
import { bringChange, getPlan } from '../../shared/variants.ts';
import type { CallInput } from '../../shared/http.ts';
import { fieldOf, openPlan, sectionOf, startLesson, until, writeInto } from '../planning/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';

let platform: TestPlatform;
let world: World;
let original: Lesson;
let copy: Lesson;

const refusal = (status: number, code: string) => expect.objectContaining({ status, code });
const bring = (
  by: TestPerson,
  body: CallInput<typeof bringChange>['body'],
  params = { lessonId: original.id, relativeId: copy.id },
) => by.call(bringChange, { params, body });
/** The text of a part's first line. */
const textIn = (part: Y.XmlElement): Y.XmlText => {
  const text = childElements(part, 'paragraph')[0]?.get(0);
  if (!(text instanceof Y.XmlText)) throw new Error('nothing is written there');
  return text;
};
const hunks = async () => {
  const { rear } = world.people;
  const [before, after] = await Promise.all(
    [original, copy].map(async ({ id }) => (await rear.call(getPlan, { params: { lessonId: id } })).content),
  );
  return findHunks(findDifference(before ?? { type: 'doc' }, after ?? { type: 'doc' })).map(({ last: _last, ...hunk }) => hunk);
};
const hunkAt = async (field: string) => {
  const hunk = (await hunks()).find(({ place }) => (place.field ?? place.section) === field);
  if (hunk === undefined) throw new Error(`no change at ${field}`);
  return hunk;
};

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
  const { rear, recipient, stationed } = world.people;
  original = await startLesson(world, rear);
  await platform.documents.change(original.documentId, rear.id, (doc) => {
    writeInto(fieldOf(doc, 0, 'lead'), '出示月饼图');
    writeInto(sectionOf(doc, 'methods'), '小组合作');
    writeInto(sectionOf(doc, 'board'), '左边写课题');
  });
  copy = await startLesson(world, recipient, { originId: original.id, classNames: ['四（2）班'], reason: '多动手' });
  const { doc, close } = await openPlan(platform, stationed, copy);
  textIn(fieldOf(doc, 0, 'lead')).insert(5, '，每人折一张圆纸');
  writeInto(fieldOf(doc, 0, 'lineDrop'), '辅讲带着折纸');
  const more = new Y.XmlElement('paragraph');
  more.insert(0, [new Y.XmlText('两人互相说')]);
  sectionOf(doc, 'methods').insert(1, [more]);
  textIn(sectionOf(doc, 'board')).delete(0, 5);
  await until(
    () => platform.documents.read(copy.documentId, (live) => plainText(sectionOf(live, 'board')) === ''),
    'the words have reached the server',
  );
  close();
});
afterAll(() => platform.close());

test('B1: a changed line is brought as a suggestion with its wording, credited to who typed it, and adopted in the plan', async () => {
  const { rear, mentor, stationed } = world.people;
  const thread = await bring(mentor, { ...(await hunkAt('lead')), body: '学生更容易上手' });
  expect(thread).toMatchObject({
    kind: 'suggestion',
    wording: '出示月饼图，每人折一张圆纸',
    anchor: { type: 'plan', quote: '出示月饼图', orphaned: false },
    comments: [{ author: { id: mentor.id }, body: '学生更容易上手' }],
    source: { lesson: { id: copy.id }, authors: [{ id: stationed.id }] },
  });
  await rear.call(decideSuggestion, { params: { threadId: thread.id }, body: { outcome: 'adopted', decisionId: randomUUID() } });
  const words = await platform.documents.read(original.documentId, (doc) => plainText(fieldOf(doc, 0, 'lead')));
  expect(words).toBe('出示月饼图，每人折一张圆纸');
});

test('B2: an added line takes the line beside it along, so that it can be adopted; nothing is sent twice', async () => {
  const { recipient, rear } = world.people;
  const change = await hunkAt('methods');
  expect(change).toMatchObject({ before: '小组合作', after: '小组合作\n两人互相说' });
  const sending = { ...change, body: '', commentId: randomUUID() };
  const thread = await bring(recipient, sending);
  expect((await bring(recipient, sending)).id).toBe(thread.id);
  await rear.call(decideSuggestion, { params: { threadId: thread.id }, body: { outcome: 'adopted', decisionId: randomUUID() } });
  const lines = await platform.documents.read(original.documentId, (doc) => plainText(sectionOf(doc, 'methods')));
  expect(lines).toBe('小组合作\n两人互相说');
});

test('B3: where nothing stands yet the words are brought in a comment on the step; what is missing, with the reason', async () => {
  const { rear } = world.people;
  const added = await bring(rear, { ...(await hunkAt('lineDrop')), body: '请补上' });
  expect(added).toMatchObject({ wording: null, anchor: { type: 'step' }, comments: [{ body: '请补上\n\n辅讲带着折纸' }] });
  const removal = { ...(await hunkAt('board')), body: '' };
  await expect(bring(rear, removal)).rejects.toEqual(refusal(400, 'invalid_input'));
  const removed = await bring(rear, { ...removal, body: '这里可以不写' });
  expect(removed).toMatchObject({ wording: null, anchor: { type: 'plan', quote: '左边写课题' } });
});

test('B4: what neither lesson says any more is not brought, and nothing is written', async () => {
  const { rear } = world.people;
  const place = { section: 'board', part: null, field: null } as const;
  const before = (await rear.call(listThreads, { params: { lessonId: original.id } })).items.length;
  await expect(bring(rear, { place, before: '左边写课题', after: '早已改掉', body: '' })).rejects.toEqual(
    refusal(409, 'source_changed'),
  );
  const gone = { place: { ...place, section: 'methods' as const }, before: '早已改掉', after: '两人互相说', body: '' };
  await expect(bring(rear, gone)).rejects.toEqual(refusal(409, 'passage_gone'));
  expect((await rear.call(listThreads, { params: { lessonId: original.id } })).items).toHaveLength(before);
});

test('S02: a lesson of another family answers like an unknown one; who only observes brings nothing', async () => {
  const { rear, observer, coordinator } = world.people;
  const stranger = await startLesson(world, rear);
  const body = { ...(await hunkAt('board')), body: '可以不写' };
  const params = { lessonId: original.id, relativeId: stranger.id };
  await expect(bring(rear, body, params)).rejects.toEqual(refusal(404, 'not_found'));
  await expect(bring(rear, body, { ...params, relativeId: original.id })).rejects.toEqual(refusal(404, 'not_found'));
  await expect(bring(observer, body)).rejects.toEqual(refusal(404, 'not_found'));
  for (const { id } of [original, copy]) {
    await coordinator.call(inviteToLesson, { params: { lessonId: id, personId: observer.id }, body: { part: 'observer' } });
  }
  await expect(bring(observer, body)).rejects.toEqual(refusal(403, 'forbidden'));
});

test('S03: readers who do not see where it came from are told its authors and no more', async () => {
  const other = await buildWorld(platform);
  const traveller = await world.addPerson('rear');
  await platform.database.db
    .insertInto('members')
    .values({
      account_id: traveller.id,
      organisation_id: other.supportingId,
      team_id: other.teamId,
      role: 'rear',
      starts_on: '2020-01-01',
    })
    .execute();
  const hidden = await startLesson(other, traveller, {
    originId: original.id,
    classNames: ['机密班'],
    reason: '机密',
    title: '机密的课',
  });
  await platform.documents.change(hidden.documentId, other.people.rear.id, (doc) =>
    writeInto(fieldOf(doc, 1, 'cue'), '请接着来'),
  );
  await platform.documents.change(original.documentId, traveller.id, (doc) => writeInto(fieldOf(doc, 1, 'cue'), '轮到你了'));
  const [before, after] = await Promise.all(
    [original, hidden].map(async ({ id }) => (await traveller.call(getPlan, { params: { lessonId: id } })).content),
  );
  const hunk = findHunks(findDifference(before ?? { type: 'doc' }, after ?? { type: 'doc' })).find(
    ({ place }) => place.field === 'cue',
  );
  if (hunk === undefined) throw new Error('no change of the cue');
  const { last: _last, ...change } = hunk;
  const thread = await bring(traveller, { ...change, body: '' }, { lessonId: original.id, relativeId: hidden.id });
  expect(thread.source).toMatchObject({ lesson: { id: hidden.id }, authors: [{ id: other.people.rear.id }] });
  const seen = (await world.people.rear.call(listThreads, { params: { lessonId: original.id } })).items.find(
    ({ id }) => id === thread.id,
  );
  expect(seen?.source).toMatchObject({ lesson: null, authors: [{ id: other.people.rear.id }] });
  expect(JSON.stringify(seen)).not.toContain('机密');
});
