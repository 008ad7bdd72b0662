import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { endClassSession, getClassSession } from '../../shared/classroom.ts';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type TestBrowser } from '../support/browser.ts';
import { freePort } from '../support/freePort.ts';
import { builtClient, startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import {
  buildTaughtClass,
  expectMoving,
  expectToReceive,
  links,
  received,
  sentLayers,
  stepOn,
  taught,
  tileOf,
} from './clientSupport.ts';
import { killWorker, openFaultyPage, type FaultyPage } from './faults.ts';
import { startKillableWeb } from './killableWeb.ts';

/** The faults of a class on a weak line, staged on the wire: the pages are the product as it is. */
let platform: TestPlatform;
let browser: TestBrowser;
let world: World;
let sessionId: string;
let mediaPort: number;
let opened: FaultyPage[] = [];
const patient = { timeout: 60_000 };
/** Most of a test is waiting for a line to be given up and taken up again; a busy machine takes several times as long. */
const slow = { timeout: 240_000 };

beforeAll(async () => {
  mediaPort = await freePort();
  platform = await startPlatform({ client: true, media: true, settings: { MEDIA_PORT: String(mediaPort) } });
  browser = await startBrowser();
});
beforeEach(async () => {
  world = await buildWorld(platform);
  ({ sessionId } = await buildTaughtClass(platform, world));
});
afterEach(async () => {
  for (const page of opened.splice(0)) await page.close();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const enter = async (person: TestPerson, at = { serverUrl: platform.url, mediaPort }): Promise<FaultyPage> => {
  const faulty = await openFaultyPage(browser, at, person);
  opened = [...opened, faulty];
  await goIn(faulty);
  return faulty;
};
const goIn = async ({ page, url }: FaultyPage) => {
  await page.goto(`${url}/class/${sessionId}`);
  await page.getByRole('button', { name: '进入课堂', exact: true }).click();
  await page.getByRole('region', { name: '画面' }).waitFor();
};
/** For everybody, at the width of a laptop and at that of a phone. */
const expectUsable = async (page: Page) => {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
};
const expectSound = async (page: Page) => {
  const before = await received(page);
  await expect.poll(async () => (await received(page)).audioEnergy, patient).toBeGreaterThan(before.audioEnergy);
};
/** Looks at a person's tile with every frame from now on; answers how often it showed a last frame, one that was black, and nothing. */
const watchTile = async (page: Page, name: string) => {
  const watching = await tileOf(page, name).evaluateHandle((tile) => {
    const seen = { still: 0, black: 0, blank: 0, stop: false };
    const look = () => {
      const video = tile.querySelector('video');
      const last = tile.querySelector('canvas');
      if (last?.checkVisibility() === true) {
        seen.still += 1;
        const { data } = last.getContext('2d')?.getImageData(0, 0, last.width, last.height) ?? { data: [] };
        if (data.every((value, at) => at % 4 === 3 || value < 20)) seen.black += 1;
      } else if (video === null || video.videoWidth === 0) seen.blank += 1;
      if (!seen.stop) requestAnimationFrame(look);
    };
    look();
    return seen;
  });
  return () => watching.evaluate((seen) => ({ ...seen, stop: (seen.stop = true) }));
};
const seesNote = (page: Page, name: string) => tileOf(page, name).getByText('画面停住，先保声音').waitFor(patient);

/** How many links a page has opened so far; an ICE restart opens none. */
const openedBy = async (page: Page) => (await links(page)).opened;
/** Who and what is seen on a page: one entry for each picture. */
const seenOn = async (page: Page) => {
  const tiles = await page
    .locator('[data-participant]')
    .evaluateAll((all) => all.map(({ dataset }) => `${dataset['participant']} ${dataset['source']}`));
  return tiles.toSorted((one, other) => one.localeCompare(other));
};

describe('a class on a bad line', () => {
  it(
    'saves data in one click, and by itself on a narrow line: the picture stays with a note, the voice goes on, everybody knows; below that come the cues (fault 11, C4, C4.7, C2.9)',
    slow,
    async () => {
      const { rear, recipient } = world.people;
      const lead = await enter(rear);
      const local = await enter(recipient);
      await lead.page.getByRole('button', { name: '开始第一步' }).click();
      await expectMoving(local.page, rear.name);
      const bar = local.page.getByRole('region', { name: '课堂控制' });
      await bar.getByRole('button', { name: /^省流量/ }).click();
      await tileOf(local.page, rear.name).getByText('省流量，不收画面').waitFor(patient);
      await tileOf(lead.page, recipient.name).getByText('省流量，只收声音').waitFor(patient);
      // One's own picture is still sent (C4.8), and the last frame of the other stays (C4.10).
      await expectMoving(lead.page, recipient.name);
      expect(await tileOf(local.page, rear.name).locator('video').count()).toBe(1);
      await expectSound(local.page);
      // Nobody else watches the lead teacher, whose camera then costs nothing, and is there again at once (C2.9).
      await expect.poll(async () => (await sentLayers(lead.page)).includes(true), patient).toBe(false);
      await expectSound(local.page);
      await local.page.getByRole('button', { name: '收画面' }).click();
      await expectMoving(local.page, rear.name);

      // What the lead teacher loses on the way up is told to both, and costs the local teacher nothing (C4.14, ME5).
      const mend = lead.narrowWayUp({ bitsPerSecond: 5_000_000, delayMs: 10, loss: 0.08 });
      await tileOf(local.page, rear.name).getByText('对方网络不稳，可能断续').waitFor(patient);
      await lead.page.getByText('您的上传不稳').waitFor(patient);
      await expectMoving(local.page, rear.name);
      mend();

      const widen = local.narrowLine({ bitsPerSecond: 60_000, delayMs: 150, loss: 0.1 });
      await seesNote(local.page, rear.name);
      await tileOf(lead.page, recipient.name)
        .getByText(/网络慢，先保声音|听不清声音/)
        .waitFor(patient);
      await expectSound(local.page);

      // When even the voice cannot be understood she goes by the cues, and the lead teacher knows.
      local.narrowLine({ bitsPerSecond: 14_000, delayMs: 300, loss: 0.4 });
      const cues = local.page.getByRole('alert', { name: '这一步的提示' });
      await cues.getByText(taught[0]?.local ?? '').waitFor(patient);
      await lead.page.getByText(`${recipient.name}听不清声音，正看着这一步的提示上课。`).waitFor(patient);
      await expectUsable(local.page);
      // She may put them away for the pictures, and has them back when she wants.
      await cues.getByRole('button', { name: '收起，看画面' }).click();
      await cues.waitFor({ state: 'detached', ...patient });
      const show = local.page.getByRole('button', { name: '看提示' });
      const showAgain = async () => {
        await show.click({ timeout: 1_000 }).catch(() => undefined);
        return cues.isVisible();
      };
      // Where the voice was understood for a moment meanwhile, they come by themselves.
      await expect.poll(showAgain, patient).toBe(true);
      widen();
      const { line } = await rear.call(getClassSession, { params: { sessionId } });
      const kept = line.find(({ role }) => role === 'local')?.seconds;
      expect((kept?.voice ?? 0) + (kept?.saving ?? 0)).toBeGreaterThan(0);
      await rear.call(endClassSession, { params: { sessionId } });
      await local.page.getByRole('columnheader', { name: '声音和画面' }).waitFor({ state: 'attached', ...patient });
      await expectUsable(local.page);
    },
  );

  it(
    'goes on over TCP where UDP is blocked, shows the line-drop plan while nothing comes through, and comes back whole (faults 1 and 2, C2.3)',
    slow,
    async () => {
      const { rear, recipient } = world.people;
      const lead = await enter(rear);
      const local = await enter(recipient);
      await lead.page.getByRole('button', { name: '开始第一步' }).click();
      await expectMoving(local.page, rear.name);
      local.tcpOnly();
      const overTcp = local.line.received().tcp;
      await expect.poll(() => local.line.received().tcp, patient).toBeGreaterThan(overTcp + 50_000);
      await expectMoving(local.page, rear.name);
      await expectMoving(lead.page, recipient.name);
      expect(await tileOf(lead.page, recipient.name).count()).toBe(1);

      const back = local.mediaLost();
      const plan = local.page.getByRole('alert', { name: '断线预案' });
      await plan.getByText(taught[0]?.lineDrop ?? '').waitFor(patient);
      const stopped = tileOf(lead.page, recipient.name).getByText(/画面停住/);
      await stopped.waitFor(patient);
      // Links that are given up and built anew change nothing of that: there is still no line.
      const before = await openedBy(local.page);
      await expect.poll(() => openedBy(local.page), patient).toBeGreaterThan(before);
      for (let looks = 0; looks < 20; looks += 1) {
        expect(await plan.isVisible()).toBe(true);
        expect(await stopped.isVisible()).toBe(true);
        await local.page.waitForTimeout(100);
      }
      back();
      await plan.waitFor({ state: 'detached', ...patient });
      await expectMoving(local.page, rear.name);
      await expectMoving(lead.page, recipient.name);
      expect(await tileOf(lead.page, recipient.name).count()).toBe(1);
    },
  );

  it(
    'loses its worker and gets its pictures back as the buttons last said; a lead teacher who reloads while presenting is there once (faults 1 and 4, C2.2, C2.4, C2.7)',
    slow,
    async () => {
      const { rear, recipient } = world.people;
      const lead = await enter(rear);
      const local = await enter(recipient);
      await expectMoving(local.page, rear.name);
      await lead.page.getByRole('button', { name: /^共享屏幕/ }).click();
      const screen = local.page.locator('[data-source="screen"] video');
      await screen.waitFor(patient);
      await goIn(lead);
      await expect.poll(() => screen.count(), patient).toBe(0);
      await expectMoving(local.page, rear.name);
      expect(await tileOf(local.page, rear.name).count()).toBe(1);

      const muted = tileOf(lead.page, recipient.name).getByRole('img', { name: '麦克风已关' });
      await local.page.keyboard.press('Alt+m');
      await muted.waitFor(patient);
      const before = await links(local.page);
      const wasShown = await watchTile(local.page, rear.name);
      killWorker(platform);
      // A new media epoch builds both links anew (C2.2); the last frame stays until the next one is there (C2.7).
      await expect.poll(async () => (await links(local.page)).opened, patient).toBeGreaterThan(before.opened);
      await expectMoving(local.page, rear.name);
      expect(await wasShown()).toMatchObject({
        black: 0,
        blank: 0,
        still: expect.toSatisfy((still: number) => still > 0) as number,
      });
      await expectMoving(lead.page, recipient.name);
      expect(await tileOf(local.page, rear.name).count()).toBe(1);
      await muted.waitFor(patient);
      await local.page.keyboard.press('Alt+m');
      await muted.waitFor({ state: 'detached', ...patient });
      await expectSound(lead.page);
      const { attendance } = await rear.call(getClassSession, { params: { sessionId } });
      expect(attendance.map(({ role }) => role).toSorted()).toEqual(['lead', 'local']);
    },
  );

  it(
    'goes on in pictures while the web process is killed; when it runs again both are back by themselves at their step, the same people, nobody twice (fault 3, C1.5, C2.2, C3.3)',
    slow,
    async () => {
      const { rear, recipient } = world.people;
      const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-restart-'));
      const [port, ownMediaPort] = [await freePort(), await freePort()];
      const startWeb = () =>
        startKillableWeb({
          database: platform.database,
          dataDir,
          graceMs: 60_000,
          port,
          mediaPort: ownMediaPort,
          clientDir: builtClient,
        });
      let web = await startWeb();
      onTestFinished(async () => {
        await web.end('SIGINT');
        fs.rmSync(dataDir, { recursive: true, force: true });
      });
      const at = { serverUrl: web.url, mediaPort: ownMediaPort };
      const lead = (await enter(rear, at)).page;
      const local = (await enter(recipient, at)).page;
      const both = [lead, local];
      await lead.getByRole('button', { name: '开始第一步' }).click();
      await stepOn(local).getByText('分月饼', { exact: true }).waitFor(patient);
      await expectMoving(local, rear.name);
      await expectMoving(lead, recipient.name);
      const [seen, linked] = [await Promise.all(both.map(seenOn)), await Promise.all(both.map(openedBy))];

      await web.end('SIGKILL');
      for (const page of both) await page.getByText('和服务器的连接断了，正在自动恢复。声音和画面还在。').waitFor(patient);
      await Promise.all(both.map(expectToReceive));
      await expectMoving(local, rear.name);
      await expectMoving(lead, recipient.name);
      expect(await local.getByRole('alert', { name: '断线预案' }).count()).toBe(0);
      web = await startWeb();

      for (const page of both) {
        await page.getByText('和服务器的连接断了').waitFor({ state: 'detached', ...patient });
        await stepOn(page).getByText('分月饼', { exact: true }).waitFor(patient);
      }
      // Everybody is told of what happens next, by the new process.
      await local.getByRole('button', { name: '下一步' }).click();
      for (const page of both) await stepOn(page).getByText('折一折', { exact: true }).waitFor(patient);
      await Promise.all(both.map(expectToReceive));
      await expectMoving(local, rear.name);
      await expectMoving(lead, recipient.name);
      // The same people over the same links: nothing was built anew, so nothing stood still.
      expect(await Promise.all(both.map(seenOn))).toEqual(seen);
      expect(await Promise.all(both.map(openedBy))).toEqual(linked);
      const { attendance } = await rear.call(getClassSession, { params: { sessionId } });
      expect(attendance.map(({ person, leftAt }) => [person.id, leftAt])).toEqual([
        [rear.id, null],
        [recipient.id, null],
      ]);
    },
  );
});
