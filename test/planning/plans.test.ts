import { afterAll, beforeAll, expect, test } from 'vitest';
import { absolutePositionToRelativePosition, initProseMirrorDoc } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { documentClose } from '../../shared/documents.ts';
import { childElements, planRoot, planSchemaVersion, type PlanGap } from '../../shared/planDocument.ts';
import { planSchema } from '../../shared/planSchema.ts';
import { changeLessonState, getLesson, inviteToLesson, listLessons } from '../../shared/planning.ts';
import { updateMember } from '../../shared/programme.ts';
import type { ApiError } from '../support/api.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { fieldOf, livePlanText, openPlan, openRawPlan, planText, sectionOf, startLesson, until, writeInto } from './support.ts';

let platform: TestPlatform;
let world: World;

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());

test('a stock client gets the standard plan with a 学情 block for each class', async () => {
  const lesson = await startLesson(world, world.people.rear, { classNames: ['四（1）班', '四（2）班'] });
  const { doc, close } = await openPlan(platform, world.people.rear, lesson);
  const classes = childElements(sectionOf(doc, 'learners'), 'learnerProfile').map((each) => each.getAttribute('className'));
  expect(classes).toEqual(['四（1）班', '四（2）班']);
  expect(childElements(sectionOf(doc, 'steps'), 'lessonStep')).toHaveLength(4);
  close();
});

test('planners write and the others read it, while mentor and observer change nothing', async () => {
  const { rear, recipient, mentor, observer } = world.people;
  const lesson = await startLesson(world, rear);
  await rear.call(inviteToLesson, { params: { lessonId: lesson.id, personId: observer.id }, body: { part: 'observer' } });
  const plans = await Promise.all([rear, recipient, mentor, observer].map((person) => openPlan(platform, person, lesson)));
  const [own, local, mentors, observers] = plans.map(({ doc }) => doc) as [Y.Doc, Y.Doc, Y.Doc, Y.Doc];
  writeInto(sectionOf(mentors, 'methods'), '导师偷偷写的');
  writeInto(sectionOf(observers, 'methods'), '观课者偷偷写的');
  writeInto(sectionOf(local, 'board'), '主板书');
  await until(() => [own, mentors, observers].every((doc) => planText(doc).includes('主板书')), 'the writing reached everybody');
  const live = await livePlanText(platform, lesson);
  expect(live).toContain('主板书');
  expect(live).not.toContain('偷偷');
  expect(planText(own)).not.toContain('偷偷');
  plans.forEach(({ close }) => close());
});

test('whoever cannot see the lesson gets no plan, and whoever leaves the team loses it at once', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const foreign = await buildWorld(platform);
  const closed = (code: number) => expect.objectContaining({ message: `closed with ${code}` });
  await expect(openPlan(platform, foreign.people.rear, lesson)).rejects.toEqual(closed(documentClose.notFound));
  await expect(openPlan(platform, world.people.observer, lesson)).rejects.toEqual(closed(documentClose.notFound));
  await expect(openPlan(platform, platform.api(), lesson)).rejects.toEqual(closed(documentClose.notSignedIn));

  const leaving = await world.addPerson('recipient');
  const { doc, close } = await openPlan(platform, leaving, lesson);
  await world.people.coordinator.call(updateMember, {
    params: { memberId: leaving.memberId },
    body: { endsOn: '2020-02-01' },
  });
  writeInto(sectionOf(doc, 'board'), '任期结束后写的');
  await expect(openPlan(platform, leaving, lesson)).rejects.toThrow(/closed with 44/);
  expect(await livePlanText(platform, lesson)).not.toContain('任期结束后写的');
  close();
});

test('final is refused while 学情, minutes or a line-drop plan are missing, naming each; then it is granted', async () => {
  const { rear } = world.people;
  const lesson = await startLesson(world, rear, { classNames: ['四（1）班'] });
  const params = { lessonId: lesson.id };
  const toFinal = () => rear.call(changeLessonState, { params, body: { state: 'final' } });
  const { doc, close } = await openPlan(platform, rear, lesson);
  const live = () => livePlanText(platform, lesson);
  const steps = childElements(sectionOf(doc, 'steps'), 'lessonStep');
  steps[1]?.removeAttribute('minutes');
  for (const step of [0, 1, 3]) writeInto(fieldOf(doc, step, 'lineDrop'), '辅讲教师带学生做第 12 页');
  await until(async () => (await live()).split('第 12 页').length === 4, 'the server has it');

  const error = (await toFinal().catch((caught: unknown) => caught)) as ApiError;
  expect([error.status, error.code]).toEqual([409, 'plan_incomplete']);
  const missing = error.details?.['missing'] as PlanGap[];
  expect(missing.map(({ what, label }) => [what, label])).toEqual([
    ['learners', '四（1）班'],
    ['minutes', '新授'],
    ['lineDrop', '练习'],
  ]);
  expect(missing[1]?.where).toBe(steps[1]?.getAttribute('id'));
  expect((await rear.call(getLesson, { params })).state).toBe('draft');

  writeInto(childElements(sectionOf(doc, 'learners'), 'learnerProfile')[0] as Y.XmlElement, '会平均分');
  steps[1]?.setAttribute('minutes', '20');
  writeInto(fieldOf(doc, 2, 'lineDrop'), '同桌互查');
  await until(async () => (await live()).includes('同桌互查'), 'the server has the rest');
  expect((await toFinal()).state).toBe('final');
  close();
});

