import type { Browser, Page } from 'playwright-core';
import { quantile } from '../documents/figures.ts';
import { startBareServer } from '../media/bareServer.ts';
import { enterClass, joinOnce } from '../media/firstFrame.ts';
import { startOurServer } from '../media/ourServer.ts';
import { openContext, startChromium } from './browsers.ts';
import { farAddress, shapeLine, type LineShape } from './namespaces.ts';
import { concealedShare, follow, keepConnections, readReceived, switches, type Reading } from './received.ts';

/** Run in the far namespace: the server and those beside it. The one with the bad line is in the near namespace. */
const [near = '', control = ''] = process.argv.slice(2);
const village: LineShape = { bitsPerSecond: 512_000, roundTripMs: 200, loss: 0.05 };
const rural: LineShape = { bitsPerSecond: 300_000, roundTripMs: 300, loss: 0.1 };
const joins = 10;
const ruralSeconds = 60;

const ours = await startOurServer({ HOST: farAddress, MEDIA_LISTEN_IP: farAddress, MEDIA_PORT: '40000' });
const bare = await startBareServer(farAddress, 3001);
const beside = await startChromium([ours.url, bare.url]);
const away = await startChromium([ours.url, bare.url], near);
try {
  await measureJoining();
  await measureRural();
} finally {
  await shapeLine(control, null);
  await away.close();
  await beside.close();
  await ours.close();
  await bare.close();
}
process.exit(0);

async function measureJoining(): Promise<void> {
  const sender = await (await beside.newContext()).newPage();
  await sender.goto(`${bare.url}?send`);
  await sender.waitForFunction(() => document.title === 'sending');
  const lead = await enter(beside, ours.lead);
  const watcher = await openContext(away, ours.url, ours.observer);
  const plain = await away.newContext();
  const frames = { bare: [] as number[], ours: [] as number[] };
  for (let round = 0; round < joins; round += 1) {
    for (const side of round % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const)) {
      // The pages are loaded already when somebody clicks; what counts is the way from there.
      const ready = () => shapeLine(control, village);
      const [context, url, button] = side === 'bare' ? [plain, bare.url, 'Join'] : [watcher, ours.url, '进入课堂'];
      const took = await joinOnce(context, url, button, ready).catch(() => NaN);
      await shapeLine(control, null);
      frames[side].push(took);
    }
  }
  console.log(`From the click that joins to the first moving picture, at ${describe(village)}, ${joins} times each:`);
  for (const [name, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const [one, other] = [quantile(frames.bare, share), quantile(frames.ours, share)];
    const aim = name === 'p95' ? ' (aim: ours at most 3000 ms)' : '';
    console.log(`  ${name}: bare mediasoup ${one.toFixed(0)} ms, ours ${other.toFixed(0)} ms${aim}`);
  }
  await sender.close();
  await lead.context().close();
}

async function measureRural(): Promise<void> {
  await enter(beside, ours.lead);
  const local = await enter(away, ours.local);
  await local.waitForTimeout(5000);
  const before = await readReceived(local);
  const voice = before.find(({ kind }) => kind === 'audio')?.track ?? '';
  const picture = before.find(({ kind }) => kind === 'video')?.track ?? '';
  // The classroom comes in after the teacher's tracks are known by being alone.
  await enter(beside, ours.device, '教室端');
  await local.waitForTimeout(5000);

  console.log(`\nThe local teacher's page in a class of three at ${describe(rural)}, for ${ruralSeconds} s:`);
  await shapeLine(control, rural);
  const readings = await follow(local, ruralSeconds);
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const [whole, later] = [concealedShare(readings, voice), concealedShare(readings, voice, 15)];
  console.log(`  the teacher's voice: ${percent(whole)} made up in all, ${percent(later)} after 15 s (aim: less than 5 %)`);
  console.log(`  pictures decoded a second: ${framesBySecond(readings).join(' ')}`);
  const moments = switches(readings, picture);
  const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? 0));
  const least = gaps.length === 0 ? 'none to compare' : `${Math.min(...gaps).toFixed(1)} s`;
  console.log(`  changes of the teacher's picture: ${moments.length}, the least time between two ${least} (aim: 5 s)`);
  console.log(
    `  the page says: ${await local
      .getByRole('status')
      .allInnerTexts()
      .then((texts) => texts.join(' ').trim())}`,
  );

  await shapeLine(control, null);
  const better = performance.now();
  const moving = await readReceived(local).then((now) => sumOfFrames(now));
  await waitUntil(local, (now) => sumOfFrames(now) > moving + 30);
  console.log(`  when the line is good again, pictures move after ${((performance.now() - better) / 1000).toFixed(1)} s`);
}

async function enter(browser: Browser, person: Parameters<typeof openContext>[2], role?: string): Promise<Page> {
  const context = await openContext(browser, ours.url, person);
  await context.addInitScript(keepConnections);
  const page = await context.newPage();
  if (role === undefined) {
    await enterClass(page, ours.url);
    return page;
  }
  await page.goto(ours.url);
  await page.getByRole('radio', { name: role, exact: true }).click();
  await page.getByRole('button', { name: '进入课堂', exact: true }).click();
  await page.locator('[data-participant] video').first().waitFor();
  return page;
}

function framesBySecond(readings: readonly Reading[]): number[] {
  const begun = readings[0]?.at ?? 0;
  const last = readings.at(-1)?.at ?? 0;
  const frames: number[] = [];
  for (let from = begun; from < last; from += 5000) {
    const inside = readings.filter(({ at, kind }) => kind === 'video' && at >= from && at < from + 5000);
    const [first, end] = [inside[0]?.at, inside.at(-1)?.at];
    const count = sumOfFrames(inside.filter(({ at }) => at === end)) - sumOfFrames(inside.filter(({ at }) => at === first));
    frames.push(Math.round((Math.max(0, count) * 1000) / Math.max(1, (end ?? 0) - (first ?? 0))));
  }
  return frames;
}

function sumOfFrames(readings: readonly Reading[]): number {
  return readings.reduce((sum, { frames }) => sum + frames, 0);
}

async function waitUntil(page: Page, fits: (now: Reading[]) => boolean): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (fits(await readReceived(page))) return;
    await page.waitForTimeout(200);
  }
}

function describe({ bitsPerSecond, roundTripMs, loss }: LineShape): string {
  return `${bitsPerSecond / 1000} kb/s, ${roundTripMs} ms there and back, ${loss * 100} % loss each way`;
}
