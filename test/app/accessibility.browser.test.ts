import { afterAll, beforeAll, describe, it } from 'vitest';
import { invite, raiseNeed } from '../../shared/programme.ts';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';

let browser: TestBrowser;
let empty: TestPlatform;
let full: TestPlatform;
let world: World;
let ended: TestPerson;
let invitation: string;

beforeAll(async () => {
  browser = await startBrowser();
  [empty, full] = await Promise.all([startPlatform({ client: true }), startPlatform({ client: true })]);
  world = await buildWorld(full);
  const { coordinator, recipient } = world.people;
  ended = await world.addPerson('stationed', { endsOn: '2021-06-30' });
  const need = { title: '四年级分数意义理解薄弱', description: '期初检测得分率 41%。', subject: '数学', grade: '四年级' };
  await recipient.call(raiseNeed, { params: { teamId: world.teamId }, body: need });
  const place = { organisationId: world.recipientId, teamId: world.teamId, role: 'recipient', startsOn: '2020-01-01' } as const;
  const { url } = await coordinator.call(invite, { body: place });
  invitation = new URL(url).pathname;
});
afterAll(async () => {
  await browser.close();
  await Promise.all([empty.close(), full.close()]);
});

const looks = (['zh-CN', 'en-GB'] as const).flatMap((locale) =>
  [360, 1280].map((width) => ({ locale, width, colourScheme: width === 360 ? ('dark' as const) : ('light' as const) })),
);

describe.each(looks)('in $locale at $width px', (look) => {
  /** Looks at one page after another, as the same person: loading the client anew for each is what would take the time. */
  const see = async (person: TestPerson | null, first: string, ...others: string[]) => {
    const opened = await browser.open(first, person, look);
    for (const [at, url] of [first, ...others].entries()) {
      if (at > 0) await opened.page.goto(url);
      await opened.page.getByRole('heading', { level: 1 }).waitFor();
      await opened.page.waitForLoadState('networkidle');
      await expectAccessible(opened.page);
      await expectNoSidewaysScroll(opened.page);
    }
    return opened;
  };

  it('the empty installation passes axe', async () => {
    await (await see(null, `${empty.url}/`, `${empty.url}/setup`)).close();
  });

  it('sign-in and invitation pass axe', async () => {
    await (await see(null, `${full.url}/sign-in`, full.url + invitation)).close();
    await (await see(world.people.mentor, full.url + invitation)).close();
  });

  it('a term that has ended passes axe', async () => {
    await (await see(ended, full.url)).close();
  });

  it('today, pairings, the account, the interface, what is not there, a pairing and its dialogs pass axe', async () => {
    const paths = ['/', '/pairings', '/account', '/api-docs', '/nowhere', `/pairings/${world.pairingId}`];
    const [first = '', ...others] = paths.map((path) => full.url + path);
    const { page, close } = await see(world.people.coordinator, first, ...others);
    for (const name of [/^(新建团队|New team)$/, /^(邀请|Invite)$/, /^(提出需求|Raise a need)$/]) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: /管理林后方|Manage 林后方/ }).click();
    await page.getByRole('menuitem').first().waitFor();
    await expectAccessible(page);
    await close();
  });
});
