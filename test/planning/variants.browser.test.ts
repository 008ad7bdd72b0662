import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type * as Y from 'yjs';
import type { Lesson } from '../../shared/planning.ts';
import { childElements, plainText } from '../../shared/planDocument.ts';
import { listLessons } from '../../shared/planning.ts';
import { saveTemplate } from '../../shared/templates.ts';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { fieldOf, sectionOf, startLesson, writeInto } from './support.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;
let original: Lesson;

beforeAll(async () => {
  platform = await startPlatform({ client: true });
  browser = await startBrowser();
});
beforeEach(async () => {
  world = await buildWorld(platform);
  const { rear } = world.people;
  original = await startLesson(world, rear, { classNames: ['四（1）班'] });
  await platform.documents.change(original.documentId, rear.id, (doc) => {
    writeInto(fieldOf(doc, 0, 'lead'), '出示月饼图');
    writeInto(sectionOf(doc, 'methods'), '小组合作');
  });
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

it('a lesson is copied for another class, changed, compared, and the change is adopted in the original', async () => {
  const { rear, recipient } = world.people;
  const mine = await browser.open(`${platform.url}/lessons/${original.id}`, recipient, { width: 360, colourScheme: 'dark' });
  const { page } = mine;
  await page.locator('.ProseMirror').waitFor();
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await page.getByRole('menuitem', { name: '改编给别的班用' }).click();
  const dialog = page.getByRole('dialog', { name: '改编给别的班用' });
  await dialog.getByRole('button', { name: '建好并打开教案' }).click();
  await dialog.getByLabel('为什么改编').and(page.locator('[aria-invalid="true"]')).fill('这个班没学过平均分');
  await dialog.getByLabel('上课的班级').fill('四（2）班');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await dialog.getByRole('button', { name: '建好并打开教案' }).click();
  await page.getByText('马老师为四（2）班改编：这个班没学过平均分').waitFor();
  const lessons = (await recipient.call(listLessons)).items;
  const copy = lessons.find(({ id }) => id !== original.id);
  if (copy === undefined) throw new Error('there is no copy');
  await platform.documents.change(copy.documentId, recipient.id, (doc) => {
    const line = childElements(fieldOf(doc, 0, 'lead'), 'paragraph')[0]?.get(0) as Y.XmlText;
    line.insert(line.length, '，每人折一张圆纸');
  });

  await page.getByRole('button', { name: '同课异构：2 份设计' }).click();
  const family = page.getByRole('dialog', { name: '同课异构' });
  await expectAccessible(page);
  await family.getByRole('link', { name: /和《分数的初步认识》四（1）班对照/ }).click();
  await page.getByRole('button', { name: '左右对调' }).click();
  await page.locator('ins').getByText('，每人折一张圆纸').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: /带去作建议，给“分数的初步认识”：出示月饼图，每人折一张圆纸/ }).click();
  const bringing = page.getByRole('dialog', { name: /作建议/ });
  await bringing.getByLabel('为什么（选填）').fill('更容易上手');
  await expectAccessible(page);
  await bringing.getByRole('button', { name: '送出建议' }).click();
  await page.getByRole('link', { name: '去看这条建议' }).waitFor();
  await mine.close();

  const theirs = await browser.open(`${platform.url}/lessons/${original.id}`, rear);
  const feedback = theirs.page.getByRole('article').filter({ hasText: '更容易上手' });
  await feedback.getByText('马老师写的').waitFor();
  await feedback.getByRole('button', { name: '采纳', exact: true }).click();
  await theirs.page.locator('.ProseMirror').getByText('出示月饼图，每人折一张圆纸').waitFor();
  await feedback.getByText('林后方采纳了马老师的说法').waitFor();
  await theirs.close();
}, 120_000);

it('a new lesson starts from a template of the team, which is looked after on its page', async () => {
  const { rear, stationed } = world.people;
  await rear.call(saveTemplate, {
    params: { lessonId: original.id },
    body: { name: '双师新授课', description: '先动手再讲', withText: true, teamId: world.teamId },
  });
  const { page, close } = await browser.open(`${platform.url}/templates`, stationed, { locale: 'en-GB' });
  await page.getByRole('button', { name: 'What is in it' }).click();
  await page.getByText('Also written: Methods').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Change “双师新授课”' }).click();
  await page.getByRole('dialog').getByLabel('Name of the template').fill('动手新授课');
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: '动手新授课' }).waitFor();

  await page.goto(`${platform.url}/lessons?new`);
  const dialog = page.getByRole('dialog', { name: 'New lesson' });
  await dialog.getByText('A template', { exact: true }).click();
  await dialog.locator('select[name="templateId"]').selectOption({ label: '动手新授课' });
  await dialog.getByText('Also written: Methods').waitFor();
  await expectAccessible(page);
  await dialog.getByLabel('Topic').fill('小数的认识');
  await dialog.getByLabel('Subject').fill('数学');
  await dialog.getByLabel('Grade').fill('四年级');
  await dialog.getByRole('button', { name: 'Create and open the plan' }).click();
  await page.locator('.ProseMirror').getByText('小组合作').waitFor();
  await close();
  const started = (await stationed.call(listLessons)).items.find(({ title }) => title === '小数的认识');
  const text = await platform.documents.read(started?.documentId ?? '', (doc) => plainText(fieldOf(doc, 0, 'lead')));
  expect(text).toBe('出示月饼图');
});
