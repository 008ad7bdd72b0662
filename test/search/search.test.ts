import * as Y from 'yjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openThread, reply } from '../../shared/feedback.ts';
import { changeLessonState, inviteToLesson, updateLesson, type Lesson } from '../../shared/planning.ts';
import { raiseNeed, updateMember } from '../../shared/programme.ts';
import { search, type Found } from '../../shared/search.ts';
import { attach } from '../files/support.ts';
import { fieldOf, openPlan, sectionOf, startLesson, until, writeInto } from '../planning/support.ts';
import type { Api } from '../support/api.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';

let platform: TestPlatform;
let world: World;
const open: { close: () => void }[] = [];

beforeAll(async () => {
  // What is written is entered at once when a test asks for it, and not by a clock.
  platform = await startPlatform({ searchMs: 3_600_000 });
  world = await buildWorld(platform);
});
afterEach(() => open.splice(0).forEach((plan) => plan.close()));
afterAll(() => platform.close());

type Filters = Partial<Record<'kind' | 'mine' | 'subject' | 'grade' | 'state' | 'page', string>>;

const look = (by: Api, q: string, filters: Filters = {}) => by.call(search, { query: { q, ...filters } as never });

async function find(by: Api, q: string, filters: Filters = {}): Promise<Found[]> {
  return (await look(by, q, filters)).items;
}

const passagesOf = (found: Found | undefined) =>
  (found?.passages ?? []).map(({ kind, anchor, field }) => `${kind} ${anchor} ${field}`);
const marked = (found: Found | undefined) =>
  (found?.passages ?? []).flatMap(({ text, marks }) => marks.map(([from, to]) => text.slice(from, to)));

/** Writes into a plan and waits until it can be found. */
async function write(lesson: Lesson, by: Api, change: (doc: Y.Doc) => void): Promise<Y.Doc> {
  const plan = await openPlan(platform, by, lesson);
  open.push(plan);
  const before = await heads();
  change(plan.doc);
  await until(async () => (await heads()) > before, 'the change is on disk');
  await platform.search.inStep();
  return plan.doc;
}

