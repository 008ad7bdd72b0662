import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { childElements, planRoot, type PlanSectionKind } from '../../shared/planDocument.ts';
import type { Lesson } from '../../shared/planning.ts';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type PersonPage, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { livePlanText, openPlan, sectionOf, startLesson, until } from './support.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;

beforeAll(async () => {
  platform = await startPlatform({ client: true });
  browser = await startBrowser();
  world = await buildWorld(platform);
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

async function openLesson(person: TestPerson, lesson: Lesson): Promise<PersonPage> {
  const opened = await browser.open(`${platform.url}/lessons/${lesson.id}`, person);
  await opened.page.locator('[data-anchor="reflection"]').waitFor();
  return opened;
}

/** The first paragraph of a section, or of one of its parts. */
const place = (page: Page, section: PlanSectionKind, part = '') => page.locator(`[data-anchor="${section}"] ${part} p`).first();
const saved = (page: Page) => page.locator('[data-save-state="saved"]').waitFor();
const live = (lesson: Lesson) => livePlanText(platform, lesson);
const steps = (lesson: Lesson) =>
  platform.planning.plans.runSheet(lesson.documentId).then((found) => found.map(({ text }) => text.name));

test('two people type in one plan at once, see each other, and end up with the same', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const rear = await openLesson(world.people.rear, lesson);
  const local = await openLesson(world.people.recipient, lesson);
  await place(rear.page, 'objectives').click();
  await place(local.page, 'methods').click();
  await Promise.all([
    rear.page.keyboard.type('能读写几分之一，能比较大小。', { delay: 15 }),
    local.page.keyboard.type('动手操作，两地互评。', { delay: 15 }),
  ]);
  for (const { page } of [rear, local]) {
    await page.getByText('能读写几分之一，能比较大小。').waitFor();
    await page.getByText('动手操作，两地互评。').waitFor();
    await saved(page);
  }
  await rear.page.getByRole('button', { name: '1 位同事也在这份教案里：看看在哪里' }).waitFor();
  await rear.page.locator(`.ProseMirror [data-name="${world.people.recipient.name}"]`).waitFor();

  // The same paragraph, from both ends.
  await place(rear.page, 'objectives').click();
  await place(local.page, 'objectives').click();
  await rear.page.keyboard.press('Home');
  await local.page.keyboard.press('End');
  await Promise.all([
    rear.page.keyboard.type('知识与技能：', { delay: 10 }),
    local.page.keyboard.type('会在生活中用。', { delay: 10 }),
  ]);
  const whole = '知识与技能：能读写几分之一，能比较大小。会在生活中用。';
  await rear.page.getByText(whole).waitFor();
  await local.page.getByText(whole).waitFor();
  expect(await live(lesson)).toContain(whole);
  await rear.close();
  await local.close();
});

test('Chinese input is not interrupted when somebody else types in the same paragraph', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const rear = await openLesson(world.people.rear, lesson);
  const local = await openLesson(world.people.recipient, lesson);
  await place(rear.page, 'board').click();
  await rear.page.keyboard.type('左边写，右边画');
  await local.page.getByText('左边写，右边画').waitFor();
  const ime = await rear.context.newCDPSession(rear.page);
  await rear.page.keyboard.press('End');
  const compose = (text: string) =>
    ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await compose('yu');
  await compose("yuan'");
  await place(local.page, 'board').click();
  await local.page.keyboard.press('Home');
  await local.page.keyboard.type('主板书：', { delay: 10 });
  await until(async () => (await live(lesson)).includes('主板书：左边写'), 'the other hand is saved');
  await compose("yuan'xing");
  await ime.send('Input.insertText', { text: '圆形' });
  await rear.page.keyboard.type('。');
  const whole = '主板书：左边写，右边画圆形。';
  await rear.page.getByText(whole).waitFor();
  await local.page.getByText(whole).waitFor();
  await until(async () => (await live(lesson)).includes(whole), 'the server has it');
  expect(await place(rear.page, 'board').textContent()).toContain(whole);
  await rear.close();
  await local.close();
});

test('letters typed before the same letters of somebody else stay, in their order, when the others go', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const plan = await openPlan(platform, world.people.recipient, lesson);
  const text = new Y.XmlText('左');
  childElements(sectionOf(plan.doc, 'board'), 'paragraph')[0]?.insert(0, [text]);
  const letters = new Y.UndoManager(text, { captureTimeout: 0 });
  text.insert(1, "yu'an");
  const rear = await openLesson(world.people.rear, lesson);
  await place(rear.page, 'board').filter({ hasText: "左yu'an" }).click();
  await rear.page.keyboard.press('Home');
  await rear.page.keyboard.press('ArrowRight');
  await rear.page.keyboard.type('yu');
  await until(async () => (await live(lesson)).includes("左yuyu'an"), 'both are there');
  letters.undo();
  await place(rear.page, 'board')
    .filter({ hasText: /^左yu$/ })
    .waitFor();
  await until(async () => (await live(lesson)).endsWith('左yu'), 'only what was typed here stays');
  plan.close();
  await rear.close();
});

