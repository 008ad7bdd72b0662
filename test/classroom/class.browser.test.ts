import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { getClassSession } from '../../shared/classroom.ts';
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
import {
  buildTaughtClass,
  expectMoving,
  expectToReceive,
  keepPeers,
  links,
  received,
  sentLayers,
  taught,
  tileOf,
} from './clientSupport.ts';
import { openPage } from './support.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;
let sessionId: string;
let opened: PersonPage[] = [];
const patient = { timeout: 60_000 };
/** Less is sent only after a while, and more as the browser finds that the line bears it. */
const slow = { timeout: 180_000 };

beforeAll(async () => {
  platform = await startPlatform({ client: true, media: true });
  browser = await startBrowser();
});
beforeEach(async () => {
  world = await buildWorld(platform);
  ({ sessionId } = await buildTaughtClass(platform, world));
});
afterEach(async () => {
  for (const person of opened.splice(0)) await person.close();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const arrive = async (person: TestPerson, options: PersonPageOptions = {}): Promise<PersonPage> => {
  const arrived = await browser.open(platform.url, person, options);
  await arrived.context.addInitScript(keepPeers);
  opened = [...opened, arrived];
  return arrived;
};
/** Goes straight to the class, past Today. */
const enter = async (person: TestPerson, options: PersonPageOptions & { role?: string } = {}): Promise<PersonPage> => {
  const arrived = await arrive(person, options);
  const { page } = arrived;
  await page.goto(`${platform.url}/class/${sessionId}`);
  if (options.role !== undefined) await page.getByRole('radio', { name: options.role, exact: true }).click();
  await page.getByRole('button', { name: /^(进入课堂|Enter the class)$/ }).click();
  await page.getByRole('region', { name: /^(画面|Pictures)$/ }).waitFor();
  return arrived;
};
const stepOn = (page: Page) => page.locator('[data-step]').first().innerText();

describe('a class in the browser', () => {
  it('is joined from Today in two clicks; each teacher decodes the moving picture and the voice of the other, as long as they are sent (C2.4, C2.5)', async () => {
    const { rear, recipient } = world.people;
    for (const person of [rear, recipient]) {
      const { page } = await arrive(person);
      await page.goto(platform.url);
      await page.getByRole('link', { name: /进入课堂/ }).click();
      await page.getByRole('button', { name: '进入课堂', exact: true }).click();
    }
    const [lead, local] = opened.map(({ page }) => page) as [Page, Page];
    await expectMoving(lead, recipient.name);
    await expectMoving(local, rear.name);
    await expectToReceive(lead);
    await expectToReceive(local);
    // The lead teacher turns the camera off: the others see a name and no picture, and hear on (C2.4, C2.5).
    await lead.getByRole('button', { name: /^摄像头/ }).click();
    await expect.poll(() => tileOf(local, rear.name).locator('video').count()).toBe(0);
    await expect.poll(async () => (await links(local)).receiving).toBe(1);
    const before = await received(local);
    await expect.poll(async () => (await received(local)).audioSamples).toBeGreaterThan(before.audioSamples + 10_000);
    await lead.getByRole('button', { name: /^摄像头/ }).click();
    await expectMoving(local, rear.name);
    // A muted microphone is said to the others, who keep it: it is only paused (C2.4).
    await lead.keyboard.press('Alt+m');
    await tileOf(local, rear.name).getByRole('img', { name: '麦克风已关' }).waitFor();
    expect((await links(local)).receiving).toBe(2);
  });

  it(
    'shows the screen of a teacher beside their camera, of which only the small picture is sent meanwhile, until they stop sharing (C2.9)',
    slow,
    async () => {
      const { rear, recipient } = world.people;
      const lead = await enter(rear);
      const local = await enter(recipient);
      await lead.page.getByRole('button', { name: /^共享屏幕/ }).click();
      const screen = local.page.locator('[data-source="screen"] video');
      await screen.waitFor();
      await expect
        .poll(() => screen.evaluate((video: HTMLVideoElement) => video.videoWidth * video.videoHeight))
        .toBeGreaterThan(0);
      await expectMoving(local.page, rear.name);
      await expect.poll(() => sentLayers(lead.page), patient).toEqual([true, false, false]);
      await expectMoving(local.page, rear.name);
      await lead.page.getByRole('button', { name: /共享/ }).first().click();
      await expect.poll(() => screen.count()).toBe(0);
      await expectMoving(local.page, rear.name);
      await expect.poll(async () => (await sentLayers(lead.page)).slice(1), patient).toContain(true);
    },
  );

  it('moves the step on both sides, shows each teacher their part first, and stamps the time', async () => {
    const { rear, recipient } = world.people;
    const lead = await enter(rear);
    const local = await enter(recipient, { locale: 'en-GB' });
    await lead.page.getByRole('button', { name: '开始第一步' }).click();
    for (const { page } of [lead, local]) await expect.poll(() => stepOn(page), { timeout: 5000 }).toContain('分月饼');
    const first = (page: Page) => page.locator('h3').first().locator('xpath=following-sibling::p').innerText();
    expect(await first(lead.page)).toBe(taught[0]?.lead);
    expect(await first(local.page)).toBe(taught[0]?.local);
    await local.page.getByRole('button', { name: 'Next step' }).click();
    for (const { page } of [lead, local]) await expect.poll(() => stepOn(page), { timeout: 5000 }).toContain('折一折');
    await lead.page.getByRole('listitem').getByText('分月饼', { exact: true }).click();
    await lead.page.getByRole('button', { name: '转到这一步' }).click();
    for (const { page } of [lead, local]) await expect.poll(() => stepOn(page), { timeout: 5000 }).toContain('分月饼');
    await expect.poll(() => local.page.getByRole('timer').innerText()).toMatch(/^0:0[1-9]/);
    const { steps } = await rear.call(getClassSession, { params: { sessionId } });
    expect(steps.every(({ startedAt }) => startedAt !== null)).toBe(true);
  });

  it('carries chat to the others, who see how much they have not read', async () => {
    const { rear, recipient } = world.people;
    const lead = await enter(rear);
    const local = await enter(recipient);
    await local.page.getByRole('tab', { name: '聊天' }).click();
    await local.page.getByRole('textbox').fill('学生都准备好了');
    await local.page.keyboard.press('Enter');
    await lead.page.getByRole('img', { name: '1 条未读' }).waitFor();
    await lead.page.getByRole('tab', { name: /^聊天/ }).click();
    await lead.page.getByRole('log').getByText('学生都准备好了').waitFor();
    expect(await local.page.getByRole('log').getByText('学生都准备好了').count()).toBe(1);
  });

  it('lets an observer watch and hear, with nothing to send with and nothing accepted, over one link that is opened when there is something (C2.1)', async () => {
    const { rear, observer } = world.people;
    const watching = await enter(observer);
    expect((await links(watching.page)).names).toHaveLength(0);
    await enter(rear);
    await expectMoving(watching.page, rear.name);
    expect((await links(watching.page)).names).toHaveLength(1);
    expect(await watching.page.getByRole('button', { name: /麦克风|摄像头|共享屏幕|下一步|开始第一步/ }).count()).toBe(0);
    const sent = await watching.page.evaluate(() =>
      (window as unknown as { keptPeers: RTCPeerConnection[] }).keptPeers.flatMap((peer) =>
        peer.getSenders().filter(({ track }) => track !== null),
      ),
    );
    expect(sent).toEqual([]);
    const raw = await openPage(platform.url, observer);
    const { self } = await raw.join(sessionId, 'observer');
    await expect(raw.ask('media:transport', { epoch: self.epoch, direction: 'send' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const produce = raw.ask('media:produce', {
      epoch: self.epoch,
      transportId: 'any',
      source: 'camera',
      kind: 'video',
      rtpParameters: {},
    });
    await expect(produce).rejects.toMatchObject({ code: 'forbidden' });
    await watching.page.getByRole('heading', { name: '您已在另一个窗口进入课堂' }).waitFor();
    raw.drop();
  });

  it('gives way to a newer tab of the same person, who is never seen twice', async () => {
    const { rear, recipient } = world.people;
    const lead = await enter(rear);
    const older = await enter(recipient);
    await expectMoving(lead.page, recipient.name);
    const newer = await older.context.newPage();
    await newer.goto(`${platform.url}/class/${sessionId}`);
    await newer.getByRole('button', { name: '进入课堂', exact: true }).click();
    await older.page.getByRole('heading', { name: '您已在另一个窗口进入课堂' }).waitFor();
    await newer.getByRole('region', { name: '画面' }).waitFor();
    await expectMoving(lead.page, recipient.name);
    expect(await tileOf(lead.page, recipient.name).count()).toBe(1);
    // The older one does not fight back (C1.7).
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await newer.getByRole('region', { name: '画面' }).count()).toBe(1);
  });

  it('shows the local teacher the line-drop plan while the line is gone, and the step of the class when it is back, over the links of before (C2.2)', async () => {
    const { rear, recipient } = world.people;
    const lead = await enter(rear);
    const local = await enter(recipient);
    await lead.page.getByRole('button', { name: '开始第一步' }).click();
    await expectMoving(local.page, rear.name);
    await expectMoving(lead.page, recipient.name);
    const before = await links(local.page);
    await local.context.setOffline(true);
    const plan = local.page.getByRole('alert', { name: '断线预案' });
    await plan.getByText(taught[0]?.lineDrop ?? '').waitFor();
    // The last picture of everybody is still there, and the lead teacher is told.
    expect(await tileOf(local.page, rear.name).count()).toBe(1);
    await tileOf(lead.page, recipient.name).getByText('连接断了，正在等待回来').waitFor();
    await lead.page.getByRole('button', { name: '下一步' }).click();
    await local.context.setOffline(false);
    await plan.waitFor({ state: 'detached' });
    await expect.poll(() => stepOn(local.page), { timeout: 5000 }).toContain('折一折');
    await expectMoving(local.page, rear.name);
    await expectMoving(lead.page, recipient.name);
    expect(await tileOf(lead.page, recipient.name).count()).toBe(1);
    // ICE was restarted on both.
    const namedAnew = async () => (await links(local.page)).names.every((name) => !before.names.includes(name));
    await expect.poll(namedAnew, patient).toBe(true);
    expect((await links(local.page)).opened).toBe(before.opened);
    const { attendance } = await rear.call(getClassSession, { params: { sessionId } });
    expect(attendance.filter(({ person }) => person.id === recipient.id)).toHaveLength(1);
    // The browser itself reports each attempt that found no network.
    for (const person of opened) person.complaints.length = 0;
  });

  it('is left and entered again, and ends for everybody with a summary of times and attendance', async () => {
    const { rear, recipient } = world.people;
    const lead = await enter(rear);
    const local = await enter(recipient);
    await lead.page.getByRole('button', { name: '开始第一步' }).click();
    await local.page.getByRole('button', { name: '离开' }).click();
    await expect.poll(() => tileOf(lead.page, recipient.name).count()).toBe(0);
    await local.page.getByRole('button', { name: '回到课堂' }).click();
    await local.page.getByRole('button', { name: '进入课堂', exact: true }).click();
    await expectMoving(lead.page, recipient.name);
    await lead.page.getByRole('button', { name: '更多' }).click();
    await lead.page.getByRole('menuitem', { name: '结束课堂' }).click();
    await lead.page.getByRole('dialog').getByRole('button', { name: '结束课堂' }).click();
    for (const { page } of [lead, local]) {
      await page.getByRole('heading', { name: '课堂小结' }).waitFor();
      await page.getByRole('row', { name: new RegExp(`${recipient.name} 辅讲教师`) }).waitFor();
      await page.getByRole('row', { name: /折一折 ?没有上到 12 分钟/ }).waitFor();
    }
    const { attendance, state } = await rear.call(getClassSession, { params: { sessionId } });
    expect(state).toBe('ended');
    expect(attendance.map(({ role }) => role).toSorted((one, other) => one.localeCompare(other))).toEqual(['lead', 'local']);
    expect(attendance.every(({ leftAt }) => leftAt !== null)).toBe(true);
    const live = await lead.page.evaluate(() =>
      (window as unknown as { keptPeers: RTCPeerConnection[] }).keptPeers.filter(
        ({ connectionState }) => connectionState !== 'closed',
      ),
    );
    expect(live).toEqual([]);
  });

  it('fills the big screen of the room, with controls only when somebody moves', async () => {
    const { rear, stationed } = world.people;
    const lead = await enter(rear);
    const screen = await enter(stationed, { role: '教室端', width: 1600, height: 900 });
    await lead.page.getByRole('button', { name: '开始第一步' }).click();
    await screen.page.getByRole('heading', { name: '1 分月饼' }).waitFor();
    await expectMoving(screen.page, rear.name);
    await expectMoving(lead.page, stationed.name);
    const controls = screen.page.getByRole('region', { name: '课堂控制' });
    await expect
      .poll(() => controls.evaluate((element) => getComputedStyle(element.parentElement ?? element).opacity), {
        timeout: 8000,
      })
      .toBe('0');
    await screen.page.mouse.move(300, 300);
    await expect.poll(() => controls.evaluate((element) => getComputedStyle(element.parentElement ?? element).opacity)).toBe('1');
    await expectAccessible(screen.page);
  });
});

describe('the pages of a class', () => {
  for (const [locale, width] of [
    ['zh-CN', 360],
    ['zh-CN', 1280],
    ['en-GB', 360],
    ['en-GB', 1280],
  ] as const) {
    it(`are accessible and fit at ${width} px in ${locale}`, async () => {
      const { rear } = world.people;
      const { page } = await arrive(rear, { locale, width, height: 720, colourScheme: width === 360 ? 'dark' : 'light' });
      const check = async () => {
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      };
      await page.goto(`${platform.url}/class/${sessionId}`);
      await page.getByRole('button', { name: /^(进入课堂|Enter the class)$/ }).waitFor();
      await page.locator('video').waitFor();
      await check();
      await page.getByRole('button', { name: /^(进入课堂|Enter the class)$/ }).click();
      await page.getByRole('button', { name: /^(开始第一步|Start the first step)$/ }).click();
      await page.getByRole('timer').waitFor();
      await check();
      for (const name of [/^(聊天|Chat)/, /^(成员|People)/]) {
        await page.getByRole('tab', { name }).click();
        await check();
      }
      await page.getByRole('button', { name: /^(更多|More)$/ }).click();
      await page.getByRole('menuitem', { name: /^(结束课堂|End the class)$/ }).click();
      await page.getByRole('dialog').waitFor();
      await check();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^(结束课堂|End the class)$/ })
        .click();
      await page.getByRole('heading', { name: /^(课堂小结|Class summary)$/ }).waitFor();
      await check();
    });
  }
});