async function heads(): Promise<number> {
  const { db } = platform.database;
  const row = await db
    .selectFrom('document_entries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return row?.count ?? 0;
}

describe('what is written in a plan', () => {
  it('is found by two characters, with its passage and its exact place', async () => {
    const { rear, recipient } = world.people;
    const lesson = await startLesson(world, rear, { title: '圆的面积' });
    const doc = await write(lesson, rear, (plan) => {
      writeInto(sectionOf(plan, 'keyPoints'), '把圆割补成近似的长方形，推导公式');
      writeInto(fieldOf(plan, 0, 'name'), '剪拼活动');
      writeInto(fieldOf(plan, 0, 'lineDrop'), '断线时由辅讲教师带领学生割补学具');
    });
    const stepId =
      fieldOf(doc, 0, 'name').parent instanceof Y.XmlElement
        ? String((fieldOf(doc, 0, 'name').parent as Y.XmlElement).getAttribute('id'))
        : '';
    const [found, ...others] = await find(recipient, '割补');
    expect(others).toEqual([]);
    expect(found).toMatchObject({ id: lesson.id, what: 'lesson', title: '圆的面积', count: 2 });
    expect(passagesOf(found)).toEqual(['plan keyPoints ', `step ${stepId} lineDrop`]);
    expect(found?.passages[1]?.step).toBe('剪拼活动导入');
    expect(marked(found)).toEqual(['割补', '割补']);
    expect(passagesOf((await find(recipient, '剪拼'))[0])).toEqual([`step ${stepId} name`]);
    // A character alone, the last one of a line, more characters than two, and characters that are there but not together.
    for (const q of ['剪', '式', '近似的长方形', '割补成近似的'])
      expect(
        (await find(recipient, q)).map(({ id }) => id),
        q,
      ).toContain(lesson.id);
    for (const q of ['割方形', '长方式', '补断']) expect(await find(recipient, q), q).toEqual([]);
  });

  it('is found by words in English, whatever their case and width, and by their beginnings', async () => {
    const { rear } = world.people;
    const lesson = await startLesson(world, rear, { title: 'Festivals', subject: '英语' });
    await write(lesson, rear, (doc) => {
      writeInto(sectionOf(doc, 'objectives'), 'Learners compare the Lantern Festival with Halloween in ＵＮＩＴ ３.');
    });
    for (const q of ['lantern', 'LANTERN', 'lant', 'ｌａｎｔｅｒｎ', 'unit 3', '"Lantern Festival"', 'halloween lantern']) {
      expect(
        (await find(rear, q)).map(({ id }) => id),
        q,
      ).toContain(lesson.id);
    }
    for (const q of ['antern', '"festival lantern"', 'lantern dragonboat']) {
      expect(
        (await find(rear, q)).map(({ id }) => id),
        q,
      ).not.toContain(lesson.id);
    }
  });

  it('is no longer found when it is deleted, and is found again when it comes back by undo', async () => {
    const { rear } = world.people;
    const lesson = await startLesson(world, rear);
    const doc = await write(lesson, rear, (plan) => writeInto(sectionOf(plan, 'board'), '鸡兔同笼'));
    expect(await find(rear, '兔同')).toHaveLength(1);
    const manager = new Y.UndoManager(sectionOf(doc, 'board'));
    const before = await heads();
    sectionOf(doc, 'board').delete(0, 1);
    await until(async () => (await heads()) > before, 'the deletion is on disk');
    await platform.search.inStep();
    expect(await find(rear, '兔同')).toEqual([]);
    manager.undo();
    await until(async () => (await heads()) > before + 1, 'the undoing is on disk');
    await platform.search.inStep();
    expect(await find(rear, '兔同')).toHaveLength(1);
  });

  it('is found after a crash between the writing and the entering, and once only (F4)', async () => {
    const { rear } = world.people;
    const lesson = await startLesson(world, rear);
    await write(lesson, rear, (doc) => writeInto(sectionOf(doc, 'methods'), '数形结合思想'));
    const { db } = platform.database;
    const lost = () => db.deleteFrom('search_plans').where('document_id', '=', lesson.documentId).execute();
    await lost();
    await db.deleteFrom('search_entries').where('lesson_id', '=', lesson.id).where('kind', '=', 'plan').execute();
    expect(await find(rear, '数形')).toEqual([]);
    await platform.search.inStep();
    expect(await find(rear, '数形')).toMatchObject([{ count: 1 }]);
    await lost();
    await Promise.all([platform.search.inStep(), platform.search.inStep()]);
    expect(await find(rear, '数形')).toMatchObject([{ count: 1 }]);
  });
});

describe('beside plans', () => {
  it('titles, cards, comments, suggested wording, files and needs are found from the moment they are written', async () => {
    const { rear, recipient, mentor } = world.people;
    const lesson = await startLesson(world, rear, { title: '蟋蟀的住宅', subject: '语文', textbook: '统编版四年级上册' });
    const thread = await mentor.call(openThread, {
      params: { lessonId: lesson.id },
      body: { kind: 'question', anchor: { type: 'lesson' }, body: '开头用蝈蝈引入是否太慢？' },
    });
    await rear.call(reply, { params: { threadId: thread.id }, body: { body: '改为播放鸣叫录音' } });
    const file = await attach(rear, lesson.id, { name: '蟋蟀洞穴剖面图.txt', bytes: Buffer.from('x') });
    await recipient.call(raiseNeed, {
      params: { teamId: world.teamId },
      body: { title: '说明文读写薄弱', description: '学生不会抓住蟋蟀这类事物的特点', subject: '语文', grade: '四年级' },
    });
    expect(passagesOf((await find(recipient, '蝈蝈'))[0])).toEqual([`comment ${thread.id} ${thread.comments[0]?.id}`]);
    expect(passagesOf((await find(recipient, '鸣叫'))[0])[0]).toContain(`comment ${thread.id}`);
    expect(passagesOf((await find(recipient, '剖面'))[0])).toEqual([`file ${file.id} name`]);
    expect(passagesOf((await find(recipient, '统编'))[0])).toEqual(['lesson  card']);
    const both = await find(recipient, '蟋蟀');
    expect(both.map(({ what, title }) => [what, title])).toEqual([
      ['lesson', '蟋蟀的住宅'],
      ['need', '说明文读写薄弱'],
    ]);
    expect(both[0]?.titleMarks).toEqual([[0, 2]]);
    expect(both[1]?.pairingId).toBe(world.pairingId);
    // All words have to be there, but not in one place.
    expect((await find(recipient, '住宅 蝈蝈 剖面')).map(({ id }) => id)).toEqual([lesson.id]);
    expect(await find(recipient, '住宅 蝈蝈 没有')).toEqual([]);
    await rear.call(updateLesson, { params: { lessonId: lesson.id }, body: { title: '昆虫记' } });
    expect((await find(recipient, '住宅')).map(({ id }) => id)).toEqual([]);
    expect((await find(recipient, '昆虫')).map(({ id }) => id)).toEqual([lesson.id]);
  });

  it('ranks titles before names of steps before other text, and then what was changed last', async () => {
    const { rear } = world.people;
    const [text, name, older, title] = [
      await startLesson(world, rear, { title: '甲' }),
      await startLesson(world, rear, { title: '乙' }),
      await startLesson(world, rear, { title: '丙' }),
      await startLesson(world, rear, { title: '有余数的除法' }),
    ];
    await write(older, rear, (doc) => writeInto(sectionOf(doc, 'textbook'), '余数小于除数'));
    await write(name, rear, (doc) => writeInto(fieldOf(doc, 0, 'name'), '认识余数'));
    await write(text, rear, (doc) => writeInto(sectionOf(doc, 'textbook'), '理解余数的意义'));
    await platform.database.pool.query("update lessons set updated_at = now() - interval '1 day' where id = $1", [older.id]);
    expect((await find(rear, '余数')).map(({ id }) => id)).toEqual([title.id, name.id, text.id, older.id]);
  });
});

describe('the filters', () => {
  it('narrow to kinds, to my lessons, and to subject, grade and state', async () => {
    const { rear, stationed } = world.people;
    const mine = await startLesson(world, stationed, { title: '平行四边形一', grade: '五年级' });
    const other = await startLesson(world, rear, { title: '平行四边形二', subject: '美术' });
    await rear.call(openThread, {
      params: { lessonId: other.id },
      body: { kind: 'note', anchor: { type: 'lesson' }, body: '平行四边形已核对' },
    });
    await rear.call(changeLessonState, { params: { lessonId: other.id }, body: { state: 'review' } });
    const ids = async (filters: Filters) => new Set((await find(stationed, '平行四边形', filters)).map(({ id }) => id));
    expect(await ids({})).toEqual(new Set([mine.id, other.id]));
    expect(await ids({ mine: '1' })).toEqual(new Set([mine.id]));
    expect(await ids({ subject: '美术' })).toEqual(new Set([other.id]));
    expect(await ids({ grade: '五年级' })).toEqual(new Set([mine.id]));
    expect(await ids({ state: 'review' })).toEqual(new Set([other.id]));
    expect(await ids({ kind: 'comment' })).toEqual(new Set([other.id]));
    expect(await ids({ kind: 'need' })).toEqual(new Set());
  });

  it('come with pages, and a query has its limits', async () => {
    const { rear } = world.people;
    for (let count = 0; count < 23; count++) await startLesson(world, rear, { title: `数轴 ${count}` });
    const first = await look(rear, '数轴');
    const second = await look(rear, '数轴', { page: '2' });
    expect([first.total, first.pages, first.items.length, second.items.length]).toEqual([23, 2, 20, 3]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(23);
    for (const q of ['', '   ', '，。！', "'", ':*', '%', '_'])
      expect(await look(rear, q), q).toMatchObject({ items: [], total: 0 });
    await expect(look(rear, '长'.repeat(101))).rejects.toMatchObject({ status: 400 });
    expect(await find(rear, "数轴' | '分数")).toEqual([]);
  });
});

describe('who finds what', () => {
  it('is what they may see: nothing foreign, observers what was given to them, after the term nothing (S03)', async () => {
    const { rear, recipient, observer, coordinator } = world.people;
    const given = await startLesson(world, rear, { title: '保密的课一' });
    const kept = await startLesson(world, rear, { title: '保密的课二' });
    await recipient.call(raiseNeed, {
      params: { teamId: world.teamId },
      body: { title: '保密的需求', description: '', subject: '数学', grade: '四年级' },
    });
    await write(kept, rear, (doc) => writeInto(sectionOf(doc, 'reflection'), '保密的反思'));
    await rear.call(inviteToLesson, { params: { lessonId: given.id, personId: observer.id }, body: { part: 'observer' } });
    const titles = async (by: Api) => new Set((await find(by, '保密')).map(({ title }) => title));
    expect(await titles(recipient)).toEqual(new Set(['保密的课一', '保密的课二', '保密的需求']));
    expect(await titles(coordinator)).toEqual(new Set(['保密的课一', '保密的课二', '保密的需求']));
    expect(await titles(observer)).toEqual(new Set(['保密的课一']));
    const other = await buildWorld(platform);
    for (const person of Object.values(other.people)) {
      const response = await person.raw(`/api/search?q=${encodeURIComponent('保密')}`);
      expect(await response.text()).toBe('{"items":[],"total":0,"page":1,"pages":0}');
    }
    const leaving = await world.addPerson('rear');
    expect((await titles(leaving)).size).toBe(3);
    await coordinator.call(updateMember, { params: { memberId: leaving.memberId }, body: { endsOn: '2020-02-01' } });
    expect(await titles(leaving)).toEqual(new Set());
    expect((await platform.api().raw('/api/search?q=x')).status).toBe(401);
  });
});
