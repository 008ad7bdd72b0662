import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { listThreads } from '../../shared/feedback.ts';
import { listFiles } from '../../shared/files.ts';
import { plainText, planRoot } from '../../shared/planDocument.ts';
import type { Lesson } from '../../shared/planning.ts';
import { startLesson } from '../planning/support.ts';
import { expectAccessible, startBrowser, type PersonPage, type TestBrowser } from '../support/browser.ts';
import { layLine, type Line } from '../support/line.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';

let clientDir: string;
let platform: TestPlatform;
let line: Line;
let browser: TestBrowser;
let world: World;

beforeAll(async () => {
  clientDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-client-'));
  await fs.cp('dist/client', clientDir, { recursive: true });
  platform = await startPlatform({ client: clientDir });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
  await fs.rm(clientDir, { recursive: true, force: true });
});
beforeEach(async () => {
  line = await layLine(platform.url);
  world = await buildWorld(platform);
});
afterEach(() => line.close());

/** Opens the client as a person would who has been here before: what opening without a connection needs is kept. */
async function openKept(person: TestPerson, address: string): Promise<PersonPage> {
  const opened = await browser.open(`${line.url}${address}`, person, { keepsClient: true });
  await opened.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return opened;
}

/** Closes the page and opens the client anew, as after a night with the device switched off. */
async function reopen(opened: PersonPage, address: string): Promise<Page> {
  await opened.page.close();
  const page = await opened.context.newPage();
  await page.goto(`${line.url}${address}`);
  return page;
}

async function pin(page: Page): Promise<void> {
  await page.getByRole('button', { name: '离线可用' }).click();
  await page.getByRole('button', { name: '已可离线使用' }).waitFor();
}

/** Without a connection the browser itself notes every address that nobody answered. */
async function closeQuietly(opened: PersonPage): Promise<void> {
  const own = opened.complaints.filter((line) => !/ERR_CONNECTION|ERR_INTERNET|WebSocket|Failed to load resource/.test(line));
  opened.complaints.length = 0;
  await opened.close();
  expect(own).toEqual([]);
}

const sheet = (page: Page) => page.locator('[data-anchor="objectives"] p').first();
const saved = (page: Page) => page.locator('[data-save-state="saved"]').waitFor({ timeout: 20_000 });
const live = (lesson: Lesson) => platform.documents.read(lesson.documentId, (doc) => plainText(doc.getXmlFragment(planRoot)));
const threadsOf = async (lesson: Lesson, by: TestPerson) =>
  (await by.call(listThreads, { params: { lessonId: lesson.id } })).items;

async function say(page: Page, label: string, words: string): Promise<void> {
  const box = page.getByRole('textbox', { name: label });
  await box.fill(words);
  await box.press('Control+Enter');
}

/** Everything that this browser keeps which belongs to somebody. */
const leftBehind = (page: Page) =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => /^(doc|account):/.test(name)),
    storage: Object.keys(localStorage).filter((key) => /^documents|^tongke\.(account|draft)/.test(key)),
    cached: (
      await Promise.all(
        (await caches.keys()).map(async (name) =>
          (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname),
        ),
      )
    )
      .flat()
      .filter((address) => !/^\/(assets\/|icons\/|$|mark\.svg|manifest\.webmanifest|plan-kept)/.test(address)),
  }));
const nothing = { databases: [], storage: [], cached: [] };

