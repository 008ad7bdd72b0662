import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signOutEverywhere } from '../../shared/identity.ts';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld } from '../support/world.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

describe('from an empty installation to two people at work', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform({ client: true });
  });
  afterAll(() => platform.close());

  it('sets up, pairs, invites, accepts, signs in, and signs out everywhere', async () => {
    const first = await browser.open(platform.url);
    const { page } = first;
    await heading(page, '欢迎使用同课');
    await page.getByRole('link', { name: '建立我们的单位' }).click();
    await page.getByRole('button', { name: '建立并进入' }).click();
    await page.getByText('请填写单位名称').waitFor();
    expect(await focusedLabel(page)).toBe('单位名称');
    await page.getByLabel('单位名称').fill('江城实验小学');
    await page.getByLabel('姓名').fill('何静');
    await page.getByLabel('电子邮箱').fill('he@example.org');
    await page.getByLabel('密码', { exact: true }).fill('一句好记的话就很好啊。');
    await page.getByRole('button', { name: '建立并进入' }).click();
    await page.getByText('密码至少要 12 个字符').waitFor();
    await page.getByLabel('密码', { exact: true }).fill('一句好记的话，就是很好的密码。');
    await page.getByRole('button', { name: '建立并进入' }).click();
    await heading(page, /^何静，/);

    await page.getByRole('link', { name: '去结对' }).click();
    await page.getByRole('button', { name: '新建结对' }).click();
    await page.getByLabel('结对名称').fill('实验—云岭');
    await page.getByLabel('支援单位', { exact: true }).selectOption({ label: '江城实验小学' });
    await page.getByLabel('受援学校', { exact: true }).selectOption('new');
    await page.getByLabel('新单位的名称').fill('云岭小学');
    await page.getByRole('button', { name: '建立结对' }).click();
    await heading(page, '实验—云岭');
    await page.getByRole('button', { name: '新建团队' }).click();
    await page.getByLabel('团队名称').fill('数学攻坚组');
    await page.getByRole('button', { name: '建立团队' }).click();
    await page.getByRole('button', { name: '邀请', exact: true }).click();
    await page.getByLabel('角色').selectOption({ label: '受援教师' });
    expect(await page.getByLabel('来自哪个单位').locator('option:checked').textContent()).toBe('云岭小学');
    await page.getByRole('button', { name: '生成邀请链接' }).click();
    const link = await page.getByLabel('邀请链接').inputValue();

    const second = await browser.open(link, null, { locale: 'en-GB', width: 360 });
    await heading(second.page, '何静 invites you to join');
    await second.page.getByLabel('Name').fill('Ma Xiaoyan');
    await second.page.getByLabel('E-mail address').fill('ma@example.org');
    await second.page.getByLabel('Password', { exact: true }).fill('a sentence to remember');
    await second.page.getByRole('button', { name: 'Join' }).click();
    await heading(second.page, /Ma Xiaoyan$/);

    const used = await browser.open(link);
    await heading(used.page, '这个邀请链接不能用了');
    used.complaints.length = 0;
    await used.close();

    await second.page.getByRole('button', { name: "Ma Xiaoyan's account" }).click();
    await second.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(second.page, 'Sign in');
    await signIn(second.page, 'a wrong sentence');
    await second.page.getByText('The e-mail address or the password is wrong.').waitFor();
    expect(await second.page.getByLabel('E-mail address').inputValue()).toBe('ma@example.org');
    second.complaints.length = 0;
    await signIn(second.page, 'a sentence to remember');
    await heading(second.page, /Ma Xiaoyan$/);

    const third = await browser.open(`${platform.url}/account`, null, { locale: 'en-GB' });
    await signIn(third.page, 'a sentence to remember');
    await heading(third.page, 'Account');
    await second.page.goto(`${platform.url}/pairings`);
    await heading(second.page, 'Pairings');
    await third.page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await third.page.getByText('Sign out on every device?').waitFor();
    await third.page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await heading(third.page, 'Sign in');
    await second.page.getByText('You are no longer signed in.').waitFor();
    await signIn(second.page, 'a sentence to remember');
    await heading(second.page, 'Pairings');

    for (const opened of [first, second, third]) await opened.close();
  }, 120_000);
});

describe('the client', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform({ client: true });
  });
  afterAll(() => platform.close());

  it('follows the language of the browser, keeps a choice in the account, and uses it on the next device', async () => {
    const { people } = await buildWorld(platform);
    const first = await browser.open(platform.url, people.rear, { locale: 'en-GB' });
    await first.page.getByRole('heading', { level: 1, name: /^Good/ }).waitFor();
    expect(await first.page.locator('html').getAttribute('lang')).toBe('en');
    const kept = first.page.waitForResponse((response) => response.url().endsWith('/api/account') && response.ok());
    await first.page.getByRole('button', { name: '中文' }).click();
    await heading(first.page, /好$/);
    expect(await first.page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await kept;
    await first.close();
    const second = await browser.open(platform.url, people.rear, { locale: 'en-GB' });
    await heading(second.page, /好$/);
    await second.close();
  });

  it('leads an account without a running term to a page that says so, and lets it in again when the term is extended', async () => {
    const { addPerson } = await buildWorld(platform);
    const person = await addPerson('rear', { endsOn: '2020-12-31' });
    const opened = await browser.open(`${platform.url}/pairings`, person);
    await heading(opened.page, '您的任期已结束');
    await platform.database.db.updateTable('members').set({ ends_on: null }).where('id', '=', person.memberId).execute();
    await opened.page.getByRole('button', { name: '再看一次' }).click();
    await heading(opened.page, /好$/);
    await opened.close();
  });

  it('moves the focus to the heading and names the window after a navigation', async () => {
    const { people } = await buildWorld(platform);
    const opened = await browser.open(platform.url, people.rear);
    await heading(opened.page, /好$/);
    await opened.page.getByRole('link', { name: '结对', exact: true }).click();
    await heading(opened.page, '结对');
    await expect.poll(() => opened.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await opened.page.title()).toBe('结对 · 同课');
    await opened.close();
  });

  it('says so while the connection is away, and keeps what was typed when sending fails', async () => {
    const { people } = await buildWorld(platform);
    const opened = await browser.open(`${platform.url}/account`, people.rear);
    await heading(opened.page, '账户');
    await opened.context.setOffline(true);
    await opened.page.getByText('网络断了').waitFor();
    await opened.page.getByLabel('姓名').fill('林岚岚');
    await opened.page.getByRole('button', { name: '保存' }).click();
    await opened.page.getByText('连不上服务器').waitFor();
    expect(await opened.page.getByLabel('姓名').inputValue()).toBe('林岚岚');
    await opened.context.setOffline(false);
    await opened.page.getByText('网络断了').waitFor({ state: 'detached' });
    await opened.page.getByRole('button', { name: '保存' }).click();
    await opened.page.getByText('已保存').waitFor();
    opened.complaints.length = 0;
    await opened.close();
  });

  it('goes back to the sign-in page when the session ends on the server', async () => {
    const { people } = await buildWorld(platform);
    const opened = await browser.open(`${platform.url}/pairings`, people.mentor);
    await heading(opened.page, '结对');
    await people.mentor.call(signOutEverywhere);
    await opened.page.getByText('登录已失效').waitFor();
    await opened.close();
  });
});

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill('ma@example.org');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const focusedLabel = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent ?? undefined);
