import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { SegmentLine, segmentPattern } from '../../server/media/recorder/layout.ts';
import { readTitle } from '../../server/media/recorder/matroska.ts';
import { endClassSession } from '../../shared/classroom.ts';
import { listRecordings } from '../../shared/recording.ts';
import { buildTaughtClass, expectMoving } from '../classroom/clientSupport.ts';
import { until } from '../media/support.ts';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type PersonPage, type TestBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson } from '../support/world.ts';
import { brightness, loudness } from './measure.ts';
import { keepRecording, killRecorder } from './support.ts';

let platform: TestPlatform;
let browser: TestBrowser;
const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-programs-'));
/** While this is there, ffmpeg waits with its work. */
const hold = path.join(programs, 'hold');

beforeAll(async () => {
  const waits = path.join(programs, 'ffmpeg');
  fs.writeFileSync(waits, `#!/bin/sh\nwhile [ -e '${hold}' ]; do sleep 0.1; done\nexec ffmpeg "$@"\n`, { mode: 0o755 });
  platform = await startPlatform({ client: true, media: true, settings: { FFMPEG_BIN: waits } });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
  fs.rmSync(programs, { recursive: true });
});

it(
  'records a class of those who agreed, raises an alarm when the recorder stops, and becomes a film with the steps as chapters, as can be watched (R02, RC1, RC2.2, RC2.4, RC4)',
  { timeout: 330_000 },
  async () => {
    // The school's answer holds for its later classes.
    const world = await buildWorld(platform);
    const { sessionId } = await buildTaughtClass(platform, world);
    const { rear, recipient, observer } = world.people;
    const opened: PersonPage[] = [];
    const enter = async (person: TestPerson) => {
      const arrived = await browser.open(platform.url, person, {});
      opened.push(arrived);
      await arrived.page.goto(`${platform.url}/class/${sessionId}`);
      await arrived.page.getByRole('button', { name: '进入课堂', exact: true }).click();
      await arrived.page.getByRole('region', { name: '画面' }).waitFor();
      return arrived.page;
    };
    const lead = await enter(rear);
    const local = await enter(recipient);
    const watching = await enter(observer);
    await expectMoving(lead, recipient.name);

    await lead.getByRole('button', { name: '录制', exact: true }).click();
    await expectAccessible(lead);
    await lead.getByRole('dialog').getByRole('button', { name: '开始录制' }).click();
    // Everybody sees it, and who sends something is asked.
    const asked = local.getByRole('dialog', { name: '这节课正在录制' });
    await asked.waitFor();
    await expectAccessible(local);
    await watching.getByRole('button', { name: '录制中' }).waitFor();
    expect(await watching.getByRole('dialog').count()).toBe(0);
    const row = () =>
      platform.database.db.selectFrom('recordings').selectAll().where('session_id', '=', sessionId).executeTakeFirstOrThrow();
    const segments = path.join(platform.dataDir, 'recordings', (await row()).id, 'segments');
    const kept = (people: number) => eventually(() => expect(peopleIn(segments, 0, /./).size).toBe(people));
    await kept(1);
    await asked.getByRole('button', { name: '代表学校同意录制教室' }).click();
    await asked.getByRole('button', { name: '同意录制我' }).click();
    await kept(2);
    await lead.getByRole('button', { name: '开始第一步' }).click();
    await local.getByRole('button', { name: '录制中' }).waitFor();
    // A recorder that stops is seen by everybody at once, and so is that it goes on.
    const everybody = [lead, local, watching];
    for (const page of everybody) await page.evaluate(keepAlarms);
    const killed = Date.now();
    killRecorder(platform);
    for (const page of everybody) {
      const alarms = () => page.evaluate(() => (window as unknown as { alarms: string[] }).alarms);
      await eventually(async () => expect(await alarms()).toEqual(expect.arrayContaining(['录制已恢复。', interrupted])));
      await page.getByRole('button', { name: '录制中' }).waitFor();
    }
    await eventually(() => expect(peopleIn(segments, killed, /vp8|h264/).size).toBe(2));
    await lead.getByRole('button', { name: '下一步' }).click();
    const last = Date.now();
    await until('some seconds are taught', () => Date.now() - last > 4_000);
    fs.writeFileSync(hold, '');
    onTestFinished(() => fs.rmSync(hold, { force: true }));
    await rear.call(endClassSession, { params: { sessionId } });
    const stopped = Date.now();

    await lead.getByRole('heading', { name: '课堂录像' }).waitFor();
    // How far the film is stands on the page of the class. A bar at 0 % has no width, so that nothing of it is seen yet.
    await lead.getByText(/^正在整理成视频，完成 \d+%/).waitFor();
    await lead.getByRole('progressbar', { name: /^正在整理成视频，完成 \d+%/ }).waitFor({ state: 'attached' });
    await expectAccessible(lead);
    fs.rmSync(hold);
    const film = async () => (await rear.call(listRecordings, { params: { sessionId } })).items[0];
    await until('the film is made', async () => ['ready', 'failed'].includes((await film())?.state ?? ''), 240_000);
    const made = await film();
    expect(made).toMatchObject({ state: 'ready', interruptions: 1, failure: null });
    const length = (stopped - (await row()).started_at.getTime()) / 1000;
    expect(made?.seconds).toBeGreaterThan(8);
    expect(made?.seconds).toBeLessThan(length + 2);
    expect(made?.chapters.map(({ name }) => name).slice(-2)).toEqual(['分月饼', '折一折']);
    await until('what it was made from is gone', () => !fs.existsSync(segments));
    const file = path.join(platform.dataDir, 'recordings', made?.id ?? '', 'recording.mp4');
    // Two pictures side by side, as Chromium's false cameras make them, and their beeps.
    const ending = (values: number[]) => values.slice(-50);
    expect(Math.max(...ending(brightness(file, { x: 300, y: 250, width: 300, height: 200 })))).toBeGreaterThan(60);
    expect(Math.max(...ending(brightness(file, { x: 1000, y: 300, width: 200, height: 100 })))).toBeGreaterThan(60);
    expect(Math.max(...loudness(file))).toBeGreaterThan(0.02);

    const player = lead.getByRole('region', { name: '录像播放' });
    await lead.getByText('录制中断过 1 次，中断的时间没有画面和声音。').waitFor();
    await player.getByRole('button', { name: /折一折/ }).click({ timeout: 15_000 });
    const video = player.locator('video');
    const start = made?.chapters.at(-1)?.start ?? 0;
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeCloseTo(start, 0);
    await video.evaluate((element: HTMLVideoElement) => element.play());
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(start + 0.5);
    for (const person of opened) await person.close();
  },
);