test('what is written without a connection is kept, said to be kept, and merged on return', async () => {
  const lesson = await startLesson(world, world.people.rear, { classNames: ['四（1）班'] });
  const stationed = await openLesson(world.people.stationed, lesson);
  const rear = await openLesson(world.people.rear, lesson);
  await saved(stationed.page);
  await stationed.context.setOffline(true);
  await stationed.page.locator('[data-save-state="offline"]').waitFor({ timeout: 45_000 });
  await place(stationed.page, 'learners', '[data-part="learnerProfile"]').click();
  await stationed.page.keyboard.type('两个孩子刚转来，没学过平均分。');
  await place(rear.page, 'objectives').click();
  await rear.page.keyboard.type('理解平均分。');
  await rear.page.getByText('理解平均分。').waitFor();
  await saved(rear.page);
  await stationed.page.getByText('离线 · 已存在本机').waitFor();
  expect(await live(lesson)).not.toContain('转来');
  await stationed.context.setOffline(false);
  await saved(stationed.page);
  await stationed.page.getByText('理解平均分。').waitFor();
  await rear.page.getByText('两个孩子刚转来，没学过平均分。').waitFor();
  expect(await live(lesson)).toContain('两个孩子刚转来，没学过平均分。');
  stationed.complaints.length = 0;
  await stationed.close();
  await rear.close();
});

/** Run in a page: how many updates the copies of plans on this device hold. */
async function keptUpdates(): Promise<number> {
  let count = 0;
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('doc:')) continue;
    const of = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('not read')));
      });
    const database = await of(indexedDB.open(name));
    count += await of(database.transaction('updates').objectStore('updates').count());
    database.close();
  }
  return count;
}

test('what was written while the server was away is still there after the page was opened again', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const rear = await openLesson(world.people.rear, lesson);
  await saved(rear.page);
  // Only the document's own connection is lost, so that the page itself can be loaded again.
  let away = true;
  await rear.context.routeWebSocket(/\/documents\//, (socket) => {
    if (away) void socket.close({ code: 1012 });
    else socket.connectToServer();
  });
  await rear.page.reload();
  await rear.page.locator('[data-save-state="offline"]').waitFor();
  await place(rear.page, 'methods').click();
  const before = await rear.page.evaluate(keptUpdates);
  await rear.page.keyboard.type('断网时写的');
  // Each character is a write of its own, and a page that is left takes unfinished ones along.
  await expect.poll(() => rear.page.evaluate(keptUpdates)).toBeGreaterThanOrEqual(before + '断网时写的'.length);
  // The browser asks whether to leave, and a person takes a moment to answer.
  rear.page.on('dialog', (dialog) => void setTimeout(() => void dialog.accept(), 300));
  await rear.page.reload();
  await rear.page.getByText('断网时写的').waitFor();
  expect(await live(lesson)).not.toContain('断网时写的');
  away = false;
  await rear.page.reload();
  await saved(rear.page);
  await until(async () => (await live(lesson)).includes('断网时写的'), 'the server has it');
  rear.complaints.length = 0;
  await rear.close();
});

test('selecting everything and deleting it empties the plan and takes no part of it away', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const { page, close } = await openLesson(world.people.rear, lesson);
  await place(page, 'methods').click();
  await page.keyboard.type('先写一点');
  await place(page, 'steps', '[data-part="name"]').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await until(async () => (await steps(lesson)).join() === ',新授,练习,小结', 'only the name of the first step is gone');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Backspace');
  await until(async () => (await live(lesson)) === '', 'all text is gone');
  const parts = await platform.documents.read(lesson.documentId, (doc) => [
    doc.getXmlFragment(planRoot).length,
    childElements(sectionOf(doc, 'steps'), 'lessonStep')
      .map((step) => childElements(step, 'stepField').length)
      .join(),
  ]);
  expect(parts).toEqual([11, '9,9,9,9']);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('重写');
  await until(async () => (await live(lesson)) === '重写', 'typing goes on in the first place');
  await close();
});

