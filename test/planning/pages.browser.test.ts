import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeLessonState, getLesson } from '../../shared/planning.ts';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { startLesson } from './support.ts';

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

test('a lesson is started from the empty list, and what it lacks to be final is one click away', async () => {
  const fresh = await buildWorld(platform);
  const { page, complaints, close } = await browser.open(`${platform.url}/lessons`, fresh.people.rear);
  await page.getByText('还没有课').waitFor();
  await page.getByRole('button', { name: '新建一课' }).click();
  await page.getByRole('button', { name: '建好并打开教案' }).click();
  await page.getByText('请写上课题。').waitFor();
  await page.getByRole('textbox', { name: '课题' }).fill('圆的面积');
  await page.getByRole('textbox', { name: '学科' }).fill('数学');
  await page.getByRole('textbox', { name: '年级' }).fill('六年级');
  await page.getByRole('textbox', { name: '上课的班级' }).fill('六（1）班');
  await expectAccessible(page);
  await page.getByRole('button', { name: '建好并打开教案' }).click();
  await page.getByRole('heading', { level: 1, name: '圆的面积' }).waitFor();
  expect(await page.getByRole('textbox', { name: '班级', exact: true }).inputValue()).toBe('六（1）班');
  await page.getByRole('button', { name: '更改进展' }).click();
  await page.getByRole('menuitem', { name: '进入定稿' }).click();
  await page.getByText('六（1）班的学情分析还是空的').waitFor();
  await expectAccessible(page);
  const learners = page.getByRole('button', { name: '六（1）班的学情分析还是空的' });
  await learners.click();
  await page.keyboard.type('会算圆的周长');
  await page.locator('[data-part="learnerProfile"]').getByText('会算圆的周长').waitFor();
  expect(await page.getByRole('textbox', { name: '班级', exact: true }).inputValue()).toBe('六（1）班');
  await learners.getByRole('img', { name: '已补上' }).waitFor();
  await page.getByRole('button', { name: '“练习”没有断线预案' }).click();
  await page.keyboard.type('同桌互相讲一讲');
  const practice = page.getByRole('group', { name: '环节：练习' });
  await practice.locator('[data-part="lineDrop"]').getByText('同桌互相讲一讲').waitFor();
  // The browser itself writes refused requests to its console.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('409')]);
  await close();
});

test.each([
  { locale: 'zh-CN', width: 1280, colourScheme: 'light' },
  { locale: 'en-GB', width: 1280, colourScheme: 'dark' },
  { locale: 'zh-CN', width: 360, colourScheme: 'dark' },
  { locale: 'en-GB', width: 360, colourScheme: 'light' },
] as const)('both pages can be used by everybody: $locale, $width px, $colourScheme', async (options) => {
  const { rear, mentor } = world.people;
  const lesson = await startLesson(world, rear, { classNames: ['四（1）班'] });
  for (const person of [rear, mentor]) {
    const { page, close } = await browser.open(`${platform.url}/lessons`, person, options);
    await page.getByRole('link', { name: '分数的初步认识' }).first().waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.goto(`${platform.url}/lessons/${lesson.id}`);
    await page.locator('[data-anchor="reflection"]').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await close();
  }
});

test('the people of a lesson are seen and invited in a dialog that everybody can use', async () => {
  const { rear, stationed } = world.people;
  const lesson = await startLesson(world, rear);
  const { page, close } = await browser.open(`${platform.url}/lessons/${lesson.id}`, rear);
  await page.getByRole('button', { name: '查看和邀请备课的人' }).click();
  await page.getByRole('combobox', { name: '邀请谁' }).selectOption(stationed.id);
  await page.getByRole('button', { name: '邀请', exact: true }).click();
  await page.getByRole('combobox', { name: `${stationed.name}的分工` }).waitFor();
  await expectAccessible(page);
  const { people } = await rear.call(getLesson, { params: { lessonId: lesson.id } });
  expect(people.map(({ person, part }) => [person.id, part])).toEqual([
    [rear.id, 'lead-planner'],
    [stationed.id, 'co-planner'],
  ]);
  await close();
});

test('the way of a lesson is shown and led from its page', async () => {
  const { rear } = world.people;
  const lesson = await startLesson(world, rear);
  await rear.call(changeLessonState, { params: { lessonId: lesson.id }, body: { state: 'review' } });
  const { page, close } = await browser.open(`${platform.url}/lessons/${lesson.id}`, rear);
  const steps = page.getByRole('list', { name: '课的进展' });
  await steps.locator('[aria-current="step"]', { hasText: '研讨' }).waitFor();
  await page.getByRole('button', { name: '更改进展' }).click();
  await page.getByRole('menuitem', { name: '退回初备' }).click();
  const why = page.getByRole('dialog', { name: '退回初备' });
  await why.getByRole('button', { name: '退回初备' }).click();
  await why.getByText('请写一句理由。').waitFor();
  await why.getByRole('textbox', { name: '为什么退回' }).fill('学情要重新摸底');
  await why.getByRole('button', { name: '退回初备' }).click();
  await steps.locator('[aria-current="step"]', { hasText: '初备' }).waitFor();
  await close();
});
