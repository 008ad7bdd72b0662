import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lesson } from '../../shared/planning.ts';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type PersonPage, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { wordHtml } from './officeClipboard.ts';
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

async function openLesson(person: TestPerson, lesson: Lesson, options = {}): Promise<PersonPage> {
  const opened = await browser.open(`${platform.url}/lessons/${lesson.id}`, person, options);
  await opened.page.locator('[data-anchor="reflection"]').waitFor();
  return opened;
}

const section = (page: Page, kind: string) => page.locator(`[data-anchor="${kind}"]`);
const place = (page: Page, kind: string) => section(page, kind).locator('p').first();
const live = (lesson: Lesson) => livePlanText(platform, lesson);
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a table, a formula, a name, a picture and an attachment are written by keyboard and menu, and others see them', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const rear = await openLesson(world.people.rear, lesson);
  const { page } = rear;
  const { keyboard } = page;
  await place(page, 'textbook').click();
  await keyboard.type('# 单元位置');
  await keyboard.press('Enter');
  await keyboard.type('先讲**平均分**，再讲$\\frac{1}{2}$，');
  await keyboard.type('请@马');
  await page.getByRole('option', { name: world.people.recipient.name }).waitFor();
  await keyboard.press('Enter');
  await keyboard.type('看。');
  await keyboard.press('Enter');
  await keyboard.type('/bg');
  await page.getByRole('option', { name: '表格' }).waitFor();
  await expectAccessible(page);
  await keyboard.press('Enter');
  for (const words of ['班级', '人数', '备注', '四（1）班']) {
    await keyboard.type(words);
    await keyboard.press('Tab');
  }
  await page.getByRole('button', { name: '在下方加一行' }).click();
  expect(await section(page, 'textbook').locator('tr').count()).toBe(4);

  await place(page, 'objectives').click();
  const choose = async (name: string, file: { name: string; mimeType: string; buffer: Buffer }) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name, exact: true }).click();
    await (await chooser).setFiles(file);
  };
  await choose('图片', { name: '月饼.png', mimeType: 'image/png', buffer: dot });
  await section(page, 'objectives').locator('figure img').waitFor();
  await choose('附件', { name: '课件.pptx', mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
  await page.getByRole('link', { name: '课件.pptx' }).waitFor();

  const local = await openLesson(world.people.recipient, lesson, { width: 360, height: 740 });
  await section(local.page, 'textbook').locator('h3', { hasText: '单元位置' }).waitFor();
  await section(local.page, 'textbook').locator('.katex').waitFor();
  await section(local.page, 'textbook').locator('strong', { hasText: '平均分' }).waitFor();
  expect(await section(local.page, 'textbook').locator('tr').count()).toBe(4);
  await section(local.page, 'objectives').locator('figure img').waitFor();
  await expectNoSidewaysScroll(local.page);
  await expectAccessible(local.page);
  expect(await live(lesson)).toContain(`先讲平均分，再讲$\\frac{1}{2}$，请@${world.people.recipient.name} 看。`);
  await rear.close();
  await local.close();
});

test('what is pasted from Word keeps its structure; a picture that stayed behind is told of', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const rear = await openLesson(world.people.rear, lesson);
  const { page } = rear;
  await place(page, 'methods').click();
  await page.evaluate((html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', html);
    clipboardData.setData('text/plain', '分数的初步认识');
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, wordHtml);
  const pasted = section(page, 'methods');
  await pasted.locator('ol > li > ul > li', { hasText: '圆形纸片' }).waitFor();
  expect(await pasted.locator('h3, h4').allTextContents()).toEqual(['分数的初步认识', '教学目标']);
  expect(await pasted.locator('td[colspan="2"]').count()).toBe(1);
  await page.getByText('有 1 张图片只存在原来的文档里').waitFor();
  expect(await live(lesson)).not.toMatch(/批注里的话|删去的话/);
  await rear.close();
});

test('two people compose Chinese in one line at the same place, and nothing is lost, doubled or broken off', async () => {
  const lesson = await startLesson(world, world.people.rear);
  const rear = await openLesson(world.people.rear, lesson);
  const local = await openLesson(world.people.recipient, lesson);
  await place(rear.page, 'board').click();
  await rear.page.keyboard.type('左');
  await place(local.page, 'board').filter({ hasText: '左' }).click();
  await local.page.keyboard.press('End');
  const hands = await Promise.all([rear, local].map(({ context, page }) => context.newCDPSession(page)));
  const compose = async (hand: number, steps: readonly string[], committed: string) => {
    for (const text of steps) {
      await hands[hand]?.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await hands[hand]?.send('Input.insertText', { text: committed });
  };
  // Both carets stand behind the same character, and each composes while the other's words arrive.
  const words = [
    ['圆形', '三角形', '长方形', '正方形'],
    ['一半', '四分之一', '八分之一', '平均分'],
  ] as const;
  await Promise.all(
    words.map(async (mine, hand) => {
      for (const word of mine) await compose(hand, ['y', 'yu', "yu'a", "yu'an"], word);
    }),
  );
  await until(bothShow, 'both show the same line, with everything in it');
  const line = (await place(rear.page, 'board').textContent()) ?? '';
  for (const word of words.flat()) expect(line.split(word).length - 1, `${word} in ${line}`).toBe(1);
  expect([...line].toSorted()).toEqual([...`左${words.flat().join('')}`].toSorted());
  await until(async () => (await live(lesson)).includes(line), 'the server has it');
  await rear.close();
  await local.close();

  async function bothShow(): Promise<boolean> {
    const [mine, theirs] = await Promise.all([rear, local].map(({ page }) => place(page, 'board').textContent()));
    return mine === theirs && mine?.length === `左${words.flat().join('')}`.length;
  }
});