test('steps are added, timed, moved by keyboard and button, and deleted after asking', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const { page, close } = await openLesson(world.people.rear, lesson);
  await page.getByText('40 分钟，正好 40 分钟的课').waitFor();
  await page.getByRole('button', { name: '添加环节' }).click();
  await page.keyboard.type('拓展');
  const added = page.getByRole('group', { name: '环节：拓展' });
  await added.getByRole('spinbutton').fill('3');
  await page.getByText('已排 43 分钟，超出 3 分钟').waitFor();
  await added.locator('[data-part="name"] p').click();
  await page.keyboard.press('Alt+ArrowUp');
  await until(async () => (await steps(lesson)).join() === '导入,新授,练习,拓展,小结', 'the step moved');
  await added.getByRole('button', { name: '上移' }).click();
  await page.keyboard.press('Enter');
  await until(async () => (await steps(lesson)).join() === '导入,拓展,新授,练习,小结', 'it moved twice, by the same button');
  await added.getByRole('button', { name: '删除环节' }).click();
  await page.getByRole('button', { name: '留着' }).click();
  await added.getByRole('button', { name: '删除环节' }).click();
  await page.getByRole('button', { name: '删除', exact: true }).click();
  await until(async () => (await steps(lesson)).join() === '导入,新授,练习,小结', 'it is deleted');
  await place(page, 'methods').click();
  await page.keyboard.press('Control+z');
  await until(async () => (await steps(lesson)).includes('拓展'), 'undo brings it back');
  await close();
});

test('a mentor can select and comment but not write; an observer can only read', async () => {
  const { rear, mentor, observer } = world.people;
  const lesson = await startLesson(world, rear);
  await platform.database.db
    .insertInto('lesson_people')
    .values({ lesson_id: lesson.id, account_id: observer.id, part: 'observer' })
    .execute();
  for (const [person, sentence] of [
    [mentor, '您可以评论，不能修改教案。选中文字就能评论'],
    [observer, '只读：您可以看这份教案，不能修改或评论。'],
  ] as const) {
    const { page, close } = await openLesson(person, lesson);
    await page.getByText(sentence).waitFor();
    const name = place(page, 'steps', '[data-part="name"]');
    await name.click();
    await page.keyboard.type('改一改');
    await name.dblclick();
    await expect.poll(() => page.getByRole('button', { name: '评论', exact: true }).count()).toBe(person === mentor ? 1 : 0);
    expect(await page.getByRole('toolbar').count()).toBe(0);
    expect(await page.getByRole('spinbutton').count()).toBe(0);
    expect(await page.getByRole('button', { name: '添加环节' }).count()).toBe(0);
    await close();
  }
  expect(await steps(lesson)).toEqual(['导入', '新授', '练习', '小结']);
});

test('the plan of an editor is the plan of the server: opening it changes nothing', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const bytes = () =>
    platform.documents.read(lesson.documentId, (doc) => Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex'));
  const before = await bytes();
  const { page, close } = await openLesson(world.people.rear, lesson);
  await place(page, 'methods').click();
  await page.keyboard.press('ArrowDown');
  await saved(page);
  expect(await bytes()).toBe(before);
  await close();
});

test('a plan that is nearly full says so in time; full, it opens, says what to do, and goes on when something was cut', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const { rear, stationed } = world.people;
  // Ballast that nobody has to draw.
  const fill = (bytes: number) =>
    platform.documents.change(lesson.documentId, rear.id, (doc) =>
      sectionOf(doc, 'board').setAttribute('ballast', '重'.repeat(bytes / 3)),
    );
  await fill(6.9 * 1024 * 1024);
  const early = await openLesson(rear, lesson);
  await early.page.getByText(/^这份教案已用去 8\d% 的容量$/).waitFor();
  await expectAccessible(early.page);
  await early.close();
  const look = { locale: 'en-GB', width: 360, colourScheme: 'dark' } as const;
  const narrow = await browser.open(`${platform.url}/lessons/${lesson.id}`, stationed, look);
  await narrow.page.getByText(/^This plan has used 8\d% of its room$/).waitFor();
  await expectAccessible(narrow.page);
  await expectNoSidewaysScroll(narrow.page);
  await narrow.close();

  await fill(8 * 1024 * 1024 - 2_000);
  const full = await openLesson(rear, lesson);
  await place(full.page, 'methods').click();
  await full.page.keyboard.insertText('写不下的一段话。'.repeat(300));
  const told = full.page.getByRole('alert').filter({ hasText: '教案满了' });
  await told.waitFor();
  // Where one writes, however far down.
  expect(
    await told.evaluate((alert) => alert.getBoundingClientRect().bottom <= innerHeight && alert.getBoundingClientRect().top >= 0),
  ).toBe(true);
  await expectAccessible(full.page);
  for (let presses = 0; presses < 2; presses += 1) await full.page.keyboard.press('Control+z');
  await place(full.page, 'objectives').click();
  await full.page.keyboard.type('短一些');
  await told.getByRole('button', { name: '再次保存' }).click();
  await saved(full.page);
  expect(await live(lesson)).toContain('短一些');
  await full.close();
});
