import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Page } from 'playwright-core';
import { expectAccessible, startBrowser, type PersonPage, type TestBrowser, type TestDevices } from '../support/browser.ts';
import { freePort } from '../support/freePort.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildTaughtClass, expectMoving, keepPeers, received, stepOn, tileOf } from './clientSupport.ts';
import { openFaultyPage } from './faults.ts';

/** What goes wrong before class, brought about in the browser and on the wire: what is said of it, and that one comes in all the same. */
let platform: TestPlatform;
let browser: TestBrowser;
let world: World;
let sessionId: string;
let mediaPort: number;
let opened: PersonPage[] = [];
const patient = { timeout: 40_000 };
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

/** The lead teacher, in class with everything that works. */
const enterLead = async (): Promise<Page> => {
  const lead = await browser.open(platform.url, world.people.rear);
  opened = [...opened, lead];
  await lead.context.addInitScript(keepPeers);
  await lead.page.goto(`${platform.url}/class/${sessionId}`);
  await lead.page.getByRole('button', { name: '进入课堂', exact: true }).click();
  await lead.page.getByRole('region', { name: '画面' }).waitFor(patient);
  return lead.page;
};
/** A teacher of the school at the check, in a browser on a machine with such devices. */
const checkIn = async (person: TestPerson, used: TestBrowser, script = ''): Promise<PersonPage> => {
  const local = await used.open(platform.url, person);
  opened = [...opened, local];
  await local.context.addInitScript(script);
  await local.page.goto(`${platform.url}/class/${sessionId}`);
  return local;
};
const machineWith = async (devices: TestDevices): Promise<TestBrowser> => {
  const other = await startBrowser(devices);
  onTestFinished(other.close);
  return other;
};
const expectHeard = async (page: Page) => {
  const before = await received(page);
  await expect.poll(async () => (await received(page)).audioEnergy, patient).toBeGreaterThan(before.audioEnergy);
};

describe('the look at the devices before class', () => {
  it(
    'says what to do when the browser was told no, there is no camera, or another program holds it; one comes in with what one has, and turns on the rest in class (J7.1)',
    slow,
    async () => {
      const lead = await enterLead();
      const { recipient, stationed } = world.people;
      const enterWithSound = async (page: Page, name: string) => {
        await page.getByText('听到您了').waitFor(patient);
        await page.getByRole('button', { name: '只用声音进入' }).click();
        await page.getByRole('region', { name: '画面' }).waitFor(patient);
        await tileOf(lead, name).waitFor(patient);
        await expectHeard(lead);
        expect(await tileOf(lead, name).locator('video').count()).toBe(0);
      };
      const tryAgain = async (page: Page) => {
        await page.getByRole('button', { name: '摄像头 有问题' }).click();
        await page.getByRole('dialog').getByRole('button', { name: '再试一次' }).click();
      };

      const without = await checkIn(recipient, await machineWith({ cameras: 0 }));
      await without.page.getByText('没有找到摄像头。请接好设备后再试，或者先这样进入。').waitFor(patient);
      await enterWithSound(without.page, recipient.name);
      await without.page.getByRole('button', { name: '离开' }).click();
      await tileOf(lead, recipient.name).waitFor({ state: 'detached', ...patient });

      const refused = await checkIn(recipient, await machineWith({ asks: true }));
      const { page, context } = refused;
      await page
        .getByText('浏览器没有允许使用摄像头。请点地址栏左边的图标，把摄像头改为“允许”，再点“再试一次”。')
        .waitFor(patient);
      await page.getByText(/^浏览器没有允许使用麦克风。/).waitFor(patient);
      await page.getByRole('button', { name: '不用摄像头和麦克风进入' }).waitFor(patient);
      await expectAccessible(page);
      await context.grantPermissions(['microphone']);
      await page.getByRole('button', { name: '再试一次' }).last().click();
      await enterWithSound(page, recipient.name);
      await context.grantPermissions(['microphone', 'camera']);
      await tryAgain(page);
      await expectMoving(lead, recipient.name);

      const inUse = await checkIn(stationed, browser, cameraInUse);
      await inUse.page.getByText('摄像头正被别的程序占用。请关掉其他会议软件，再试一次。').waitFor(patient);
      await enterWithSound(inUse.page, stationed.name);
      await inUse.page.evaluate(() => Reflect.set(window, 'cameraInUse', false));
      await tryAgain(inUse.page);
      await expectMoving(lead, stationed.name);
    },
  );

  it(
    'says that UDP is blocked, or that nothing comes through at all; one comes in all the same, and the class goes on (J6.3, fault 2)',
    slow,
    async () => {
      const local = await openFaultyPage(browser, { serverUrl: platform.url, mediaPort }, world.people.recipient);
      opened = [...opened, local];
      const { page } = local;
      local.tcpOnly();
      await page.goto(`${local.url}/class/${sessionId}`);
      await page
        .getByText(`这个网络不让 UDP 通过，已改走 TCP，画面可能慢一点。可以请学校网管放行 UDP ${mediaPort} 端口。`)
        .waitFor(patient);
      local.mediaLost();
      await page.getByRole('button', { name: '再看一次' }).click();
      await page.getByText('声音和画面到不了服务器').waitFor(patient);
      await page.getByText(/可以换手机热点再试；也可以先进入，流程和聊天照常可用。/).waitFor(patient);
      await expectAccessible(page);
      await page.getByRole('button', { name: '进入课堂', exact: true }).click();
      await page.getByRole('button', { name: '开始第一步' }).click();
      await stepOn(page).getByText('分月饼', { exact: true }).waitFor(patient);
    },
  );
});

/** Run in a page before anything else: answers as Chromium does while another program holds the camera, which no flag can stage. */
const cameraInUse = `
  window.cameraInUse = true;
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wanted) =>
    window.cameraInUse && wanted.video
      ? Promise.reject(new DOMException('Could not start video source', 'NotReadableError'))
      : open(wanted);
`;
