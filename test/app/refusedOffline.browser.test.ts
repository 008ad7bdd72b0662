import fs from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { planSchemaVersion } from '../../shared/planDocument.ts';
import { startLesson } from '../planning/support.ts';
import { expectAccessible } from '../support/browser.ts';
import { attach, closeQuietly, filesOf, leftBehind, OfflineStage, pin, saved, say, sheet, threadsOf } from './offlineStage.ts';

const stage = new OfflineStage();
const offline = (page: Page) => page.locator('[data-save-state="offline"]').waitFor({ timeout: 20_000 });

test('R1 R2 R3 C6: what a member wrote and said offline after the term had ended is refused in plain words, saved to a file, then removed', async () => {
  const { stationed, rear } = stage.world.people;
  const lesson = await startLesson(stage.world, rear);
  const opened = await stage.openKept(stationed, `/lessons/${lesson.id}`);
  await saved(opened.page);
  await stage.line.cut();
  await sheet(opened.page).click();
  await opened.page.keyboard.type('任期结束后写的。');
  await opened.page.locator('[data-save-state="offline"]').waitFor();
  await opened.page.getByRole('button', { name: '写反馈' }).click();
  await say(opened.page, '写一条反馈', '任期结束后说的');
  await opened.page.getByRole('article').getByText('还没送到服务器').waitFor();
  await stage.platform.database.db
    .updateTable('members')
    .set({ ends_on: '2021-01-01' })
    .where('id', '=', stationed.memberId)
    .execute();
  opened.page.on('dialog', (dialog) => void dialog.accept());
  const page = await stage.reopen(opened, '/');
  await stage.line.mend();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('服务器没有收下您离线写的内容').waitFor({ timeout: 20_000 });
  const comment = dialog.getByRole('listitem').filter({ hasText: '任期结束后说的' });
  await comment.getByRole('button', { name: '复制' }).waitFor({ timeout: 20_000 });
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '保存到文件' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${lesson.title}.html`);
  expect(await fs.readFile(await download.path(), 'utf8')).toContain('任期结束后写的。');
  await dialog.getByRole('button', { name: '从这台设备上移除' }).click();
  await dialog.getByRole('button', { name: '移除', exact: true }).click();
  await comment.getByRole('button', { name: '删除' }).click();
  await dialog.getByText('都已送到服务器。').waitFor();
  expect(await threadsOf(lesson, rear)).toEqual([]);
  expect((await leftBehind(page)).databases.filter((name) => name.startsWith('doc:'))).toEqual([]);
  expect(await stage.live(lesson)).not.toContain('任期结束后');
  await closeQuietly(opened);
});

test('R1 C6 F1: one who may only comment since keeps words and picture to save, is told so, and the comment goes through', async () => {
  const { stationed, rear } = stage.world.people;
  const lesson = await startLesson(stage.world, rear);
  const opened = await stage.openKept(stationed, `/lessons/${lesson.id}`);
  const { page } = opened;
  await saved(page);
  await stage.line.cut();
  await sheet(page).click();
  await page.keyboard.type('降为导师前写的。');
  await offline(page);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: '图片', exact: true }).click(),
  ]);
  await chooser.setFiles('public/icons/icon-192.png');
  await page.locator('figure img[src^="blob:"]').waitFor();
  await page.getByRole('button', { name: '写反馈' }).click();
  await say(page, '写一条反馈', '节奏可以再慢一点');
  await page.getByRole('article').getByText('还没送到服务器').waitFor();
  await stage.platform.database.db.updateTable('members').set({ role: 'mentor' }).where('id', '=', stationed.memberId).execute();

  await stage.line.mend();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('您现在不能修改这份教案').waitFor({ timeout: 20_000 });
  await dialog.getByText('icon-192.png').waitFor({ timeout: 20_000 });
  await dialog.getByText('您的角色不能做这件事。').waitFor();
  await expect.poll(async () => (await threadsOf(lesson, rear)).length, { timeout: 20_000 }).toBe(1);
  await expectAccessible(page);
  const download = async (name: string) => {
    const waiting = page.waitForEvent('download');
    await dialog
      .getByRole('button', { name: '保存到文件' })
      .nth(name.endsWith('.png') ? 1 : 0)
      .click();
    const file = await waiting;
    expect(file.suggestedFilename()).toBe(name);
    return fs.readFile(await file.path());
  };
  expect(String(await download(`${lesson.title}.html`))).toContain('降为导师前写的。');
  expect(await download('icon-192.png')).toEqual(await fs.readFile('public/icons/icon-192.png'));
  await page.keyboard.press('Escape');
  await page.getByText('服务器没有收下这个文件').waitFor();
  await page.getByRole('button', { name: '有 2 项服务器没有收下' }).click();
  await dialog.getByRole('button', { name: '删除' }).click();
  await dialog.getByText('icon-192.png').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: '从这台设备上移除' }).click();
  await dialog.getByRole('button', { name: '移除', exact: true }).click();
  await dialog.getByText('都已送到服务器。').waitFor();
  expect(await stage.live(lesson)).not.toContain('降为导师前');
  await closeQuietly(opened);
});

test('C7: a page that is too old asks to be reloaded and its words go on from the newer one; an older page leaves a newer copy alone', async () => {
  const { stationed, rear } = stage.world.people;
  const lesson = await startLesson(stage.world, rear);
  const opened = await stage.openKept(stationed, '/lessons');
  const { page } = opened;
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  // While `aged` is set, the page tells the server an older schema, as one that was left open during an update does.
  await page.addInitScript(() => {
    window.WebSocket = class extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(localStorage.getItem('aged') === null ? address : String(address).replace(/schema=\d+/, 'schema=0'), protocols);
      }
    };
  });
  await page.goto(`${stage.line.url}/lessons/${lesson.id}`);
  await saved(page);
  await stage.line.cut();
  await page.evaluate(() => localStorage.setItem('aged', 'yes'));
  await sheet(page).click();
  await page.keyboard.type('更新之前写的。');
  await offline(page);
  await stage.line.mend();
  const alert = page.getByRole('alert').filter({ hasText: '同课更新了' });
  await alert.waitFor({ timeout: 20_000 });
  expect(await stage.live(lesson)).not.toContain('更新之前');
  await page.evaluate(() => localStorage.removeItem('aged'));
  await alert.getByRole('button', { name: '刷新页面' }).click();
  await saved(page);
  await expect.poll(() => stage.live(lesson), { timeout: 20_000 }).toContain('更新之前写的。');
  expect(asked).toEqual([]);

  // A newer page has had the plan open here; without a connection the device opens the page that it kept before.
  const knownAs = (version: number) =>
    page.evaluate(
      ([key, documentId, schemaVersion]) => {
        const about = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, object>;
        localStorage.setItem(key, JSON.stringify({ ...about, [documentId]: { ...about[documentId], schemaVersion } }));
      },
      [`documents.about:${stationed.id}`, lesson.documentId, version] as const,
    );
  await knownAs(planSchemaVersion + 1);
  await stage.line.cut();
  await page.reload();
  await alert.waitFor({ timeout: 20_000 });
  expect(await page.locator('.ProseMirror').count()).toBe(0);
  await knownAs(planSchemaVersion);
  await page.reload();
  await page.locator('.ProseMirror').getByText('更新之前写的。').waitFor();
  await closeQuietly(opened);
});

test('P4: on a full device the page says that what is typed is not kept; once there is room all of it is', async () => {
  const { stationed, rear } = stage.world.people;
  const lesson = await startLesson(stage.world, rear);
  const opened = await stage.openKept(stationed, '/lessons');
  const { page } = opened;
  // While `full` is set, the device takes back what was written, with the error that browsers give for it.
  await page.addInitScript(() => {
    // oxlint-disable-next-line typescript/unbound-method -- it is called on the store that it was asked of.
    const { add, put } = IDBObjectStore.prototype;
    const takenBack = (write: typeof add) =>
      function (this: IDBObjectStore, ...given: Parameters<typeof add>) {
        const request = write.apply(this, given);
        const { transaction } = this;
        if (localStorage.getItem('full') === null) return request;
        request.addEventListener('success', () => {
          Object.defineProperty(transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
          transaction.abort();
        });
        return request;
      };
    IDBObjectStore.prototype.add = takenBack(add);
    IDBObjectStore.prototype.put = takenBack(put);
  });
  await page.goto(`${stage.line.url}/lessons/${lesson.id}`);
  await saved(page);
  await pin(page);
  await stage.line.cut();
  const room = (there: boolean) =>
    page.evaluate((is) => (is ? localStorage.removeItem('full') : localStorage.setItem('full', 'yes')), there);
  await room(false);
  await sheet(page).click();
  await page.keyboard.type('存不下的。');
  await page.getByText('离线 · 没有存到本机').waitFor({ timeout: 20_000 });
  await page.getByText('这台设备的空间满了').waitFor();
  // What is said and attached is not kept either: it stays where it was written, and is sent from there.
  await page.getByRole('button', { name: '写反馈' }).click();
  await say(page, '写一条反馈', '说了存不下的');
  await page.getByRole('alert').filter({ hasText: '存不下这一项' }).waitFor({ timeout: 20_000 });
  await attach(page);
  await page.getByText('存不下这一项').nth(1).waitFor({ timeout: 20_000 });
  await expectAccessible(page);
  await room(true);
  await page.getByRole('button', { name: '发送' }).click();
  await page.getByRole('article').getByText('还没送到服务器').waitFor();
  await page.getByRole('button', { name: '再试一次' }).click();
  await page.getByText('名单.txt').waitFor();
  await sheet(page).click();
  await page.keyboard.type('又存下了。');
  await page.getByText('离线 · 已存在本机').waitFor({ timeout: 20_000 });
  await page.getByText('这台设备的空间满了').waitFor({ state: 'detached' });
  page.on('dialog', (dialog) => void dialog.accept());
  const again = await stage.reopen(opened, `/lessons/${lesson.id}`);
  await again.getByText('存不下的。又存下了。').first().waitFor();
  await stage.line.mend();
  await saved(again);
  await expect.poll(() => stage.live(lesson), { timeout: 20_000 }).toContain('存不下的。又存下了。');
  await expect.poll(async () => (await threadsOf(lesson, rear)).length, { timeout: 20_000 }).toBe(1);
  await expect.poll(async () => (await filesOf(lesson, rear)).map(({ name }) => name), { timeout: 20_000 }).toEqual(['名单.txt']);
  await closeQuietly(opened);
});