test('K1 P1 C1–C4: a plan opens after a cold start without the server, takes words and feedback, and everything arrives on return', async () => {
  const { stationed, rear } = world.people;
  const lesson = await startLesson(world, rear);
  const opened = await openKept(stationed, `/lessons/${lesson.id}`);
  await saved(opened.page);
  await pin(opened.page);
  await line.cut();

  let page = await reopen(opened, '/lessons');
  await page.getByRole('link', { name: lesson.title }).click();
  await sheet(page).click();
  await page.keyboard.type('在山里写的目标。');
  await page.locator('[data-save-state="offline"]').waitFor();
  await page.keyboard.press('Shift+Home');
  await page.getByRole('button', { name: '评论选中的文字' }).click();
  await say(page, '写一条反馈', '这句要不要再细一点？');
  await page.getByText('还没送到服务器，连上后自动发送').first().waitFor();
  const card = page.getByRole('article').filter({ hasText: '这句要不要再细一点？' });
  await card.getByRole('button', { name: '回复' }).click();
  await say(page, '回复内容', '我先这样写。');
  await expect.poll(() => card.locator('[data-unsent]').count()).toBe(2);
  await page.getByRole('button', { name: '有 3 项还没送到服务器' }).click();
  await page.getByRole('dialog').getByText('我先这样写。').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  // Closed and opened once more, still without a connection: nothing is lost.
  page.on('dialog', (dialog) => void dialog.accept());
  page = await reopen({ ...opened, page }, `/lessons/${lesson.id}`);
  await page.getByText('在山里写的目标。').first().waitFor();
  await expect.poll(() => page.locator('[data-unsent]').count()).toBe(2);
  expect(await live(lesson)).not.toContain('山里');
  expect(await threadsOf(lesson, rear)).toEqual([]);

  await line.mend();
  await saved(page);
  await expect.poll(() => live(lesson)).toContain('在山里写的目标。');
  await expect.poll(() => page.locator('[data-unsent]').count()).toBe(0);
  const [thread, ...others] = await threadsOf(lesson, rear);
  expect(others).toEqual([]);
  expect(thread?.anchor).toMatchObject({ type: 'plan', quote: '在山里写的目标。', orphaned: false });
  expect(thread?.comments.map(({ body }) => body)).toEqual(['这句要不要再细一点？', '我先这样写。']);
  await page.locator(`[data-feedback-thread="${thread?.id}"]`).waitFor();
  await closeQuietly(opened);
});

test('F1 F2: a picture put in without the server is seen at once and after opening anew, marked, and sent on return', async () => {
  const { stationed, rear } = world.people;
  const lesson = await startLesson(world, rear);
  const opened = await openKept(stationed, `/lessons/${lesson.id}`);
  await saved(opened.page);
  await pin(opened.page);
  await line.cut();
  await sheet(opened.page).click();
  const [chooser] = await Promise.all([
    opened.page.waitForEvent('filechooser'),
    opened.page.getByRole('button', { name: '图片', exact: true }).click(),
  ]);
  await chooser.setFiles('public/icons/icon-192.png');
  const picture = (page: Page) => page.locator('figure img[src^="blob:"]');
  await picture(opened.page).waitFor();
  await opened.page.getByText('还没送到服务器，连上后自动发送').waitFor();
  opened.page.on('dialog', (dialog) => void dialog.accept());
  const page = await reopen(opened, `/lessons/${lesson.id}`);
  await picture(page).waitFor();
  await page.getByText('还没送到服务器，连上后自动发送').waitFor();
  await line.mend();
  const files = async () => (await rear.call(listFiles, { params: { lessonId: lesson.id } })).items;
  await expect.poll(files, { timeout: 30_000 }).toMatchObject([{ name: 'icon-192.png', width: 192, height: 192 }]);
  await page.getByText('还没送到服务器，连上后自动发送').waitFor({ state: 'detached' });
  await saved(page);
  const fileId = (await files())[0]?.id ?? '';
  const stored = await platform.documents.read(lesson.documentId, (doc) => doc.getXmlFragment(planRoot).toJSON());
  expect(stored).toContain(fileId);
  await closeQuietly(opened);
});

test('C5: words that only lie on this device arrive although their plan is not opened again', async () => {
  const { stationed, rear } = world.people;
  const lesson = await startLesson(world, rear);
  const opened = await openKept(stationed, `/lessons/${lesson.id}`);
  await saved(opened.page);
  await line.cut();
  await sheet(opened.page).click();
  await opened.page.keyboard.type('下课前写的。');
  await opened.page.locator('[data-save-state="offline"]').waitFor();
  opened.page.on('dialog', (dialog) => void dialog.accept());
  const page = await reopen(opened, '/');
  await page.getByRole('button', { name: '有 1 项还没送到服务器' }).waitFor();
  await line.mend();
  await expect.poll(() => live(lesson), { timeout: 30_000 }).toContain('下课前写的。');
  await page.getByRole('button', { name: '有 1 项还没送到服务器' }).waitFor({ state: 'detached' });
  await closeQuietly(opened);
});

