import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { endClassSession } from '../../shared/classroom.ts';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  startBrowser,
  type PersonPageOptions,
  type TestBrowser,
} from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildTaughtClass } from './clientSupport.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;

beforeAll(async () => {
  // Without pictures, as in a school whose line carries none: all of this works there too.
  platform = await startPlatform({ client: true });
  browser = await startBrowser();
  world = await buildWorld(platform);
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const check = async (page: Page) => {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
};
/** Opens a tool from its button, or from the menu where there is no room for buttons. */
const open = async (page: Page, name: RegExp) => {
  const button = page.getByRole('button', { name }).first();
  if (await button.isVisible()) return button.click();
  await page.getByRole('button', { name: /^(工具|Tools)/ }).click();
  await page.getByRole('menuitem', { name }).click();
};

it(
  'counts heads, takes hands, asks and times; students answer with a code; the summary and the plan have it all',
  { timeout: 240_000 },
  async () => {
    const { sessionId, lessonId } = await buildTaughtClass(platform, world);
    const { rear, recipient, mentor } = world.people;
    const enter = async (person: TestPerson, options: PersonPageOptions) => {
      const arrived = await browser.open(`${platform.url}/class/${sessionId}`, person, options);
      await arrived.page.getByRole('button', { name: /^(进入课堂|Enter the class)$/ }).click();
      await arrived.page.getByRole('region', { name: /^(画面|Pictures)$/ }).waitFor();
      return arrived;
    };
    const [lead, local, watching] = await Promise.all([
      enter(rear, { width: 1280 }),
      enter(recipient, { width: 360, height: 760, locale: 'en-GB', colourScheme: 'dark' }),
      enter(mentor, { width: 1280, locale: 'en-GB' }),
    ]);
    await lead.page.getByRole('button', { name: '开始第一步' }).click();

    // The local teacher says how the students sit, marks who is missing, and counts.
    await open(local.page, /^Roll/);
    await local.page.getByLabel('Rows').fill('3');
    await local.page.getByLabel('Seats in a row').fill('4');
    await local.page.getByRole('button', { name: 'Done' }).click();
    await local.page.getByRole('button', { name: 'Row 3, seat 4' }).click();
    await local.page.getByRole('button', { name: 'Row 3, seat 4 empty' }).waitFor();
    await local.page.getByRole('button', { name: 'Fill in 11 from the map' }).click();
    await local.page.getByRole('button', { name: 'Write down the count' }).click();
    await check(local.page);
    await open(lead.page, /^点到/);
    await lead.page.getByText('应到 12，实到 11 · 缺 1 人').waitFor();

    // A hand, raised by its seat with the arrow keys, is seen by the lead teacher, who calls it; everybody sees who is called.
    await open(local.page, /^Hands/);
    await local.page.getByRole('button', { name: 'Row 1, seat 1' }).focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await local.page.keyboard.press(key);
    await local.page.getByRole('button', { name: 'Row 2, seat 3 hand up' }).waitFor();
    await check(local.page);
    await open(lead.page, /^举手/);
    await lead.page.getByRole('button', { name: '请发言：2 排 3 座' }).click();
    await watching.page.getByRole('status').getByText('Row 2, seat 3, please').waitFor();
    await lead.page.getByRole('button', { name: '发言结束' }).click();
    await lead.page.getByRole('button', { name: '随机点名' }).click();
    await watching.page.getByText(/^Drawn: Row \d, seat \d$/).waitFor();

    // A question; a student joins with the code and answers, others are counted by hand.
    await open(lead.page, /^提问/);
    await lead.page.getByRole('switch').click();
    const code = lead.page.getByText(/^\d{3} \d{3}$/).first();
    await code.waitFor();
    await lead.page.getByLabel('题目（选填）').fill('哪个分数最大？');
    await lead.page.getByRole('radiogroup', { name: '正确答案（选填）' }).getByText('B', { exact: true }).click();
    await check(lead.page);
    await lead.page.locator('form').getByRole('button', { name: '提问', exact: true }).click();
    const student = await browser.open(`${platform.url}/answer`, null, { width: 360, height: 740 });
    await student.page.getByLabel('课堂码（6 位数字）').waitFor();
    await check(student.page);
    await student.page.getByLabel('课堂码（6 位数字）').fill(await code.innerText());
    await student.page.getByRole('button', { name: '加入' }).click();
    await student.page.getByLabel('第几排').selectOption('2');
    await student.page.getByRole('button', { name: '好了' }).click();
    await student.page.getByRole('heading', { name: '哪个分数最大？' }).waitFor();
    await student.page.getByRole('button', { name: 'B', exact: true }).click();
    await student.page.getByText('已收到：B').waitFor();
    await student.page.getByRole('button', { name: '举手' }).click();
    await check(student.page);
    await lead.page.getByText('1 / 1 台设备已作答').waitFor();
    await lead.page.getByRole('button', { name: '举手答“A”的多一人' }).click();
    const bar = (page: Page, at: number) =>
      page
        .getByRole('list', { name: /^(作答结果|Answers)$/ })
        .getByRole('listitem')
        .nth(at);
    await expect.poll(() => bar(lead.page, 0).innerText()).toContain('1 人');
    // Nobody else knows yet.
    await watching.page.getByText('哪个分数最大？').waitFor();
    expect(await watching.page.getByRole('list', { name: 'Answers' }).count()).toBe(0);
    await lead.page.getByRole('button', { name: '停止作答' }).click();
    await lead.page.getByRole('button', { name: '展示结果' }).click();
    for (const page of [watching.page, student.page]) {
      await bar(page, 1)
        .getByRole('img', { name: /^(正确答案|right answer)$/ })
        .waitFor();
      await check(page);
    }
    await open(local.page, /^Ask/);
    await bar(local.page, 1).waitFor();
    await check(local.page);
    // A page that is opened again is still in the class.
    await student.page.reload();
    await student.page.getByText('已收到：B').waitFor();

    await open(lead.page, /^计时/);
    await lead.page.getByRole('button', { name: '2 分钟' }).click();
    for (const page of [watching.page, student.page]) await page.getByRole('timer', { name: /^(Countdown|倒计时)$/ }).waitFor();
    await check(lead.page);

    await rear.call(endClassSession, { params: { sessionId } });
    await student.page.getByText('这节课结束了').waitFor();
    for (const { page } of [lead, local]) {
      await page.getByRole('heading', { name: /^(课堂小结|Class summary)$/ }).waitFor();
      await page.getByRole('heading', { name: '哪个分数最大？' }).waitFor();
      await page.getByText(/应到 12，实到 11|11 of 12 present/).waitFor();
      await check(page);
    }
    await lead.page.goto(`${platform.url}/lessons/${lessonId}`);
    await lead.page.getByRole('link', { name: '实际 1 分钟' }).waitFor();
    for (const { close } of [lead, local, watching, student]) await close();
  },
);
