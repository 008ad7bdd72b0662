import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openThread } from '../../shared/feedback.ts';
import { openClassSession } from '../../shared/classroom.ts';
import { readPlan } from '../../server/planning/planContent.ts';
import { findDifference } from '../../shared/planDifference.ts';
import { listNews } from '../../shared/planNews.ts';
import { textBelow } from '../../shared/planNode.ts';
import { authorsOfNews } from '../../shared/planTrail.ts';
import { changeLessonState, inviteToLesson, updateLesson, type Lesson } from '../../shared/planning.ts';
import {
  getVersion,
  getVisit,
  keepVersion,
  listVersions,
  nameVersion,
  recordVisit,
  restoreVersion,
} from '../../shared/versions.ts';
import { passageOf } from '../feedback/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { livePlanText, openPlan, planText, sectionOf, startLesson, until, writeInto } from './support.ts';

let platform: TestPlatform;
let world: World;

beforeAll(async () => {
  platform = await startPlatform({ quietMs: 400 });
  world = await buildWorld(platform);
});
afterAll(() => platform.close());

const live = (lesson: Lesson) => livePlanText(platform, lesson);
const versionsOf = async (lesson: Lesson, by: TestPerson = world.people.rear) =>
  (await by.call(listVersions, { params: { lessonId: lesson.id } })).items;
const keep = (lesson: Lesson, name: string, by: TestPerson = world.people.rear) =>
  by.call(keepVersion, { params: { lessonId: lesson.id }, body: { name } });
const restore = (lesson: Lesson, versionId: string, by: TestPerson = world.people.rear) =>
  by.call(restoreVersion, { params: { lessonId: lesson.id, versionId } });
const names = (people: readonly { name: string }[]) => people.map(({ name }) => name).toSorted();
/** Writes as an account through the live document, committed. */
const write = (lesson: Lesson, by: TestPerson, words: string) =>
  platform.documents.change(lesson.documentId, by.id, (doc) => void writeInto(sectionOf(doc, 'methods'), words));
const reasonsOf = async (lesson: Lesson) => (await versionsOf(lesson)).map(({ reason }) => reason);

describe('versions are kept', () => {
  it('by name, on a change of state and at the opening of a class, with who and why (V1)', async () => {
    const { rear, stationed } = world.people;
    const lesson = await startLesson(world, rear);
    const params = { lessonId: lesson.id };
    await keep(lesson, '第一稿');
    await rear.call(changeLessonState, { params, body: { state: 'review' } });
    await stationed.call(openClassSession, { params, body: {} });
    const [opened, reviewed, named] = await versionsOf(lesson);
    expect(named).toMatchObject({ reason: 'named', name: '第一稿', by: { id: rear.id }, authors: [{ id: rear.id }] });
    expect(reviewed).toMatchObject({ reason: 'state', state: 'review', by: { id: rear.id }, authors: [] });
    expect(opened).toMatchObject({ reason: 'class', by: { id: stationed.id } });
  });

  it('after a quiet spell of writing, once, and not at all where nobody wrote (V1, V2)', async () => {
    const { rear } = world.people;
    const [written, untouched] = [await startLesson(world, rear), await startLesson(world, rear)];
    await write(written, rear, '小组合作');
    await until(async () => (await versionsOf(written)).length > 0, 'a quiet version was kept');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await versionsOf(written)).toMatchObject([{ reason: 'quiet', by: null, authors: [{ id: rear.id }] }]);
    expect(await versionsOf(untouched)).toEqual([]);
  });

  it('with all who wrote since the one before, although the log was compacted meanwhile (V3)', async () => {
    const { rear, stationed, recipient } = world.people;
    const lesson = await startLesson(world, rear);
    const { pool } = platform.database;
    await keep(lesson, '开始');
    await write(lesson, stationed, '操作');
    const noted = async () =>
      (
        await pool.query('select 1 from plan_writers where document_id = $1 and account_id = $2', [
          lesson.documentId,
          stationed.id,
        ])
      ).rowCount;
    await until(async () => (await noted()) === 1, 'the writer was noted');
    // What compacting does to the log in the end.
    await pool.query('delete from document_updates where document_id = $1', [lesson.documentId]);
    await write(lesson, recipient, '讨论');
    await keep(lesson, '二稿');
    // Between the two named ones there may be some of quiet spells, each with those who wrote since the one before.
    const since = (await versionsOf(lesson)).filter(({ name }) => name !== '开始');
    expect(names(since.flatMap(({ authors }) => authors))).toEqual(names([stationed, recipient]));
    expect((await keep(lesson, '又一稿')).authors).toEqual([]);
  });

  it('and thinned by age, handing the authors on; named ones stay (V6)', async () => {
    const { rear, stationed } = world.people;
    const lesson = await startLesson(world, rear);
    const { pool } = platform.database;
    const age = (hours: number, minute: number) => new Date(Date.UTC(2020, 0, 10, 12 - hours, minute));
    const insert = async (author: TestPerson, at: Date, reason: string, name: string | null) => {
      const { rows } = await pool.query<{ id: string }>(
        `insert into plan_versions (lesson_id, seq, reason, name, content, created_at) values ($1, 1, $2, $3, '', $4) returning id`,
        [lesson.id, reason, name, at],
      );
      await pool.query('insert into plan_version_authors values ($1, $2)', [rows[0]?.id, author.id]);
    };
    await insert(rear, age(5, 0), 'quiet', null);
    await insert(rear, age(4, 0), 'named', '定了');
    await insert(stationed, age(3, 0), 'quiet', null);
    await insert(rear, age(2, 0), 'quiet', null);
    await write(lesson, rear, '新写的');
    await until(async () => (await versionsOf(lesson)).length === 3, 'the old ones were thinned');
    const kept = await versionsOf(lesson);
    expect(kept.map(({ reason, at }) => [reason, at])).toEqual([
      ['quiet', kept[0]?.at],
      ['quiet', age(2, 0).toISOString()],
      ['named', age(4, 0).toISOString()],
    ]);
    expect(names(kept[1]?.authors ?? [])).toEqual(names([rear, stationed]));
  });
});