test('A3 A4 S: signing out without a connection leaves nothing on the device, and is completed on return; the next account sees nothing', async () => {
  const { stationed, rear, mentor } = world.people;
  const lesson = await startLesson(world, rear);
  const opened = await openKept(stationed, `/lessons/${lesson.id}`);
  const { page } = opened;
  await saved(page);
  await pin(page);
  await page.goto(`${line.url}/account`);
  await page.getByText(lesson.title).waitFor();
  await expectAccessible(page);
  await expect.poll(() => page.evaluate((id) => localStorage.getItem(`documents.unsent:${id}`), stationed.id)).toBe('[]');
  await line.cut();
  await page.reload();
  await page.getByRole('button', { name: `${stationed.name}的账户` }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByRole('button', { name: '登录' }).waitFor();
  await expect.poll(() => leftBehind(page)).toEqual(nothing);
  await page.goto(`${line.url}/lessons`);
  await page.getByRole('button', { name: '登录' }).waitFor();

  await line.mend();
  const sessions = () =>
    platform.database.db.selectFrom('sessions').select('id').where('account_id', '=', stationed.id).execute();
  await expect.poll(async () => (await sessions()).length).toBe(0);
  await page.getByLabel('电子邮箱').fill(mentor.email);
  await page.getByLabel('密码').fill(mentor.password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('button', { name: `${mentor.name}的账户` }).waitFor();
  await page.goto(`${line.url}/account`);
  await page.getByText('这台设备上还没有教案').waitFor();
  await closeQuietly(opened);
});

test('R1 R2 R3: what a member wrote offline after the term had ended is refused in plain words, saved to a file, then removed', async () => {
  const { stationed, rear } = world.people;
  const lesson = await startLesson(world, rear);
  const opened = await openKept(stationed, `/lessons/${lesson.id}`);
  await saved(opened.page);
  await line.cut();
  await sheet(opened.page).click();
  await opened.page.keyboard.type('任期结束后写的。');
  await opened.page.locator('[data-save-state="offline"]').waitFor();
  await platform.database.db.updateTable('members').set({ ends_on: '2021-01-01' }).where('id', '=', stationed.memberId).execute();
  opened.page.on('dialog', (dialog) => void dialog.accept());
  const page = await reopen(opened, '/');
  await line.mend();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('服务器没有收下您离线写的内容').waitFor({ timeout: 20_000 });
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '保存到文件' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${lesson.title}.html`);
  expect(await fs.readFile(await download.path(), 'utf8')).toContain('任期结束后写的。');
  await dialog.getByRole('button', { name: '从这台设备上移除' }).click();
  await dialog.getByRole('button', { name: '移除', exact: true }).click();
  await dialog.getByText('都已送到服务器。').waitFor();
  expect((await leftBehind(page)).databases.filter((name) => name.startsWith('doc:'))).toEqual([]);
  expect(await live(lesson)).not.toContain('任期结束后');
  await closeQuietly(opened);
});

test('K5 K6: a newer client is offered, nothing reloads by itself, and it is opened when asked for', async () => {
  const { rear } = world.people;
  const opened = await openKept(rear, '/lessons');
  const { page } = opened;
  await page.evaluate(() => Object.assign(window, { stillHere: true }));
  const file = path.join(clientDir, 'sw.js');
  const code = await fs.readFile(file, 'utf8');
  const next = createHash('sha256').update(code).digest('hex').slice(0, 16);
  await fs.writeFile(file, code.replace(/(version["']?:\s*["'`])[0-9a-f]{16}/, `$1${next}`));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await page.getByText('有新版本。').waitFor();
  expect(await page.evaluate(() => 'stillHere' in window)).toBe(true);
  await page.getByRole('button', { name: '重新打开' }).click();
  await page.waitForFunction(() => !('stillHere' in window));
  await page.getByRole('heading', { name: '课' }).first().waitFor();
  expect(await page.evaluate(() => caches.keys())).toContain(`tongke-client-${next}`);
  expect(await page.getByText('有新版本。').count()).toBe(0);
  await closeQuietly(opened);
});
