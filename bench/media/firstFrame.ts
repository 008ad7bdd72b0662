import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startBareServer } from './bareServer.ts';
import { startOurServer } from './ourServer.ts';

/** Milliseconds from the click that joins to the first moving picture of the one who teaches, round by round. */
export interface FirstFrames {
  bare: number[];
  ours: number[];
}

const executablePath = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';
const withinMs = 20_000;

/** Measures both in one browser, in turn: a teacher sends a fake camera, somebody who only watches joins again and again. */
export async function measureFirstFrames(rounds: number): Promise<FirstFrames> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const [bare, ours] = [await startBareServer(), await startOurServer()];
  try {
    const cookies = (header: string) => [
      { name: header.split('=')[0] ?? '', value: header.split('=').slice(1).join('='), url: new URL(ours.url).origin },
    ];
    const teacher = await (await browser.newContext()).newPage();
    await teacher.goto(`${bare.url}?send`);
    await teacher.waitForFunction(() => document.title === 'sending');
    const lead = await browser.newContext({ locale: 'zh-CN' });
    await lead.addCookies(cookies(ours.lead.cookie()));
    await enterClass(await lead.newPage(), ours.url);
    const watcher = await browser.newContext({ locale: 'zh-CN' });
    await watcher.addCookies(cookies(ours.observer.cookie()));

    const frames: FirstFrames = { bare: [], ours: [] };
    for (let round = 0; round < rounds; round += 1) {
      frames.bare.push(await joinOnce(await bareContext(browser), bare.url, 'Join'));
      frames.ours.push(await joinOnce(watcher, ours.url, '进入课堂'));
    }
    return frames;
  } finally {
    await browser.close();
    await ours.close();
    await bare.close();
  }
}

let reused: BrowserContext | null = null;
const bareContext = async (browser: Browser) => (reused ??= await browser.newContext());

/** Enters a class and waits for its first picture. */
export async function enterClass(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: '进入课堂', exact: true }).click();
  await page.locator('[data-participant] video').first().waitFor();
}

/** Opens the page, waits until it may be joined and all is `ready`, clicks, and lets the page itself take the time of both moments. */
export async function joinOnce(
  context: BrowserContext,
  url: string,
  button: string,
  ready: () => Promise<void> = async () => undefined,
): Promise<number> {
  const page = await context.newPage();
  try {
    await page.addInitScript(watchForFirstFrame);
    await page.goto(url);
    const join = page.getByRole('button', { name: button, exact: true });
    await join.and(page.locator(':enabled')).waitFor();
    await ready();
    await join.click();
    await page.waitForFunction(() => document.documentElement.dataset['firstFrame'] !== undefined, null, { timeout: withinMs });
    return Number(await page.evaluate(() => document.documentElement.dataset['firstFrame']));
  } finally {
    await page.close();
  }
}

/** Runs in the page before its own scripts. */
function watchForFirstFrame(): void {
  let clickedAt = 0;
  const seen = new WeakSet<HTMLVideoElement>();
  addEventListener('click', () => (clickedAt = performance.now()), { capture: true, once: true });
  new MutationObserver(() => {
    for (const video of document.querySelectorAll('video')) {
      if (seen.has(video)) continue;
      seen.add(video);
      video.requestVideoFrameCallback(() => {
        document.documentElement.dataset['firstFrame'] ??= String(performance.now() - clickedAt);
      });
    }
  }).observe(document, { childList: true, subtree: true });
}
