import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openThread } from '../../shared/feedback.ts';
import { childElements } from '../../shared/planDocument.ts';
import { updateLesson, type Lesson } from '../../shared/planning.ts';
import { getVisit, keepVersion, recordVisit } from '../../shared/versions.ts';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  startBrowser,
  type PersonPage,
  type PersonPageOptions,
  type TestBrowser,
} from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { fieldOf, livePlanText, sectionOf, startLesson, writeInto } from './support.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;
let author: TestPerson;
let lesson: Lesson;
const open: PersonPage[] = [];

beforeAll(async () => {
  platform = await startPlatform({ client: true });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});
beforeEach(async () => {
  world = await buildWorld(platform);
  author = world.people.rear;
  lesson = await startLesson(world, author);
});
afterEach(async () => {
  for (const page of open.splice(0)) await page.close();
});

const visit = async (person: TestPerson, options?: PersonPageOptions): Promise<Page> => {
  const opened = await browser.open(`${platform.url}/lessons/${lesson.id}`, person, options);
  open.push(opened);
  await opened.page.locator('.ProseMirror').waitFor();
  return opened.page;
};
/** Makes a line of the plan say something else, as one would who types there. */
const write = (by: TestPerson, words: string) =>
  platform.documents.change(lesson.documentId, by.id, (doc) => {
    const section = sectionOf(doc, 'methods');
    const line = section.get(0);
    const text = line instanceof Y.XmlElement ? line.get(0) : undefined;
    if (!(text instanceof Y.XmlText)) return void writeInto(section, words);
    text.delete(0, text.length);
    text.insert(0, words);
  });
const live = () => livePlanText(platform, lesson);

it('by keyboard alone: a version is named, compared with the plan as it is now, and restored', async () => {
  await write(author, '小组合作讨论');
  const page = await visit(author);
  await page.getByRole('button', { name: '版本', exact: true }).focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: '教案的版本' });
  await drawer.getByLabel('给现在的教案起名存一版').focus();
  await page.keyboard.type('第一稿');
  await page.keyboard.press('Enter');
  await drawer.getByRole('status').filter({ hasText: '已存为“第一稿”' }).waitFor();
  await platform.documents.change(lesson.documentId, world.people.stationed.id, (doc) =>
    writeInto(fieldOf(doc, 0, 'cue'), '请马老师接着来'),
  );
  await page.locator('.ProseMirror').getByText('请马老师接着来').waitFor();

  await drawer.getByRole('button', { name: /第一稿/ }).focus();
  await page.keyboard.press('Enter');
  await drawer.getByRole('heading', { name: '第一稿' }).waitFor();
  await drawer.locator('ins').getByText('请马老师接着来').waitFor();
  await drawer.getByText('1 处改动').waitFor();
  await drawer.getByRole('radio', { name: '合在一起' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await drawer.getByRole('radio', { name: '左右对照' }).isChecked()).toBe(true);
  await drawer.getByRole('button', { name: '恢复到这一版' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await drawer.getByRole('status').filter({ hasText: '教案已恢复到' }).waitFor();
  expect(await live()).not.toContain('请马老师接着来');
  await page.locator('.ProseMirror').getByText('请马老师接着来').waitFor({ state: 'detached' });
  await drawer.getByRole('button', { name: /恢复之前.*周驻点/ }).waitFor();
  await drawer.getByRole('button', { name: /恢复了/ }).waitFor();
  // The focus is back at the list: the next stop is its first field.
  await page.keyboard.press('Tab');
  await expect
    .poll(() => drawer.getByLabel('给现在的教案起名存一版').evaluate((field) => field === document.activeElement))
    .toBe(true);
});

it('what others wrote since I last looked is named and marked, also while someone types, until I have seen it', async () => {
  const { stationed } = world.people;
  await write(author, '小组合作');
  await author.call(recordVisit, { params: { lessonId: lesson.id } });
  await write(stationed, '小组合作与操作');
  const page = await visit(author);
  const bar = page.getByRole('region', { name: '上次查看以来的改动' });
  await bar.getByText('自您上次看过以来有 1 处变动').waitFor();
  await bar.getByText(/周驻点写过/).waitFor();
  const marked = () => page.locator('[data-news]').allTextContents();
  expect(await marked()).toEqual(['与操作']);
  await platform.documents.change(lesson.documentId, stationed.id, (doc) => {
    writeInto(sectionOf(doc, 'textbook'), '单元起始课');
    const line = sectionOf(doc, 'methods').get(0);
    const text = line instanceof Y.XmlElement ? line.get(0) : undefined;
    if (text instanceof Y.XmlText) text.insert(0, '先');
  });
  await page.locator('.ProseMirror').getByText('先小组合作').waitFor();
  expect(await marked()).toEqual(['与操作']);
  await bar.getByRole('button', { name: '对照着看' }).click();
  await page.getByRole('dialog').locator('ins').getByText('与操作').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await bar.getByRole('button', { name: '看完了' }).click();
  await bar.waitFor({ state: 'detached' });
  expect(await marked()).toEqual([]);
  await expect.poll(async () => (await author.call(getVisit, { params: { lessonId: lesson.id } })).authors).toEqual([]);
});

it('a mentor looks at versions and finds nothing to change them with', async () => {
  await author.call(keepVersion, { params: { lessonId: lesson.id }, body: { name: '第一稿' } });
  const page = await visit(world.people.mentor);
  await page.getByRole('button', { name: '版本', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: '教案的版本' });
  await drawer.getByRole('button', { name: /第一稿/ }).click();
  await drawer.getByText('文字没有不同').waitFor();
  expect(await drawer.getByRole('textbox').count()).toBe(0);
  expect(await drawer.getByRole('button', { name: '恢复到这一版' }).count()).toBe(0);
});

it('by keyboard: the list tells all that changed and who did it, leads to each place, and goes when all is seen (V12, V13)', async () => {
  const { stationed, mentor } = world.people;
  const params = { lessonId: lesson.id };
  const change = (edit: (doc: Y.Doc) => void) => platform.documents.change(lesson.documentId, stationed.id, edit);
  await write(author, '小组合作讨论');
  await author.call(recordVisit, { params });
  await write(stationed, '小组讨论');
  await change((doc) => {
    writeInto(sectionOf(doc, 'objectives'), '愿意说出自己的想法');
    childElements(sectionOf(doc, 'steps'), 'lessonStep')[0]?.setAttribute('minutes', 17 as never);
  });
  const comment = { kind: 'question' as const, anchor: { type: 'lesson' as const }, body: '这里为什么要讨论？' };
  await mentor.call(openThread, { params, body: comment });
  await author.call(updateLesson, { params, body: { textbook: '人教版新版' } });

  const page = await visit(author);
  const bar = page.getByRole('region', { name: '上次查看以来的改动' });
  await bar.getByText('自您上次看过以来有 5 处变动').waitFor();
  await bar.getByRole('button', { name: '看清单' }).focus();
  await page.keyboard.press('Enter');
  await bar.getByRole('button', { name: /^新增.*愿意说出自己的想法.*周驻点/ }).waitFor();
  await bar.getByRole('button', { name: /^改了 环节.*分钟.*17 分钟/ }).waitFor();
  await bar.getByRole('button', { name: /教材版本.*人教版新版/ }).waitFor();
  await bar.getByRole('link', { name: /新反馈.*这里为什么要讨论/ }).waitFor();
  const reworded = bar.getByRole('button', { name: /^改写.*讨论/ });
  expect(await reworded.locator('del').textContent()).toBe('合作');
  expect(await page.locator('.ProseMirror').getByRole('img', { name: '这里删去了：合作' }).count()).toBe(1);
  await expectAccessible(page);
  await reworded.focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() =>
      page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest('[data-anchor]')?.getAttribute('data-anchor')),
    )
    .toBe('methods');
  await bar.getByRole('link', { name: /新反馈/ }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/thread=/);
  await bar.getByRole('button', { name: '看完了' }).focus();
  await page.keyboard.press('Enter');
  await bar.waitFor({ state: 'detached' });
  expect(await page.locator('[data-news]').count()).toBe(0);
});

