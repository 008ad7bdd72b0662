import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideSuggestion, listThreads, openThread, resolveThread } from '../../shared/feedback.ts';
import { childElements } from '../../shared/planDocument.ts';
import type { Lesson } from '../../shared/planning.ts';
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
import { buildLesson, openPlan, passageOf, sectionOf, textbookOf, type LivePlan } from './support.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;
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
  lesson = await buildLesson(world, world.people.rear);
  plan = await openPlan(platform, world.people.rear, lesson.documentId);
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
  await page.locator('.ProseMirror').getByText('平均分').first().waitFor();
  return page;
};
const card = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });
const passage = (page: Page, text: string | RegExp) => page.locator('.ProseMirror mark', { hasText: text });

/** How fast a person presses keys, in milliseconds. */
const pace = 60;

/** Puts the selection over words of the plan as arrow keys do, without a mouse. */
async function selectByKeys(page: Page, wanted: string): Promise<void> {
  await page.locator('.ProseMirror').focus();
  await page.locator('.ProseMirror').evaluate((root, sought) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(sought) ?? -1;
      if (at < 0) continue;
      node.parentElement?.scrollIntoView({ block: 'center' });
      return getSelection()?.collapse(node, at);
    }
    throw new Error(`"${sought}" is not in the plan.`);
  }, wanted);
  for (const _character of wanted) await page.keyboard.press('Shift+ArrowRight', { delay: pace });
}

/** Clicks between two characters of the plan: before `wanted`. */
async function clickBefore(page: Page, wanted: string): Promise<void> {
  const place = await page.locator('.ProseMirror').evaluate((root, sought) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(sought) ?? -1;
      if (at < 0) continue;
      node.parentElement?.scrollIntoView({ block: 'center' });
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      return { x: box.left + 1, y: box.top + box.height / 2 };
    }
    throw new Error(`"${sought}" is not in the plan.`);
  }, wanted);
  await page.mouse.click(place.x, place.y, { delay: pace });
}