it('is watched by steps, with the keyboard, on a phone and on a laptop (RC5)', { timeout: 90_000 }, async () => {
  const world = await buildWorld(platform);
  const { sessionId } = await buildTaughtClass(platform, world);
  const { rear, mentor } = world.people;
  await rear.call(endClassSession, { params: { sessionId } });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-film-'));
  const film = path.join(folder, 'film.mp4');
  const make = ['-f', 'lavfi', '-i', 'testsrc=s=320x180:r=5:d=60', '-c:v', 'libx264', '-g', '5', '-pix_fmt', 'yuv420p'];
  execFileSync('ffmpeg', ['-loglevel', 'error', ...make, '-movflags', '+faststart', film]);
  const chapters = ['分月饼', '折一折', '说一说'].map((name, at) => ({
    stepId: `step-${at}`,
    name,
    startMs: at * 20_000,
    endMs: (at + 1) * 20_000,
  }));
  await keepRecording(platform, { sessionId, accountId: rear.id, film, chapters });
  fs.rmSync(folder, { recursive: true });
  for (const look of [
    { locale: 'zh-CN', width: 360, colourScheme: 'dark' },
    { locale: 'en-GB', width: 1280, colourScheme: 'light' },
  ] as const) {
    const { page, close } = await browser.open(platform.url, mentor, look);
    await page.goto(`${platform.url}/class/${sessionId}`);
    const video = page.locator('video');
    await video.waitFor();
    const at = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.duration)).toBeCloseTo(60, 0);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: /折一折/ }).click();
    await expect.poll(at).toBeCloseTo(20, 0);
    await page.keyboard.press(']');
    await expect.poll(at).toBeCloseTo(40, 0);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(at).toBeCloseTo(35, 0);
    await page
      .getByRole('button', { name: /折一折/ })
      .and(page.locator('[aria-current=step]'))
      .waitFor();
    await page.getByRole('combobox', { name: /速度|Speed/ }).selectOption('1.5');
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.playbackRate)).toBe(1.5);
    expect(await page.getByRole('button', { name: /删除录像|Delete/ }).count()).toBe(0);
    await close();
  }
});

const interrupted = '录制中断了，正在自动恢复。这段时间没有录上。';

/** Run in a page: keeps everything that it says as an alarm, however shortly. */
const keepAlarms = `
  window.alarms = [];
  const look = () => {
    for (const alarm of document.querySelectorAll('[role=alert]')) window.alarms.push(alarm.textContent);
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
`;

/** Of whom something in one of these codecs, begun since a moment, lies in a folder of segments. */
function peopleIn(folder: string, since: number, codecs: RegExp): Set<string> {
  if (!fs.existsSync(folder)) return new Set();
  const titles = fs
    .readdirSync(folder)
    .filter((name) => segmentPattern.test(name))
    .flatMap((name) => readTitle(fs.readFileSync(path.join(folder, name))) ?? []);
  const segments = titles.map((title) => SegmentLine.parse(JSON.parse(title)));
  return new Set(segments.filter(({ at, codec }) => at > since && codecs.test(codec)).map(({ peerId }) => peerId));
}