describe('versions are accessible', () => {
  const variants = [
    { locale: 'zh-CN', width: 1280, colourScheme: 'light' },
    { locale: 'zh-CN', width: 360, colourScheme: 'dark' },
    { locale: 'en-GB', width: 1280, colourScheme: 'dark' },
    { locale: 'en-GB', width: 360, colourScheme: 'light' },
  ] as const;

  it.each(variants)('in $locale at $width px, $colourScheme', async (options) => {
    const zh = options.locale === 'zh-CN';
    const params = { lessonId: lesson.id };
    await write(author, '小组合作讨论');
    await author.call(recordVisit, { params });
    await author.call(keepVersion, { params, body: { name: '第一次研讨之后的这一稿，名字很长很长很长' } });
    await platform.documents.change(lesson.documentId, world.people.stationed.id, (doc) => {
      writeInto(fieldOf(doc, 0, 'lead'), '出示月饼，请学生说说怎样分才公平');
      sectionOf(doc, 'steps').delete(3, 1);
    });
    await write(world.people.stationed, '小组操作讨论');
    await author.call(keepVersion, { params, body: { name: '第二稿' } });
    const page = await visit(author, options);
    await page.getByRole('button', { name: zh ? '看完了' : 'All seen' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: zh ? '版本' : 'Versions', exact: true }).click();
    const drawer = page.getByRole('dialog', { name: zh ? '教案的版本' : 'Versions of the plan' });
    await drawer.getByRole('button', { name: /第二稿/ }).waitFor();
    await expectAccessible(page);
    await drawer.getByRole('button', { name: /第二稿/ }).click();
    await drawer.locator('ins').first().waitFor();
    await drawer.getByText(zh ? '左右对照' : 'Side by side').click();
    await drawer.getByRole('button', { name: zh ? '恢复到这一版' : 'Restore this version' }).click();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});
