import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  startBrowser,
  type PersonPage,
  type PersonPageOptions,
  type TestBrowser,
} from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson } from '../support/world.ts';
import { buildTaughtClass, expectMoving, tileOf } from './clientSupport.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let opened: PersonPage[] = [];
const patient = { timeout: 40_000 };

beforeAll(async () => {
  platform = await startPlatform({ client: true, media: true });
  browser = await startBrowser();
});
afterEach(async () => {
  for (const person of opened.splice(0)) await person.close();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const arrive = async (person: TestPerson | null, options: PersonPageOptions = {}): Promise<PersonPage> => {
  const arrived = await browser.open(platform.url, person, options);
  opened = [...opened, arrived];
  return arrived;
};
const enter = async (sessionId: string, person: TestPerson, options?: PersonPageOptions) => {
  const arrived = await arrive(person, options);
  await arrived.page.goto(`${platform.url}/class/${sessionId}`);
  await arrived.page.getByRole('button', { name: /^(进入课堂|Enter the class)$/ }).click();
  return arrived;
};
const check = async ({ page }: PersonPage) => {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
};

describe('getting into a class', () => {
  it('pairs the classroom’s device once by its code; it joins by itself, and shows a code again when it is taken out of use (J5)', async () => {
    const world = await buildWorld(platform);
    const { recipient, rear } = world.people;
    const screen = await arrive(null, { width: 1280, height: 720 });
    await screen.page.goto(`${platform.url}/device`);
    const shown = screen.page.getByRole('img', { name: /^配对码 \d{6}$/ });
    await shown.waitFor(patient);
    await check(screen);
    const code = (await shown.getAttribute('aria-label'))?.slice(-6) ?? '';

    const teacher = await arrive(recipient, { width: 360, height: 720, locale: 'en-GB', colourScheme: 'dark' });
    await teacher.page.goto(`${platform.url}/devices`);
    await teacher.page.getByText('No classroom device yet').waitFor(patient);
    await check(teacher);
    await teacher.page.getByRole('button', { name: 'Pair a device' }).click();
    await teacher.page.getByRole('textbox', { name: 'Pairing code' }).fill(code === '000000' ? '000001' : '000000');
    await teacher.page.getByRole('textbox', { name: 'Name of the device' }).fill('三（1）班大屏');
    await teacher.page.getByRole('button', { name: 'Pair', exact: true }).click();
    await teacher.page.getByText(/No device shows this code/).waitFor(patient);
    await check(teacher);
    teacher.complaints.length = 0;
    await teacher.page.getByRole('textbox', { name: 'Pairing code' }).fill(code);
    await teacher.page.getByRole('button', { name: 'Pair', exact: true }).click();
    await teacher.page.getByRole('dialog').waitFor({ state: 'detached', ...patient });
    await teacher.page.getByText('三（1）班大屏').waitFor(patient);

    await screen.page.getByRole('heading', { name: '等待上课' }).waitFor(patient);
    await check(screen);
    const { sessionId } = await buildTaughtClass(platform, world);
    const lead = await enter(sessionId, rear);
    await tileOf(lead.page, '三（1）班大屏').waitFor(patient);
    await expectMoving(lead.page, '三（1）班大屏');
    await expectMoving(screen.page, rear.name);
    await lead.page.getByRole('button', { name: '开始第一步' }).click();
    await screen.page.getByRole('heading', { name: '1 分月饼' }).waitFor(patient);

    await teacher.page.getByRole('button', { name: 'Take out of use: 三（1）班大屏' }).click();
    await teacher.page.getByRole('dialog').getByRole('button', { name: 'Take out of use' }).click();
    await screen.page.getByRole('img', { name: /^配对码 \d{6}$/ }).waitFor(patient);
    await expect.poll(() => tileOf(lead.page, '三（1）班大屏').count(), patient).toBe(0);
    screen.complaints.length = 0;
  }, 180_000);

  it('has observers wait at the door until they are let in, and takes out (J1, J3.3)', async () => {
    const world = await buildWorld(platform);
    const { rear, observer } = world.people;
    const { sessionId } = await buildTaughtClass(platform, world);
    const lead = await enter(sessionId, rear);
    await lead.page.getByRole('tab', { name: /^成员/ }).click();
    await lead.page.getByRole('switch', { name: '观课的人要等主讲教师同意才能进来' }).click();
    await expect.poll(() => lead.page.getByRole('switch').isChecked(), patient).toBe(true);

    const watching = await enter(sessionId, observer, { locale: 'en-GB' });
    await watching.page.getByRole('heading', { name: /One moment/ }).waitFor(patient);
    await check(watching);
    await lead.page.getByText(`${observer.name}在门口等候`).waitFor(patient);
    await check(lead);
    await lead.page.getByRole('button', { name: `请进：${observer.name}` }).click();
    await watching.page.getByRole('region', { name: 'Pictures' }).waitFor(patient);
    await expectMoving(watching.page, rear.name);

    await lead.page.getByRole('button', { name: `对${observer.name}` }).click();
    await lead.page.getByRole('menuitem', { name: '请出课堂' }).click();
    await lead.page.getByRole('dialog').getByRole('button', { name: '请出课堂' }).click();
    await watching.page.getByText('You were taken out of this class.').waitFor(patient);
    await watching.page.getByRole('button', { name: 'Ask to come back' }).waitFor(patient);
  }, 180_000);

  it('mutes, carries a quiet word, and lists the keys (J3.2, J4)', async () => {
    const world = await buildWorld(platform);
    const { rear, recipient } = world.people;
    const { sessionId } = await buildTaughtClass(platform, world);
    const lead = await enter(sessionId, rear);
    const local = await enter(sessionId, recipient, { width: 360, height: 720, colourScheme: 'dark' });
    await expectMoving(lead.page, recipient.name);
    await lead.page.getByRole('tab', { name: /^成员/ }).click();
    await lead.page.getByRole('button', { name: `对${recipient.name}` }).click();
    await lead.page.getByRole('menuitem', { name: '关掉麦克风' }).click();
    await local.page.getByText(`${rear.name}关了您的麦克风`).waitFor(patient);
    await tileOf(lead.page, recipient.name).getByRole('img', { name: '麦克风已关' }).waitFor(patient);

    await lead.page.keyboard.press('Alt+i');
    await lead.page.getByRole('button', { name: '注意时间' }).click();
    await local.page.getByRole('status', { name: '提示' }).getByText('注意时间').waitFor(patient);
    await check(lead);
    await check(local);

    await lead.page.getByRole('button', { name: '更多' }).click();
    await lead.page.getByRole('menuitem', { name: '键盘快捷键' }).click();
    await lead.page.getByRole('row', { name: /悄悄提示 Alt \+ I/ }).waitFor(patient);
    await check(lead);
    await lead.page.keyboard.press('Escape');
  }, 180_000);
});
