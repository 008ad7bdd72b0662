import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openThread, resolveThread } from '../../shared/feedback.ts';
import { inviteToLesson, type Lesson } from '../../shared/planning.ts';
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
import { buildLesson, openPlan, passageOf, type LivePlan, type sectionOf } from './support.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;
let author: TestPerson;
let mentor: TestPerson;
let lesson: Lesson;
let plan: LivePlan;
const open: PersonPage[] = [];
const words = '把一个月饼平均分成两份';

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
  ({ rear: author, mentor } = world.people);
  lesson = await buildLesson(world, author);
  plan = await openPlan(platform, author, lesson.documentId);
  plan.write(words);
});
afterEach(async () => {
  plan.close();
  for (const page of open.splice(0)) await page.close();
});

const visit = async (person: TestPerson, path: string, options?: PersonPageOptions): Promise<Page> => {
  const opened = await browser.open(platform.url + path, person, options);
  open.push(opened);
  return opened.page;
};
const visitLesson = async (person: TestPerson, options?: PersonPageOptions): Promise<Page> => {
  const page = await visit(person, `/lessons/${lesson.id}`, options);
  await page.locator('.ProseMirror').getByText(words).waitFor();
  return page;
};

/** Drags over words of the plan, as a hand does. */
async function selectWords(page: Page, wanted: string): Promise<void> {
  await page.locator('.ProseMirror').getByText(wanted).first().scrollIntoViewIfNeeded();
  const { from, to } = await page.evaluate((sought) => {
    const root = document.querySelector('.ProseMirror') ?? document.body;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(sought) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + sought.length);
      const box = range.getBoundingClientRect();
      const y = box.top + box.height / 2;
      return { from: { x: box.left + 1, y }, to: { x: box.right - 1, y } };
    }
    throw new Error(`"${sought}" is not on the page.`);
  }, wanted);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}

const passage = (page: Page, text: string) => page.locator('.ProseMirror mark', { hasText: text });
const card = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });

describe('feedback in the browser', () => {
  it('a mentor comments on a passage, and the author sees it in the inbox and on the plan without reloading', async () => {
    const inbox = await visit(author, '/inbox');
    await inbox.getByText('还没有消息').waitFor();
    const writing = await visitLesson(mentor);
    await selectWords(writing, '平均分');
    await writing.getByRole('button', { name: '评论选中的文字' }).first().click();
    await writing.getByText('疑问', { exact: true }).click();
    await writing.getByRole('textbox', { name: '写一条反馈' }).fill('学生知道什么叫平均分吗？');
    await writing.getByRole('button', { name: '发送' }).click();
    await passage(writing, '平均分').waitFor();

    const message = inbox.getByRole('link', { name: new RegExp(`未读.*${mentor.name}给《${lesson.title}》写了一条疑问`) });
    await message.waitFor();
    expect(await message.textContent()).toContain('学生知道什么叫平均分吗？');
    await inbox.getByRole('link', { name: '消息，1 条未读' }).waitFor();

    await message.click();
    await passage(inbox, '平均分').waitFor();
    await expect.poll(() => passage(inbox, '平均分').getAttribute('data-selected')).toBe('true');
    await card(inbox, '学生知道什么叫平均分吗？').waitFor();
    await inbox.getByRole('link', { name: '消息', exact: true }).waitFor();

    // The answer reaches the mentor's open page in the same way.
    await card(inbox, '学生知道').getByRole('button', { name: '回复' }).click();
    await inbox.getByRole('textbox', { name: '回复内容' }).fill('我先让他们折一折');
    await inbox.keyboard.press('Control+Enter');
    await card(writing, '我先让他们折一折').waitFor();
    await writing.getByRole('link', { name: '消息，1 条未读' }).waitFor();
  });

  it('what was typed stays when the page reloads, is kept and marked without a connection (C2), and is written once', async () => {
    const page = await visitLesson(mentor);
    await page.getByRole('button', { name: '写反馈' }).click();
    await page.getByRole('textbox', { name: '写一条反馈' }).fill('节奏很好');
    await page.reload();
    await expect.poll(() => page.getByRole('textbox', { name: '写一条反馈' }).inputValue()).toBe('节奏很好');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '发送' }).click();
    await card(page, '节奏很好').getByText('还没送到服务器').waitFor();
    expect(await page.getByRole('textbox', { name: '写一条反馈' }).count()).toBe(0);
    // Nothing is tried meanwhile: the socket still seems to be open, but not even the code for sending could be loaded.
    await page.waitForTimeout(1_000);
    await page.context().setOffline(false);
    await card(page, '节奏很好').getByText('还没送到服务器').waitFor({ state: 'detached' });
    await page.reload();
    await card(page, '节奏很好').waitFor();
    expect(await card(page, '节奏很好').count()).toBe(1);
    // The browser itself reports requests that it could not send.
    const own = open.find((one) => one.page === page);
    own?.complaints.splice(0, own.complaints.length, ...own.complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED/.test(text)));
  });

  it('a deleted passage is shown as such with its words, and a resolved one is not highlighted', async () => {
    const [first, second] = [plan.write('先折纸'), plan.write('再涂色')];
    const comment = (text: typeof first, body: string) =>
      mentor.call(openThread, { params: { lessonId: lesson.id }, body: { kind: 'note', anchor: passageOf(text, 0, 3), body } });
    await Promise.all([comment(first, '折法不同'), comment(second, '涂一份')]);
    const page = await visitLesson(author);
    await passage(page, '先折纸').waitFor();

    await passage(page, '再涂色').click();
    const chosen = card(page, '涂一份');
    await expect.poll(() => chosen.getAttribute('data-selected')).toBe('true');
    await chosen.getByRole('button', { name: '标为已解决' }).click();
    await passage(page, '再涂色').waitFor({ state: 'detached' });
    await page.locator('.ProseMirror').getByText('再涂色').waitFor();

    const paragraph = first.parent as typeof first.parent & { parent: ReturnType<typeof sectionOf> };
    const section = paragraph.parent;
    section.delete(section.toArray().indexOf(paragraph as never), 1);
    await card(page, '折法不同').getByText('这段原文已被删除').waitFor();
    await card(page, '折法不同').getByText('先折纸').waitFor();
  });

  it('an observer reads the feedback of a lesson they were given and finds nothing to write with', async () => {
    const { observer } = world.people;
    await author.call(inviteToLesson, { params: { lessonId: lesson.id, personId: observer.id }, body: { part: 'observer' } });
    await mentor.call(openThread, {
      params: { lessonId: lesson.id },
      body: { kind: 'strength', anchor: { type: 'lesson' }, body: '导入自然' },
    });
    const page = await visitLesson(observer);
    await card(page, '导入自然').waitFor();
    for (const name of ['写反馈', '回复', '标为已解决']) expect(await page.getByRole('button', { name }).count()).toBe(0);
  });

  it('on a phone feedback opens over the plan, and a quote leads back to its passage', async () => {
    const text = plan.write('先折纸');
    await mentor.call(openThread, {
      params: { lessonId: lesson.id },
      body: { kind: 'suggestion', anchor: passageOf(text, 0, 3), body: '多折几次' },
    });
    const page = await visitLesson(author, { width: 360, height: 740 });
    await page.getByRole('button', { name: '反馈 1 条未解决' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '回到原文：先折纸' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => passage(page, '先折纸').getAttribute('data-selected')).toBe('true');
    await expect.poll(() => passage(page, '先折纸').isVisible()).toBe(true);
  });
});

describe('inbox and feedback are accessible', () => {
  const variants = [
    { locale: 'zh-CN', width: 1280, colourScheme: 'light' },
    { locale: 'zh-CN', width: 360, colourScheme: 'dark' },
    { locale: 'en-GB', width: 1280, colourScheme: 'dark' },
    { locale: 'en-GB', width: 360, colourScheme: 'light' },
  ] as const;

  it.each(variants)('in $locale at $width px, $colourScheme', async (options) => {
    const zh = options.locale === 'zh-CN';
    const inbox = await visit(author, '/inbox', options);
    await inbox.getByText(zh ? '还没有消息' : 'Nothing here yet').waitFor();
    await expectAccessible(inbox);

    const text = plan.write('先折纸');
    const params = { lessonId: lesson.id };
    for (const kind of ['strength', 'question', 'suggestion', 'note'] as const) {
      await mentor.call(openThread, {
        params,
        body: { kind, anchor: passageOf(text, 0, 3), body: '很长的一段反馈。'.repeat(20) },
      });
    }
    const last = await mentor.call(openThread, { params, body: { kind: 'note', anchor: { type: 'lesson' }, body: '已处理' } });
    await author.call(resolveThread, { params: { threadId: last.id }, body: { resolved: true } });
    await inbox.getByRole('listitem').nth(4).waitFor();
    await expectAccessible(inbox);
    await expectNoSidewaysScroll(inbox);

    const page = await visitLesson(author, options);
    if (options.width === 360) await page.getByRole('button', { name: zh ? '反馈 4 条未解决' : 'Feedback 4 open' }).click();
    await page.getByRole('article').first().waitFor();
    await page.getByRole('button', { name: zh ? '写反馈' : 'Write feedback' }).click();
    await page
      .getByRole('article')
      .first()
      .getByRole('button', { name: zh ? '回复' : 'Reply' })
      .click();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});
