import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getLesson, inviteToLesson, listLessons } from '../../shared/planning.ts';
import { raiseNeed } from '../../shared/programme.ts';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { saveTemplate } from '../../shared/templates.ts';
import { buildWorld, type World } from '../support/world.ts';
import { livePlanText, startLesson, until } from './support.ts';

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

const sheet = (page: Page) => page.locator('.ProseMirror');
const place = (page: Page, anchor: string, part = '') => page.locator(`[data-anchor="${anchor}"] ${part} p`).first();
const badge = (page: Page, state: string) => page.locator(`[data-save-state="${state}"]`).waitFor();

test('story A: a plan for a need, written together, on a line that drops, until it may be final', async () => {
  const { rear, stationed, recipient, observer } = world.people;
  const body = { title: '四年级分数薄弱', description: '', subject: '数学', grade: '四年级' };
  const need = await recipient.call(raiseNeed, { params: { teamId: world.teamId }, body });
  const colleague = await world.addPerson('rear');
  const taught = await startLesson(world, colleague, { title: '分一分' });
  await colleague.call(saveTemplate, {
    params: { lessonId: taught.id },
    body: { name: '双师新授课', withText: true, teamId: world.teamId },
  });

  // A rear teacher opens the need, starts a plan from a template, invites two colleagues and the stationed member.
  const lead = await browser.open(`${platform.url}/lessons?need=${need.id}`, rear);
  await lead.page.getByLabel('课题').first().fill('认识几分之一');
  await lead.page
    .getByPlaceholder(/四（1）班/)
    .or(lead.page.getByLabel('上课的班级'))
    .first()
    .fill('四（1）班');
  await lead.page.getByText('别的模板', { exact: true }).click();
  await lead.page.getByLabel('选一个模板').selectOption({ label: '双师新授课' });
  for (const person of [recipient, colleague, stationed]) {
    await lead.page.getByRole('checkbox', { name: new RegExp(person.name) }).check();
  }
  await lead.page.getByRole('button', { name: '建好并打开教案' }).click();
  await lead.page.locator('[data-anchor="reflection"]').waitFor();
  const lesson = (await rear.call(listLessons)).items.find(({ needId }) => needId === need.id);
  if (lesson === undefined) throw new Error('The lesson is not there.');
  const params = { lessonId: lesson.id };
  await rear.call(inviteToLesson, { params: { ...params, personId: observer.id }, body: { part: 'observer' } });
  const address = `${platform.url}/lessons/${lesson.id}`;

  // Cursors and edits reach the others.
  const site = await browser.open(address, stationed);
  await site.page.locator('[data-anchor="reflection"]').waitFor();
  await place(site.page, 'objectives').click();
  await site.page.keyboard.type('会读写几分之一');
  await sheet(lead.page).getByText('会读写几分之一').waitFor();
  await sheet(lead.page).locator(`[data-name="${stationed.name}"]`).waitFor({ state: 'attached' });

  // Who is where, and following them.
  await lead.page.getByRole('button', { name: /1 位同事也在这份教案里/ }).click();
  await lead.page.getByText(`${stationed.name} · 教学目标（核心素养）`).waitFor();
  await lead.page.getByRole('menuitem', { name: `跟随${stationed.name}` }).click();
  await place(site.page, 'board').click();
  await site.page.keyboard.type('主板书');
  await lead.page.getByText(`正在跟随${stationed.name} · 板书设计`).waitFor();
  await lead.page.keyboard.press('Escape');
  await lead.page.getByText(`正在跟随${stationed.name}`).waitFor({ state: 'detached' });

  // He says what he writes, and everybody sees it without reloading.
  await site.page.getByRole('button', { name: '我来写：学情分析' }).click();
  await lead.page.getByRole('navigation', { name: '教案目录' }).getByText(`${stationed.name}在写`).waitFor();

  // Marking it final is refused: nothing is known of the class yet.
  const makeFinal = async () => {
    await lead.page.getByRole('button', { name: '更改进展' }).click();
    await lead.page.getByRole('menuitem', { name: '进入定稿' }).click();
  };
  const gaps = lead.page.getByRole('alert').filter({ hasText: '还不能定稿' });
  await makeFinal();
  await gaps.getByRole('button', { name: '四（1）班的学情分析还是空的' }).waitFor();

  // His link drops; he writes 学情 offline, while a step is dragged elsewhere; on reconnecting nothing is lost.
  await badge(site.page, 'saved');
  await site.context.setOffline(true);
  await badge(site.page, 'offline');
  await place(site.page, 'learners', '[data-part="learnerProfile"]').click();
  await site.page.keyboard.type('会平均分，不会读分数');
  await place(site.page, 'steps', '[data-part="local"]').click();
  await site.page.keyboard.type('断线时写的活动');
  const grips = lead.page.locator('[data-part="lessonStep"] [title="拖动以调整顺序"]');
  await lead.page.locator('[data-anchor="steps"]').evaluate((section) => section.scrollIntoView({ block: 'start' }));
  const [from, to] = [await grips.nth(0).boundingBox(), await lead.page.locator('[data-part="lessonStep"]').nth(1).boundingBox()];
  await lead.page.mouse.move((from?.x ?? 0) + 5, (from?.y ?? 0) + 8);
  await lead.page.mouse.down();
  await lead.page.mouse.move((to?.x ?? 0) + 5, (to?.y ?? 0) + (to?.height ?? 0) * 0.6, { steps: 4 });
  await lead.page.mouse.up();
  const steps = () => platform.planning.plans.runSheet(lesson.documentId);
  await until(async () => (await steps())[1]?.text.name === '导入', 'the step was moved');
  await site.context.setOffline(false);
  await badge(site.page, 'saved');
  await sheet(lead.page).getByText('会平均分，不会读分数').waitFor();
  await sheet(lead.page).getByText('断线时写的活动').waitFor();
  await gaps.getByRole('button', { name: '四（1）班的学情分析还是空的 已补上' }).waitFor();
  expect((await steps()).map(({ text }) => [text.name, text.local])).toEqual([
    ['新授', ''],
    ['导入', '断线时写的活动'],
    ['练习', ''],
    ['小结', ''],
  ]);

  // Final is refused while line-drop plans are empty, saying which, and leading to each; then it may be final.
  for (const [name, words] of [
    ['新授', '看课本例题'],
    ['导入', '复习上节课'],
    ['练习', '做练习一'],
    ['小结', '按板书小结'],
  ] as const) {
    await gaps.getByRole('button', { name: `“${name}”没有断线预案` }).click();
    await lead.page.waitForFunction(caretInLineDropOf, name);
    await lead.page.keyboard.type(words);
    await gaps.getByRole('button', { name: `“${name}”没有断线预案 已补上` }).waitFor();
  }
  expect((await steps()).map(({ text }) => text.lineDrop)).toEqual(['看课本例题', '复习上节课', '做练习一', '按板书小结']);
  await gaps.getByText('都补上了，可以定稿了').waitFor();
  await makeFinal();
  await lead.page.getByRole('button', { name: '更改进展' }).waitFor();
  await until(async () => (await rear.call(getLesson, { params })).state === 'final', 'the plan is final');
  await site.page.getByText('定稿').first().waitFor();

  // Versions show who changed what; an observer cannot edit.
  await lead.page.getByRole('button', { name: '版本' }).click();
  await lead.page.getByRole('textbox', { name: '给现在的教案起名存一版' }).fill('第一次研讨前');
  await lead.page.getByRole('button', { name: '存一版' }).click();
  const version = lead.page
    .getByRole('dialog')
    .getByText(new RegExp(`${stationed.name}.*写的|写的`))
    .first();
  await version.waitFor();
  expect(await version.textContent()).toContain(stationed.name);
  // A mentor comments by keyboard alone.
  const advising = await browser.open(address, world.people.mentor);
  await sheet(advising.page).getByText('会读写几分之一').waitFor();
  await sheet(advising.page).focus();
  for (const key of ['ArrowRight', 'ArrowLeft', ...Array.from({ length: 3 }, () => 'Shift+ArrowRight'), 'Control+Alt+m']) {
    await advising.page.keyboard.press(key);
  }
  await advising.page.getByRole('region', { name: '反馈' }).getByText('会读写', { exact: true }).waitFor();
  const watching = await browser.open(address, observer);
  await watching.page.getByText('只读：您可以看这份教案，不能修改或评论。').waitFor();
  await place(watching.page, 'methods').click();
  await watching.page.keyboard.type('偷偷写');
  const text = await livePlanText(platform, lesson);
  expect(text).not.toContain('偷偷写');
  for (const each of [lead, site, advising, watching]) {
    each.complaints.splice(
      0,
      each.complaints.length,
      ...each.complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED|WebSocket|409/.test(text)),
    );
    await each.close();
  }
}, 240_000);

/** Run in a page: whether one writes in the line-drop plan of a step. */
function caretInLineDropOf(name: string): boolean {
  const field = getSelection()?.anchorNode?.parentElement?.closest('[data-part="lineDrop"]');
  const step = field?.closest('[data-part="lessonStep"]');
  return document.hasFocus() && step?.querySelector('[data-part="name"]')?.textContent?.includes(name) === true;
}
