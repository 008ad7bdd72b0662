import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { planRoot } from '../../shared/planDocument.ts';
import { startLesson } from '../planning/support.ts';
import { expectAccessible } from '../support/browser.ts';
import { attach, closeQuietly, filesOf, leftBehind, OfflineStage, pin, saved, say, sheet, threadsOf } from './offlineStage.ts';

const stage = new OfflineStage();
const nothing = { databases: [], storage: [], cached: [] };

test('K1 P1 C1–C4: a plan opens after a cold start without the server, takes words and feedback, and everything arrives on return', async () => {
  const { stationed, rear } = stage.world.people;
  const lesson = await startLesson(stage.world, rear);
  const opened = await stage.openKept(stationed, `/lessons/${lesson.id}`);
  await saved(opened.page);
  await pin(opened.page);
  await stage.line.cut();

  let page = await stage.reopen(opened, '/lessons');
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
  page = await stage.reopen({ ...opened, page }, `/lessons/${lesson.id}`);
  await page.getByText('在山里写的目标。').first().waitFor();
  await expect.poll(() => page.locator('[data-unsent]').count()).toBe(2);
  expect(await stage.live(lesson)).not.toContain('山里');
  expect(await threadsOf(lesson, rear)).toEqual([]);

  await stage.line.mend();
  await saved(page);
  await expect.poll(() => stage.live(lesson)).toContain('在山里写的目标。');
  await expect.poll(() => page.locator('[data-unsent]').count()).toBe(0);
  const [thread, ...others] = await threadsOf(lesson, rear);
  expect(others).toEqual([]);
  expect(thread?.anchor).toMatchObject({ type: 'plan', quote: '在山里写的目标。', orphaned: false });
  expect(thread?.comments.map(({ body }) => body)).toEqual(['这句要不要再细一点？', '我先这样写。']);
  await page.locator(`[data-feedback-thread="${thread?.id}"]`).waitFor();
  await closeQuietly(opened);
});

test('F1 F2: a picture and a file put in without the server are seen at once and after opening anew, marked, and sent on return', async () => {
  const { stationed, rear } = stage.world.people;
  const lesson = await startLesson(stage.world, rear);
  const opened = await stage.openKept(stationed, `/lessons/${lesson.id}`);
  await saved(opened.page);
  await pin(opened.page);
  await stage.line.cut();
  await sheet(opened.page).click();
  const [chooser] = await Promise.all([
    opened.page.waitForEvent('filechooser'),
    opened.page.getByRole('button', { name: '图片', exact: true }).click(),
  ]);
  await chooser.setFiles('public/icons/icon-192.png');
  const picture = (page: Page) => page.locator('figure img[src^="blob:"]');
  await picture(opened.page).waitFor();
  await attach(opened.page);
  const unsentMarks = (page: Page) => page.getByText('还没送到服务器，连上后自动发送');
  await expect.poll(() => unsentMarks(opened.page).count()).toBe(2);
  opened.page.on('dialog', (dialog) => void dialog.accept());
  const page = await stage.reopen(opened, `/lessons/${lesson.id}`);
  await picture(page).waitFor();
  await page.getByText('名单.txt').waitFor();
  await expect.poll(() => unsentMarks(page).count()).toBe(2);
  await stage.line.mend();
  await expect.poll(async () => (await filesOf(lesson, rear)).length, { timeout: 30_000 }).toBe(2);
  await expect.poll(() => unsentMarks(page).count(), { timeout: 20_000 }).toBe(0);
  await saved(page);
  const files = await filesOf(lesson, rear);
  const sent = files.find(({ name }) => name === 'icon-192.png');
  expect(sent).toMatchObject({ width: 192, height: 192 });
  expect(files.map(({ name }) => name)).toContain('名单.txt');
  const stored = await stage.platform.documents.read(lesson.documentId, (doc) => doc.getXmlFragment(planRoot).toJSON());
  for (const { id } of files) expect(stored).toContain(id);
  await closeQuietly(opened);
});

test('C5: words that only lie on this device arrive although their plan is not opened again', async () => {
  const { stationed, rear } = stage.world.people;
  const lesson = await startLesson(stage.world, rear);
  const opened = await stage.openKept(stationed, `/lessons/${lesson.id}`);
  await saved(opened.page);
  await stage.line.cut();
  await sheet(opened.page).click();
  await opened.page.keyboard.type('下课前写的。');
  await opened.page.locator('[data-save-state="offline"]').waitFor();
  opened.page.on('dialog', (dialog) => void dialog.accept());
  const page = await stage.reopen(opened, '/');
  await page.getByRole('button', { name: '有 1 项还没送到服务器' }).waitFor();
  await stage.line.mend();
  await expect.poll(() => stage.live(lesson), { timeout: 30_000 }).toContain('下课前写的。');
  await page.getByRole('button', { name: '有 1 项还没送到服务器' }).waitFor({ state: 'detached' });
  await closeQuietly(opened);
});

test('A3 A4 S: signing out without a connection leaves nothing on the device, and is completed on return; the next account sees nothing', async () => {
  const { stationed, rear, mentor } = stage.world.people;
  const lesson = await startLesson(stage.world, rear);
  const opened = await stage.openKept(stationed, `/lessons/${lesson.id}`);
  const { page } = opened;
  await saved(page);
  await pin(page);
  await page.goto(`${stage.line.url}/account`);
  await page.getByText(lesson.title).waitFor();
  await expectAccessible(page);
  await expect.poll(() => page.evaluate((id) => localStorage.getItem(`documents.unsent:${id}`), stationed.id)).toBe('[]');
  await stage.line.cut();
  await page.reload();
  await page.getByRole('button', { name: `${stationed.name}的账户` }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByRole('button', { name: '登录' }).waitFor();
  await expect.poll(() => leftBehind(page)).toEqual(nothing);
  await page.goto(`${stage.line.url}/lessons`);
  await page.getByRole('button', { name: '登录' }).waitFor();

  await stage.line.mend();
  const sessions = () =>
    stage.platform.database.db.selectFrom('sessions').select('id').where('account_id', '=', stationed.id).execute();
  await expect.poll(async () => (await sessions()).length).toBe(0);
  await page.getByLabel('电子邮箱').fill(mentor.email);
  await page.getByLabel('密码').fill(mentor.password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('button', { name: `${mentor.name}的账户` }).waitFor();
  await page.goto(`${stage.line.url}/account`);
  await page.getByText('这台设备上还没有教案').waitFor();
  await closeQuietly(opened);
});

test('K5 K6: a newer client is offered, nothing reloads by itself, and it is opened when asked for', async () => {
  const { rear } = stage.world.people;
  const opened = await stage.openKept(rear, '/lessons');
  const { page } = opened;
  await page.evaluate(() => Object.assign(window, { stillHere: true }));
  const file = path.join(stage.clientDir, 'sw.js');
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