describe('restoring a version', () => {
  it('brings the plan back, keeps what was before, and can itself be undone (V7)', async () => {
    const { rear } = world.people;
    const lesson = await startLesson(world, rear);
    await write(lesson, rear, '折纸');
    const first = await keep(lesson, '折纸稿');
    await platform.documents.change(lesson.documentId, rear.id, (doc) => {
      sectionOf(doc, 'methods').delete(0, 1);
      writeInto(sectionOf(doc, 'board'), '主板书');
      sectionOf(doc, 'steps').delete(0, 2);
    });
    const changed = await live(lesson);
    const restored = await restore(lesson, first.id);
    expect(restored).toMatchObject({ reason: 'restored', restoredAt: first.at, by: { id: rear.id }, authors: [{ id: rear.id }] });
    expect(await live(lesson)).toContain('折纸');
    const { content } = await rear.call(getVersion, { params: { lessonId: lesson.id, versionId: restored.id } });
    expect(content).toEqual((await rear.call(getVersion, { params: { lessonId: lesson.id, versionId: first.id } })).content);
    const [, before] = await versionsOf(lesson);
    expect(before?.reason).toMatch(/before-restore|quiet/);
    await restore(lesson, before?.id ?? '');
    expect(await live(lesson)).toBe(changed);
  });

  it('is refused when the plan says so already, and changes nothing then', async () => {
    const lesson = await startLesson(world, world.people.rear);
    const version = await keep(lesson, '稿');
    await expect(restore(lesson, version.id)).rejects.toMatchObject({ status: 409, code: 'already_so' });
    expect(await reasonsOf(lesson)).toEqual(['named']);
  });

  it('keeps what another types meanwhile and what a third wrote offline, and all end up with the same (V8)', async () => {
    const { rear, stationed, recipient } = world.people;
    const lesson = await startLesson(world, rear);
    await platform.documents.change(lesson.documentId, rear.id, (doc) => {
      writeInto(sectionOf(doc, 'methods'), '小组合作讨论');
      writeInto(sectionOf(doc, 'board'), '板书');
    });
    const version = await keep(lesson, '原稿');
    const [typing, offline] = await Promise.all([openPlan(platform, stationed, lesson), openPlan(platform, recipient, lesson)]);
    const lineOf = (doc: Y.Doc, kind: 'methods' | 'board') => (sectionOf(doc, kind).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    lineOf(typing.doc, 'methods').insert(2, '内部');
    sectionOf(typing.doc, 'keyPoints').insert(0, [new Y.XmlElement('paragraph')]);
    await until(async () => (await live(lesson)).includes('小组内部合作'), 'the server has the change');

    // Whoever is offline works on a copy of the plan that the server has not heard of since.
    const apart = new Y.Doc();
    Y.applyUpdate(apart, Y.encodeStateAsUpdate(typing.doc));
    lineOf(apart, 'methods').insert(lineOf(apart, 'methods').length, '，离线写的');
    lineOf(apart, 'board').insert(0, '离线');
    const typed = lineOf(typing.doc, 'board');
    typed.insert(typed.length, '正在写');
    await restore(lesson, version.id);
    Y.applyUpdate(offline.doc, Y.encodeStateAsUpdate(apart));

    await until(async () => {
      const all = [await live(lesson), planText(typing.doc), planText(offline.doc)];
      return all.every((one) => one === all[0] && one.includes('离线写的'));
    }, 'all are the same');
    const now = await live(lesson);
    expect(now).toContain('小组合作讨论，离线写的');
    expect(now).toContain('离线板书');
    expect(now).not.toContain('内部');
    typing.close();
    offline.close();
  });

  it('leaves comments on words that stay and brings them back with words that come back (V9)', async () => {
    const { rear, mentor } = world.people;
    const lesson = await startLesson(world, rear);
    const plan = await openPlan(platform, rear, lesson);
    const text = writeInto(sectionOf(plan.doc, 'methods'), '先折纸再涂色');
    await until(async () => (await live(lesson)).includes('涂色'), 'the server has it');
    const comment = (from: number, to: number) =>
      mentor.call(openThread, {
        params: { lessonId: lesson.id },
        body: { kind: 'note', anchor: passageOf(text, from, to), body: '看这里' },
      });
    const old = await comment(4, 6);
    const version = await keep(lesson, '有涂色');
    const newer = await comment(1, 3);
    text.delete(3, 3);
    await until(async () => !(await live(lesson)).includes('涂色'), 'the passage is deleted');
    expect(await platform.planning.plans.markedThreads(lesson.documentId)).toEqual(new Set([newer.id]));
    await restore(lesson, version.id);
    expect(await live(lesson)).toContain('先折纸再涂色');
    expect(await platform.planning.plans.markedThreads(lesson.documentId)).toEqual(new Set([old.id, newer.id]));
    plan.close();
  });
});

describe('who may', () => {
  it('those who see the lesson look, those who write it keep, name and restore (V5)', async () => {
    const { rear, stationed, mentor, observer, coordinator } = world.people;
    const lesson = await startLesson(world, rear);
    const version = await keep(lesson, '稿');
    const params = { lessonId: lesson.id, versionId: version.id };
    const refusals = (person: TestPerson) => [
      () => restore(lesson, version.id, person),
      () => keep(lesson, '我的', person),
      () => person.call(nameVersion, { params, body: { name: '我的' } }),
    ];
    for (const refused of [
      () => versionsOf(lesson, observer),
      () => observer.call(getVersion, { params }),
      ...refusals(observer),
    ])
      await expect(refused()).rejects.toMatchObject({ status: 404 });
    await rear.call(inviteToLesson, { params: { lessonId: lesson.id, personId: observer.id }, body: { part: 'observer' } });
    for (const looker of [mentor, observer, coordinator]) {
      expect(await versionsOf(lesson, looker)).toHaveLength(1);
      expect(textBelow((await looker.call(getVersion, { params })).content)).toContain('导入');
      for (const refused of refusals(looker)) await expect(refused()).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    }
    expect(await stationed.call(nameVersion, { params, body: { name: '新名字' } })).toMatchObject({ name: '新名字' });
  });

  it('a version of another lesson is unknown', async () => {
    const { rear } = world.people;
    const [one, other] = [await startLesson(world, rear), await startLesson(world, rear)];
    const version = await keep(other, '稿');
    await expect(restore(one, version.id)).rejects.toMatchObject({ status: 404 });
    await expect(rear.call(getVersion, { params: { lessonId: one.id, versionId: version.id } })).rejects.toMatchObject({
      status: 404,
    });
  });
});

it('what I saw last is mine, and the others who wrote since are named (V10)', async () => {
  const { rear, stationed, mentor } = world.people;
  const lesson = await startLesson(world, rear);
  const params = { lessonId: lesson.id };
  const looked = (person: TestPerson) => person.call(getVisit, { params });
  expect(await looked(mentor)).toEqual({ seenAt: null, content: null, card: null, authors: [], spells: [] });
  await mentor.call(recordVisit, { params });
  await stationed.call(recordVisit, { params });
  await write(lesson, stationed, '后来写的');
  const since = await looked(mentor);
  expect(names(since.authors)).toEqual([stationed.name]);
  expect(textBelow(since.content ?? { type: 'doc' })).not.toContain('后来写的');
  expect((await looked(stationed)).authors).toEqual([]);
  await mentor.call(recordVisit, { params });
  expect(textBelow((await looked(mentor)).content ?? { type: 'doc' })).toContain('后来写的');
});

it('who wrote where since I last looked is told apart by the versions kept meanwhile, and the card that I saw is kept (V10, V13)', async () => {
  const { rear, stationed, mentor } = world.people;
  const lesson = await startLesson(world, rear);
  const params = { lessonId: lesson.id };
  const look = () => mentor.call(getVisit, { params });
  await mentor.call(recordVisit, { params });
  await write(lesson, stationed, '驻点写的');
  expect((await look()).spells).toEqual([{ authors: [stationed.id], places: null }]);
  await keep(lesson, '第一稿');
  await platform.documents.change(lesson.documentId, rear.id, (doc) => writeInto(sectionOf(doc, 'board'), '后方写的'));
  await rear.call(updateLesson, { params, body: { title: '分数的意义' } });
  const { content, card, spells } = await look();
  expect(card).toMatchObject({ title: lesson.title, minutes: lesson.minutes });
  const live = await platform.documents.read(lesson.documentId, readPlan);
  const told = listNews(findDifference(content ?? { type: 'doc' }, live));
  expect(told.map((news) => [news.pieces.at(-1)?.text, authorsOfNews(news, spells)])).toEqual([
    ['驻点写的', [stationed.id]],
    ['后方写的', [rear.id]],
  ]);
  await mentor.call(recordVisit, { params });
  expect(await look()).toMatchObject({ card: { title: '分数的意义' }, spells: [], authors: [] });
});
