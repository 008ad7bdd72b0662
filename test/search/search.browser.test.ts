import { afterAll, beforeAll, expect, test } from 'vitest';
import { openThread } from '../../shared/feedback.ts';
import { attach } from '../files/support.ts';
import { fieldOf, openPlan, sectionOf, startLesson, until, writeInto } from '../planning/support.ts';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;

beforeAll(async () => {
  platform = await startPlatform({ client: true, searchMs: 200 });
  browser = await startBrowser();
  world = await buildWorld(platform);
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

test('what was just written is found from any page by keyboard, and one click leads to its place in the plan', async () => {
  const { rear, recipient, mentor } = world.people;
  const lesson = await startLesson(world, rear, { title: '三角形的内角和' });
  const plan = await openPlan(platform, rear, lesson);
  writeInto(fieldOf(plan.doc, 0, 'name'), '撕拼验证');
  writeInto(fieldOf(plan.doc, 0, 'lineDrop'), '断线时由辅讲教师带学生撕下三个角拼成平角，拍照留存');
  writeInto(sectionOf(plan.doc, 'keyPoints'), '用撕拼的方法发现三个角拼成平角');
  const params = { lessonId: lesson.id };
  const thread = { kind: 'question', anchor: { type: 'lesson' }, body: '撕拼误差怎么处理？' } as const;
  await mentor.call(openThread, { params, body: thread });
  await attach(rear, lesson.id, { name: '撕拼示意图.txt', bytes: Buffer.from('x') });
  await until(
    async () => (await rear.raw('/api/search?q=%E5%B9%B3%E8%A7%92').then((r) => r.text())).includes(lesson.id),
    'it is found',
  );

  const { page, complaints, close } = await browser.open(platform.url, recipient);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('撕拼');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=/);
  await page.getByText('找到 1 项').waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual(['撕拼', '撕拼', '撕拼']);
  await page.getByText('另有 1 处').waitFor();
  await expectAccessible(page);
  await page.locator('label', { hasText: /^评论$/ }).click();
  await page.getByText('撕拼误差怎么处理？').waitFor();
  await page.getByText('用撕拼的方法').waitFor({ state: 'detached' });
  await page.locator('label', { hasText: /^全部$/ }).click();

  // Nothing found, and the line gone: both say what to do, and what was typed stays.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('没有这个词');
  await page.getByText('没有找到“没有这个词”').waitFor();
  await expectAccessible(page);
  await page.context().setOffline(true);
  await page.getByRole('searchbox').fill('平角');
  await page.getByRole('button', { name: /重试|再试/ }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: /重试|再试/ }).click();
  await page.getByRole('link', { name: /断线预案/ }).click();
  await page.waitForURL(/\/lessons\//);
  const place = page.locator('[data-part="lineDrop"]').filter({ hasText: '拼成平角' });
  await until(() => place.isVisible().then((seen) => seen && place.evaluate(isInView)), 'the place is in view');
  await page.goBack();
  await page.getByRole('searchbox').waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('平角');
  complaints.length = 0;
  await close();
  plan.close();
});

test.each([
  ['zh-CN', 'light', 360],
  ['en-GB', 'dark', 1280],
] as const)('the page passes axe in %s, %s, at %i px, empty and full', async (locale, colourScheme, width) => {
  const { page, close } = await browser.open(`${platform.url}/search`, world.people.rear, { locale, colourScheme, width });
  await page.getByRole('searchbox').first().waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.goto(`${platform.url}/search?q=${encodeURIComponent('三角')}`);
  await page.locator('mark').first().waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await close();
});

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}
