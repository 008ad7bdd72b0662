import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { getClassSession } from '../../shared/classroom.ts';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { freePort } from '../support/freePort.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld } from '../support/world.ts';
import {
  buildTaughtClass,
  expectFrozen,
  expectMoving,
  expectToReceive,
  received,
  stepOn,
  taught,
  tileOf,
} from './clientSupport.ts';
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

    // When the line gets worse the video goes first, the voice stays, the last frame freezes rather than vanishes (fault 11, C4).
    const widen = local.narrowLine({ bitsPerSecond: 60_000, delayMs: 150, loss: 0.1 });
    await tileOf(page, rear.name).getByText('画面停住，先保声音').waitFor(patient);
    const onlyVoice = async () => {
      const before = await received(page);
      await new Promise((resolve) => setTimeout(resolve, 1200));
      const after = await received(page);
      return after.framesDecoded === before.framesDecoded && after.audioEnergy > before.audioEnergy;
    };
    await expect.poll(onlyVoice, patient).toBe(true);
    await expectFrozen(page, rear.name);
    // The lead sees that it is happening; both are told in plain words.
    await tileOf(lead.page, recipient.name)
      .getByText(/网络慢，先保声音|听不清声音/)
      .waitFor(patient);
    for (const one of [lead.page, page]) await expectPlainWords(one);

    // When it breaks, her screen shows the line-drop plan of the current step.
    widen();
    const mediaBack = local.mediaLost();
    const signallingBack = await local.signallingLost();
    const plan = page.getByRole('alert', { name: '断线预案' });
    await plan.getByText(taught[0]?.lineDrop ?? '').waitFor(patient);
    await plan.getByText(taught[0]?.students ?? '').waitFor(patient);
    await expectFrozen(page, rear.name);
    // The lead sees that too, and goes on with the class.
    const carriesOn = lead.page.getByText(`${recipient.name}的连接断了，正照“断线预案”上课`);
    await carriesOn.waitFor(patient);
    await expectFrozen(lead.page, recipient.name);
    for (const one of [lead.page, page]) await expectPlainWords(one);
    await lead.page.getByRole('button', { name: '下一步' }).click();
    await stepOn(lead.page).getByText('折一折', { exact: true }).waitFor(patient);
    await plan.getByText(taught[0]?.lineDrop ?? '').waitFor(patient);

    // When it returns she is back at the step the class is at.
    mediaBack();
    await signallingBack();
    await plan.waitFor({ state: 'detached', ...patient });
    await stepOn(page).getByText('折一折', { exact: true }).waitFor(patient);
    await carriesOn.waitFor({ state: 'detached', ...patient });
    await expectMoving(page, rear.name);
    await expectMoving(lead.page, recipient.name);
    expect(await tileOf(lead.page, recipient.name).count()).toBe(1);
    for (const one of [lead.page, page]) await expectPlainWords(one);
    const { attendance, line } = await rear.call(getClassSession, { params: { sessionId } });
    expect(attendance.filter(({ person }) => person.id === recipient.id)).toHaveLength(1);
    // What the line bore is kept with the class.
    const kept = line.find(({ role }) => role === 'local')?.seconds;
    expect((kept?.voice ?? 0) + (kept?.saving ?? 0)).toBeGreaterThan(0);
  }, 240_000);
});
