import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { getClassSession } from '../../shared/classroom.ts';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { freePort } from '../support/freePort.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld } from '../support/world.ts';
import { buildTaughtClass, expectMoving, expectToReceive, received, taught, tileOf } from './clientSupport.ts';
import { openFaultyPage, type FaultyPage } from './faults.ts';

/** Story B of PRODUCT.md, word for word, with its faults staged on the wire. */
let platform: TestPlatform;
let browser: TestBrowser;
let mediaPort: number;
let opened: FaultyPage[] = [];
const patient = { timeout: 40_000 };

beforeAll(async () => {
  mediaPort = await freePort();
  platform = await startPlatform({ client: true, media: true, settings: { MEDIA_PORT: String(mediaPort) } });
  browser = await startBrowser();
});
afterEach(async () => {
  for (const page of opened.splice(0)) await page.close();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const stepOn = (page: Page) => page.getByRole('region', { name: '现在', exact: true });
/** What a person must never be shown: names of errors, codes, and what a program forgot to fill in. */
const expectPlainWords = async (page: Page) => {
  const read = (await page.locator('body').innerText()).replaceAll(/fake_device_\d/g, '');
  expect(read).not.toMatch(/\b(Error|undefined|null|NaN|exception)\b|[a-z]+_[a-z]+|\{\{/i);
};

describe('story B: teach on a bad line', () => {
  it('is joined in two clicks with a device check; goes from picture to voice to the line-drop plan, and back to the step the class is at', async () => {
    const world = await buildWorld(platform);
    const { rear, recipient } = world.people;
    const { sessionId } = await buildTaughtClass(platform, world);
    const open = async (person: typeof rear) => {
      const page = await openFaultyPage(browser, { serverUrl: platform.url, mediaPort }, person);
      opened = [...opened, page];
      return page;
    };
    const lead = await open(rear);
    await lead.page.goto(`${lead.url}/class/${sessionId}`);
    await lead.page.getByRole('button', { name: '进入课堂', exact: true }).click();

    // The recipient teacher: Today → Join, a 15-second device check, and she is in.
    const local = await open(recipient);
    const { page } = local;
    let clicks = 0;
    const click = async (target: Locator) => {
      clicks += 1;
      await target.click();
    };
    await page.goto(local.url);
    await click(page.getByRole('link', { name: /进入课堂/ }));
    await page.locator('video').waitFor(patient);
    await page.getByText('听到您了').waitFor(patient);
    await page.getByText(/网络很好|网络一般|网络较差/).waitFor(patient);
    await expectPlainWords(page);
    await click(page.getByRole('button', { name: '进入课堂', exact: true }));
    await page.getByRole('region', { name: '画面' }).waitFor(patient);
    expect(clicks).toBeLessThanOrEqual(3);

    // Both teachers see the same now/next step of the plan, with its timer.
    await lead.page.getByRole('button', { name: '开始第一步' }).click();
    for (const one of [lead.page, page]) {
      await stepOn(one).getByText('分月饼', { exact: true }).waitFor(patient);
      await stepOn(one)
        .getByText(/接下来 2 折一折/)
        .waitFor(patient);
      await expect.poll(() => stepOn(one).getByRole('timer').innerText(), patient).toMatch(/^0:\d\d \/ 计划 8 分钟/);
      await stepOn(one)
        .getByText(taught[0]?.cue ?? '')
        .waitFor(patient);
    }

    // A student answers from her room: it is seen and heard far away.
    await expectMoving(lead.page, recipient.name);
    await expectToReceive(lead.page);
    await expectMoving(page, rear.name);

    // When the line gets worse the video goes first, the voice stays, the last frame freezes rather than vanishes.
    const widen = local.narrowLine({ bitsPerSecond: 60_000, delayMs: 150, loss: 0.1 });
    await tileOf(page, rear.name).getByText('画面停住，先保声音').waitFor(patient);
    const before = await received(page);
    await expect.poll(async () => (await received(page)).audioEnergy, patient).toBeGreaterThan(before.audioEnergy);
    const stays = () =>
      tileOf(page, rear.name).evaluate((tile) => {
        const video = tile.querySelector('video');
        const still = tile.querySelector('canvas');
        return (video !== null && video.videoWidth > 0) || (still !== null && !still.hidden && still.width > 0);
      });
    expect(await stays()).toBe(true);
    await expectPlainWords(page);

    // When it breaks, her screen shows the line-drop plan of the current step.
    widen();
    const mediaBack = local.mediaLost();
    const signallingBack = await local.signallingLost();
    const plan = page.getByRole('alert', { name: '断线预案' });
    await plan.getByText(taught[0]?.lineDrop ?? '').waitFor(patient);
    await plan.getByText(taught[0]?.students ?? '').waitFor(patient);
    expect(await tileOf(page, rear.name).count()).toBe(1);
    await expectPlainWords(page);
    await lead.page.getByRole('button', { name: '下一步' }).click();
    await stepOn(lead.page).getByText('折一折', { exact: true }).waitFor(patient);

    // When it returns she is back at the step the class is at.
    mediaBack();
    await signallingBack();
    await plan.waitFor({ state: 'detached', ...patient });
    await stepOn(page).getByText('折一折', { exact: true }).waitFor(patient);
    await expectMoving(page, rear.name);
    await expectMoving(lead.page, recipient.name);
    expect(await tileOf(lead.page, recipient.name).count()).toBe(1);
    await expectPlainWords(page);
    const { attendance } = await rear.call(getClassSession, { params: { sessionId } });
    expect(attendance.filter(({ person }) => person.id === recipient.id)).toHaveLength(1);
  }, 240_000);
});