test('a class makes a final lesson taught, once, and leaves a later state alone', async () => {
  const { rear } = world.people;
  const lesson = await startLesson(world, rear);
  const params = { lessonId: lesson.id };
  await platform.planning.lessons.markTaught(lesson.id, rear.id);
  await rear.call(changeLessonState, { params, body: { state: 'reflected' } });
  await platform.planning.lessons.markTaught(lesson.id, rear.id);
  const { state, history } = await rear.call(getLesson, { params });
  expect(state).toBe('reflected');
  expect(history.map(({ to }) => to)).toEqual(['draft', 'taught', 'reflected']);
});

test('writing in a plan brings its lesson to the top of the list', async () => {
  const { rear } = world.people;
  const older = await startLesson(world, rear);
  await platform.database.pool.query("update lessons set updated_at = now() - interval '1 hour' where id = $1", [older.id]);
  await startLesson(world, rear);
  const { doc, close } = await openPlan(platform, rear, older);
  writeInto(sectionOf(doc, 'board'), '板书');
  await until(async () => (await rear.call(listLessons)).items[0]?.id === older.id, 'the lesson is first');
  close();
});

test('the run-sheet follows the live plan', async () => {
  const { rear } = world.people;
  const lesson = await startLesson(world, rear);
  const { doc, close } = await openPlan(platform, rear, lesson);
  writeInto(fieldOf(doc, 0, 'cue'), '请马老师接着来');
  await until(
    async () => (await platform.planning.plans.runSheet(lesson.documentId))[0]?.text.cue === '请马老师接着来',
    'the cue is in',
  );
  const steps = await platform.planning.plans.runSheet(lesson.documentId);
  expect(steps.map(({ text, minutes }) => [text.name, minutes])).toEqual([
    ['导入', 5],
    ['新授', 20],
    ['练习', 10],
    ['小结', 5],
  ]);
  close();
});

test('a passage is marked in the live plan, seen by everybody, found again, and unmarked', async () => {
  const { rear, mentor } = world.people;
  const lesson = await startLesson(world, rear);
  const [own, other] = await Promise.all([openPlan(platform, rear, lesson), openPlan(platform, mentor, lesson)]);
  const text = writeInto(sectionOf(own.doc, 'keyPoints'), '重点是认识几分之一，难点是比较大小。');
  await until(() => planText(other.doc).includes('难点'), 'the mentor has it');
  const { plans } = platform.planning;
  const threadId = '0199c0de-0000-7000-8000-000000000001';
  const passage = { threadId, ...selection(other.doc, '认识几分之一') };
  expect(await plans.markPassage(lesson.documentId, mentor.id, passage)).toEqual({
    quote: '认识几分之一',
    prefix: '重点是',
    suffix: '，难点是比较大小。',
  });
  const marked = () => (text.toDelta() as { insert: string; attributes?: object }[]).filter(({ attributes }) => attributes);
  await until(() => marked().length === 1, 'the author sees the mark');
  expect(marked()[0]?.insert).toBe('认识几分之一');
  expect(await plans.markedThreads(lesson.documentId)).toEqual(new Set([threadId]));
  await plans.unmark(lesson.documentId, mentor.id, threadId);
  expect(await plans.markedThreads(lesson.documentId)).toEqual(new Set());

  const gone = { threadId, ...selection(own.doc, '难点') };
  text.delete(0, text.length);
  await until(async () => !(await livePlanText(platform, lesson)).includes('难点'), 'it is deleted');
  await expect(plans.markPassage(lesson.documentId, mentor.id, gone)).rejects.toMatchObject({
    code: 'passage_gone',
    status: 409,
  });
  own.close();
  other.close();
});

/** The ends of the first place where words stand, as an editor tells them to the server. */
function selection(doc: Y.Doc, words: string): { from: Uint8Array; to: Uint8Array } {
  const fragment = doc.getXmlFragment(planRoot);
  const { doc: root, mapping } = initProseMirrorDoc(fragment, planSchema);
  let at = -1;
  root.descendants((node, position) => {
    const index = (node.text ?? '').indexOf(words);
    if (index >= 0 && at < 0) at = position + index;
  });
  const encode = (position: number) =>
    Y.encodeRelativePosition(absolutePositionToRelativePosition(position, fragment, mapping) as Y.RelativePosition);
  return { from: encode(at), to: encode(at + words.length) };
}

test('S5: a page with the schema of before tables and pictures is asked to reload, and the table stays', async () => {
  const { rear } = world.people;
  const lesson = await startLesson(world, rear);
  const { doc, close } = await openPlan(platform, rear, lesson);
  const table = new Y.XmlElement('table');
  const cell = new Y.XmlElement('tableCell');
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText('表里的字')]);
  cell.insert(0, [paragraph]);
  const row = new Y.XmlElement('tableRow');
  row.insert(0, [cell]);
  table.insert(0, [row]);
  sectionOf(doc, 'textbook').insert(0, [table]);
  const old = await openRawPlan(platform, rear, lesson, planSchemaVersion - 1);
  expect(await old.closed).toBe(documentClose.outdatedSchema);
  expect(old.messages, 'it was told nothing that it could have mended away').toEqual([]);
  const current = await openRawPlan(platform, rear, lesson);
  await current.opened;
  current.socket.close();
  const second = await openPlan(platform, rear, lesson);
  await until(() => planText(second.doc).includes('表里的字'), 'the table is there');
  second.close();
  close();
});