/** Presses Tab until a control has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let count = 0; count < 200; count++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLTextAreaElement ? [...element.labels].map((label) => label.textContent) : [];
      return element?.getAttribute('aria-label') ?? labels[0] ?? element?.textContent ?? '';
    });
    if (focused.startsWith(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to "${name}".`);
}

const suggest = (text: ReturnType<LivePlan['write']>, from: number, to: number, wording: string, body = '') =>
  world.people.mentor.call(openThread, {
    params: { lessonId: lesson.id },
    body: { kind: 'suggestion', anchor: passageOf(text, from, to), body, wording },
  });

describe('a suggestion in the browser', () => {
  it('goes from the mentor by one click into the plan of everybody, with credit, and back to the mentor’s inbox', async () => {
    const { mentor, recipient, stationed } = world.people;
    plan.write(words);
    const [writing, deciding, third] = [await visitLesson(mentor), await visitLesson(recipient), await visitLesson(stationed)];
    const box = await writing.locator('.ProseMirror').getByText(words).boundingBox();
    await writing.mouse.dblclick((box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    await writing.getByRole('button', { name: '评论选中的文字' }).first().click();
    await writing.getByRole('button', { name: '从原文改起' }).click();
    const original = await writing.getByRole('textbox', { name: '建议改成' }).inputValue();
    expect(words).toContain(original);
    await writing.getByRole('textbox', { name: '建议改成' }).fill('同样大的两份');
    await writing.getByRole('button', { name: '发送' }).click();
    const inbox = await visit(mentor, '/inbox');
    await inbox.getByText('还没有消息').waitFor();

    await card(deciding, '同样大的两份').getByRole('button', { name: '采纳', exact: true }).click();
    await card(deciding, `${recipient.name}采纳了${mentor.name}的说法`).waitFor();
    await expect.poll(() => textbookOf(plan.doc)).toBe(words.replace(original, '同样大的两份'));
    const credited = passage(third, '同样大的两份');
    await credited.waitFor();
    expect(await credited.getAttribute('title')).toBe(`${mentor.name}建议，${recipient.name}采纳`);
    await credited.click();
    await card(third, `${recipient.name}采纳了${mentor.name}的说法`).waitFor();

    const message = inbox.getByRole('link', { name: new RegExp(`未读.*${recipient.name}采纳了《${lesson.title}》的一条建议`) });
    await message.waitFor();
    await message.click();
    await card(inbox, `${recipient.name}采纳了${mentor.name}的说法`).waitFor();
    expect(await card(inbox, '同样大的两份').getByRole('button', { name: '采纳', exact: true }).count()).toBe(0);
  });

  it('is written, adapted and declined by keyboard alone', async () => {
    const { recipient, stationed } = world.people;
    plan.write(words);
    const writing = await visitLesson(stationed);
    await selectByKeys(writing, '月饼');
    await tabTo(writing, '评论选中的文字');
    await writing.keyboard.press('Enter');
    await writing.getByRole('textbox', { name: '写一条反馈' }).waitFor();
    await writing.keyboard.type('换个例子');
    await tabTo(writing, '写一条反馈');
    await writing.keyboard.press('Shift+Tab');
    await writing.keyboard.press('Shift+Tab');
    await tabTo(writing, '建议改成');
    await writing.keyboard.type('西瓜');
    await tabTo(writing, '发送');
    await writing.keyboard.press('Enter');
    await card(writing, '换个例子').waitFor();

    const deciding = await visitLesson(recipient);
    await card(deciding, '换个例子').waitFor();
    await tabTo(deciding, '改后采纳');
    await deciding.keyboard.press('Enter');
    await deciding.keyboard.press('End');
    await deciding.keyboard.type('片');
    await deciding.keyboard.press('Control+Enter');
    await card(deciding, '修改后采纳').waitFor();
    await expect.poll(() => textbookOf(plan.doc)).toBe('把一个西瓜片平均分成两份');
    // What came of it has the focus, so that one reads on from there.
    expect(await deciding.evaluate(() => document.activeElement?.textContent)).toContain('修改后采纳');

    await tabTo(deciding, '重新打开');
    await deciding.keyboard.press('Enter');
    await card(deciding, '教案里的文字没有变').waitFor();
    await tabTo(writing, '不采纳');
    await writing.keyboard.press('Enter');
    await writing.keyboard.type('西瓜太大');
    await writing.keyboard.press('Control+Enter');
    await card(writing, '理由：西瓜太大').waitFor();
    expect(textbookOf(plan.doc)).toBe('把一个西瓜片平均分成两份');
  });

  it('that meets other words shows them and enters in their place when asked to', async () => {
    const text = plan.write(words);
    const thread = await suggest(text, 3, 5, '西瓜');
    const page = await visitLesson(world.people.recipient);
    text.insert(4, '小');
    await page.locator('.ProseMirror').getByText('月小饼').waitFor();
    await card(page, '西瓜').getByRole('button', { name: '采纳', exact: true }).click();
    const alert = card(page, '西瓜').getByRole('alert');
    await alert.getByText('月小饼').waitFor();
    expect(textbookOf(plan.doc)).toContain('月小饼');
    await alert.getByRole('button', { name: '替换现在的文字' }).click();
    await expect.poll(() => textbookOf(plan.doc)).toBe('把一个西瓜平均分成两份');
    const { items } = await world.people.mentor.call(listThreads, { params: { lessonId: lesson.id } });
    expect(items.find(({ id }) => id === thread.id)?.decisions).toMatchObject([{ replaced: '月小饼', wording: '西瓜' }]);
    // The browser reports the refusal on its own.
    const own = open.find((one) => one.page === page);
    own?.complaints.splice(0, own.complaints.length, ...own.complaints.filter((complaint) => !/409/.test(complaint)));
  });

  it('keeps hold of its passage when that is split, deleted and brought back by undo', async () => {
    const text = plan.write(words);
    await suggest(text, 3, 9, '西瓜切成', '换个例子');
    const page = await visitLesson(world.people.recipient);
    await passage(page, '月饼平均分成').waitFor();
    await clickBefore(page, '平均分成');
    await page.keyboard.press('Enter');
    await passage(page, /^平均分成$/).waitFor();
    await passage(page, /^月饼$/).waitFor();
    expect(await card(page, '换个例子').getByText('这段原文已被删除').count()).toBe(0);

    await page.keyboard.press('Control+a');
    await page.keyboard.press('Backspace');
    await card(page, '换个例子').getByText('这段原文已被删除').waitFor();
    await card(page, '换个例子').getByText('月饼平均分成').waitFor();
    expect(await card(page, '换个例子').getByRole('button', { name: '采纳', exact: true }).count()).toBe(0);
    await page.locator('.ProseMirror').focus();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await passage(page, /平均分成/).waitFor();
    await card(page, '换个例子').getByText('这段原文已被删除').waitFor({ state: 'detached' });
    await card(page, '换个例子').getByRole('button', { name: '采纳', exact: true }).waitFor();
  });
});

describe('a comment on a whole step', () => {
  it('is begun at the step, stays with it when it moves, and mentions a colleague chosen from a list', async () => {
    const { mentor, recipient } = world.people;
    plan.write(words);
    const page = await visitLesson(mentor);
    await page.getByRole('button', { name: '评论这个环节' }).first().click();
    await page.getByRole('textbox', { name: '写一条反馈' }).pressSequentially('时间够吗？@马');
    await page.getByRole('group', { name: '提到谁' }).getByRole('button', { name: recipient.name }).click();
    await page.getByRole('button', { name: '发送' }).click();
    await card(page, `@${recipient.name}`).getByRole('button', { name: '回到环节' }).waitFor();

    const author = await visitLesson(world.people.rear);
    const quote = card(author, '时间够吗').getByRole('button', { name: '回到环节' });
    await quote.click();
    const stepId = String(childElements(sectionOf(plan.doc, 'steps'), 'lessonStep')[0]?.getAttribute('id'));
    const step = author.locator(`[data-anchor="${stepId}"]`);
    await step.getByRole('button', { name: '下移' }).click();
    await expect
      .poll(() => childElements(sectionOf(plan.doc, 'steps'), 'lessonStep').map((one) => one.getAttribute('id'))[1])
      .toBe(stepId);
    await quote.waitFor();
    await step.getByRole('button', { name: '删除环节' }).click();
    await author.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await card(author, '时间够吗').getByText('这个环节已被删除').waitFor();
    await author.locator('.ProseMirror').focus();
    await author.keyboard.press('Control+z');
    await quote.waitFor();

    const inbox = await visit(recipient, '/inbox');
    await inbox.getByRole('link', { name: new RegExp(`${mentor.name}在《${lesson.title}》的建议里提到了您`) }).waitFor();
  });
});

describe('suggestions are accessible', () => {
  const variants = [
    { locale: 'zh-CN', width: 1280, colourScheme: 'light' },
    { locale: 'zh-CN', width: 360, colourScheme: 'dark' },
    { locale: 'en-GB', width: 1280, colourScheme: 'dark' },
    { locale: 'en-GB', width: 360, colourScheme: 'light' },
  ] as const;

  it.each(variants)('in $locale at $width px, $colourScheme', async (options) => {
    const { recipient } = world.people;
    const zh = options.locale === 'zh-CN';
    const text = plan.write(words);
    const [adopted, withdrawn] = [await suggest(text, 9, 11, '2份'), await suggest(text, 0, 3, '请把这个', '更客气')];
    await suggest(text, 3, 5, '同样大的月饼', `@${recipient.name} 看看`);
    const gone = await suggest(plan.write('先折纸'), 0, 3, '先对折');
    const paragraph = sectionOf(plan.doc, 'textbook');
    paragraph.delete(0, 1);
    const decide = (threadId: string) =>
      recipient.call(decideSuggestion, { params: { threadId }, body: { decisionId: randomUUID(), outcome: 'adopted' } });
    await decide(adopted.id);
    await decide(withdrawn.id);
    await recipient.call(resolveThread, { params: { threadId: withdrawn.id }, body: { resolved: false } });
    await recipient.call(decideSuggestion, {
      params: { threadId: gone.id },
      body: { decisionId: randomUUID(), outcome: 'declined', reason: '很长的理由。'.repeat(20) },
    });
    const page = await visitLesson(recipient, options);
    if (options.width === 360) await page.getByRole('button', { name: zh ? /^反馈 \d/ : /^Feedback \d/ }).click();
    await page.getByText(zh ? '全部' : 'All', { exact: true }).click();
    await card(page, zh ? '没有采纳' : 'declined').waitFor();
    await page
      .getByRole('button', { name: zh ? '改后采纳' : 'Adapt' })
      .first()
      .click();
    await page
      .getByRole('button', { name: zh ? '不采纳' : 'Decline' })
      .last()
      .click();
    await page.getByRole('button', { name: zh ? '写反馈' : 'Write feedback' }).click();
    await page.getByRole('textbox', { name: zh ? '写一条反馈' : 'Write feedback' }).pressSequentially('@');
    await page.getByRole('group', { name: zh ? '提到谁' : 'Whom to mention' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});
