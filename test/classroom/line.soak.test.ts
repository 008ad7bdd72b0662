import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { getClassSession } from '../../shared/classroom.ts';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { freePort } from '../support/freePort.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildTaughtClass, expectMoving, received, tileOf } from './clientSupport.ts';
import { openFaultyPage, type FaultyPage } from './faults.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;
let sessionId: string;
let mediaPort: number;
let opened: FaultyPage[] = [];
const patient = { timeout: 240_000 };

beforeAll(async () => {
  mediaPort = await freePort();
  platform = await startPlatform({ client: true, media: true, settings: { MEDIA_PORT: String(mediaPort) } });
  browser = await startBrowser();
});
beforeEach(async () => {
  world = await buildWorld(platform);
  ({ sessionId } = await buildTaughtClass(platform, world));
});
afterEach(async () => {
  for (const page of opened.splice(0)) await page.close();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const enter = async (person: TestPerson): Promise<FaultyPage> => {
  const faulty = await openFaultyPage(browser, { serverUrl: platform.url, mediaPort }, person);
  opened = [...opened, faulty];
  await faulty.page.goto(`${faulty.url}/class/${sessionId}`);
  await faulty.page.getByRole('button', { name: '进入课堂', exact: true }).click();
  await faulty.page.getByRole('region', { name: '画面' }).waitFor();
  return faulty;
};

it('sheds pictures on the rural line while the voice goes on, and takes them up again by itself when it is good (fault 11, C4.5)', async () => {
  const { rear, recipient } = world.people;
  const lead = await enter(rear);
  const local = await enter(recipient);
  await expectMoving(local.page, rear.name);
  const widen = local.narrowLine({ bitsPerSecond: 90_000, delayMs: 150, loss: 0.1 });
  await tileOf(local.page, rear.name).getByText('画面停住，先保声音').waitFor(patient);
  const before = await received(local.page);
  await expect.poll(async () => (await received(local.page)).audioEnergy, patient).toBeGreaterThan(before.audioEnergy);
  widen();
  await tileOf(local.page, rear.name)
    .getByText('画面停住，先保声音')
    .waitFor({ state: 'detached', ...patient });
  await expectMoving(local.page, rear.name);
  await tileOf(lead.page, recipient.name)
    .getByText(/网络/)
    .waitFor({ state: 'detached', ...patient });
  const { line } = await rear.call(getClassSession, { params: { sessionId } });
  expect(line.find(({ role }) => role === 'local')?.seconds.voice).toBeGreaterThan(0);
});

it('goes on over TCP while UDP is swallowed for 15 s, and is whole afterwards: one peer, no ghost (fault 2)', async () => {
  const { rear, recipient } = world.people;
  const lead = await enter(rear);
  const local = await enter(recipient);
  for (const [page, name] of [
    [local.page, rear.name],
    [lead.page, recipient.name],
  ] as const)
    await expectMoving(page, name);
  const back = local.tcpOnly();
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  back();
  await expectMoving(local.page, rear.name);
  await expectMoving(lead.page, recipient.name);
  expect(await tileOf(lead.page, recipient.name).count()).toBe(1);
  const { attendance } = await rear.call(getClassSession, { params: { sessionId } });
  expect(attendance).toHaveLength(2);
});
