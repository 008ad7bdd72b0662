import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type PersonPage, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson } from '../support/world.ts';
import { buildTaughtClass, expectMoving, expectMovingIn, expectToReceive, keepPeers, tileOf } from './clientSupport.ts';

// Five pictures are made, sent and played by one machine here: more than a build machine has room for beside other tests.
let platform: TestPlatform;
let browser: TestBrowser;
let opened: PersonPage[] = [];
const patient = { timeout: 40_000 };

beforeAll(async () => {
  platform = await startPlatform({ client: true, media: true });
  browser = await startBrowser({ cameras: 5 });
});
afterEach(async () => {
  for (const person of opened.splice(0)) await person.close();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const enter = async (sessionId: string, person: TestPerson): Promise<PersonPage> => {
  const arrived = await browser.open(platform.url, person);
  await arrived.context.addInitScript(keepPeers);
  opened = [...opened, arrived];
  await arrived.page.goto(`${platform.url}/class/${sessionId}`);
  await arrived.page.getByRole('button', { name: '进入课堂' }).click();
  return arrived;
};
const check = async ({ page }: PersonPage) => {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
};

it('shows a second camera, and takes other devices while teaching: the others go on seeing and hearing, never two of the same; a small window keeps the class in sight (J7.2, J7.3)', async () => {
  const world = await buildWorld(platform);
  const { rear, recipient } = world.people;
  const { sessionId } = await buildTaughtClass(platform, world);
  const lead = await enter(sessionId, rear);
  // Two cameras from the classroom are enough for a machine that is both ends of the line.
  await lead.page.getByRole('button', { name: '摄像头 开' }).click();
  const local = await enter(sessionId, recipient);
  await expectMoving(lead.page, recipient.name);
  await lead.page.evaluate(watchPictures);
  const second = lead.page.locator('[data-source="camera-2"]');

  await local.page.getByRole('button', { name: '更多' }).click();
  await local.page.getByRole('menuitem', { name: '选择设备' }).click();
  const choice = (name: string) => local.page.getByRole('dialog').getByRole('combobox', { name, exact: true });
  await choice('第二个摄像头').selectOption('fake_device_3');
  await expectMovingIn(second, 'the second camera');
  await check(local);
  expect(await sentCameras(local.page)).toBe(2);

  // Another camera and another microphone: what the others see and hear is exchanged, and does not go and come.
  await choice('摄像头').selectOption('fake_device_4');
  await expectMoving(lead.page, recipient.name);
  await choice('麦克风').selectOption({ index: 2 });
  await expectToReceive(lead.page);
  await expectMovingIn(second, 'the second camera');
  expect(await sentCameras(local.page)).toBe(2);
  // The camera that is the second becomes the first: it is shown once.
  await choice('摄像头').selectOption(await choice('第二个摄像头').inputValue());
  await expect.poll(() => second.count(), patient).toBe(0);
  await expectMoving(lead.page, recipient.name);
  expect(await lead.page.evaluate(() => (window as unknown as { mostPictures: object }).mostPictures)).toEqual({
    camera: 1,
    'camera-2': 1,
  });
  await local.page.keyboard.press('Escape');

  const [small] = await Promise.all([
    lead.context.waitForEvent('page', patient),
    lead.page
      .getByRole('button', { name: '更多' })
      .click()
      .then(() => lead.page.getByRole('menuitem', { name: '小窗口显示课堂' }).click()),
  ]);
  await expectMovingIn(small.locator('main'), 'the small window');
  await local.page.getByRole('button', { name: '开始第一步' }).click();
  await small.getByRole('heading', { name: '分月饼' }).waitFor(patient);
  await small.getByRole('button', { name: '麦克风开着' }).click();
  await tileOf(local.page, rear.name).getByRole('img', { name: '麦克风已关' }).waitFor(patient);
  await expectAccessible(small);
  await small.close();
  await expectMoving(lead.page, recipient.name);
}, 180_000);

/** Run in a page: keeps how many pictures there were at most at a time of each source of others. */
const watchPictures = `
  window.mostPictures = {};
  const count = () => {
    const now = {};
    for (const video of document.querySelectorAll('[data-participant] video:not([data-mirrored])')) {
      const { source } = video.closest('[data-participant]').dataset;
      now[source] = (now[source] ?? 0) + 1;
      window.mostPictures[source] = Math.max(window.mostPictures[source] ?? 0, now[source]);
    }
  };
  count();
  new MutationObserver(count).observe(document.body, { childList: true, subtree: true });
`;

/** How many different cameras a page sends. */
function sentCameras(page: Page): Promise<number> {
  return page.evaluate(() => {
    const peers = (window as unknown as { keptPeers: RTCPeerConnection[] }).keptPeers;
    const tracks = peers.flatMap((peer) => peer.getSenders()).map(({ track }) => track);
    const live = tracks.filter((track) => track?.kind === 'video' && track.readyState === 'live');
    return new Set(live.map((track) => track?.getSettings().deviceId)).size;
  });
}
