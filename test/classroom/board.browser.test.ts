import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Page } from 'playwright-core';
import { endClassSession } from '../../shared/classroom.ts';
import { getClassBoard } from '../../shared/classroom/board.ts';
import { listPages } from '../../shared/boardDocument.ts';
import { pdf } from '../files/pdf.ts';
import { attach, png } from '../files/support.ts';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  startBrowser,
  type PersonPage,
  type PersonPageOptions,
  type TestBrowser,
} from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildTaughtClass } from './clientSupport.ts';

// Excalidraw and three pages at once take their time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;
let sessionId: string;
let lessonId: string;
let opened: PersonPage[] = [];

beforeAll(async () => {
  platform = await startPlatform({ client: true });
  browser = await startBrowser();
});
beforeEach(async () => {
  world = await buildWorld(platform);
  ({ sessionId, lessonId } = await buildTaughtClass(platform, world));
});
afterEach(async () => {
  for (const person of opened.splice(0)) await person.close();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const wait = { timeout: 30_000 };
const enter = async (person: TestPerson, options: PersonPageOptions = {}): Promise<Page> => {
  const arrived = await browser.open(`${platform.url}/class/${sessionId}`, person, options);
  opened = [...opened, arrived];
  await arrived.page.getByRole('button', { name: /^(进入课堂|Enter the class)$/ }).click(wait);
  await arrived.page.getByRole('region', { name: /^(画面|Pictures)$/ }).waitFor(wait);
  return arrived.page;
};
/** Presses a tool, which is a button of the bar or, where there is little room, an entry of its menu. */
const useTool = async (page: Page, name: RegExp) => {
  const button = page.getByRole('region', { name: /^(课堂控制|Class controls)$/ }).getByRole('button', { name });
  if (await button.isVisible()) return button.click();
  await page.getByRole('button', { name: /^(工具|Tools)$/ }).click();
  await page.getByRole('menuitem', { name }).click();
};
const canvas = (page: Page) => page.getByRole('application', { name: /^(白板第|Whiteboard, page)/ });
const tools = (page: Page) => canvas(page).locator('.App-toolbar, .App-bottom-bar').first();
/** Draws a line with the pen, across the middle of the board. */
const draw = async (page: Page) => {
  // The pen is taken up by itself once the board has loaded.
  await canvas(page)
    .locator('[data-testid="toolbar-freedraw"]:checked')
    .waitFor({ ...wait, state: 'attached' });
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error('The board has no place.');
  const at = (part: number) => ({ x: box.x + box.width * (0.4 + part / 5), y: box.y + box.height * (0.5 + part / 8) });
  await page.mouse.move(at(0).x, at(0).y);
  await page.mouse.down();
  for (let part = 0.1; part <= 1; part += 0.1) await page.mouse.move(at(part).x, at(part).y);
  await page.mouse.up();
};
/** How many things the server holds on each page. */
const held = async (): Promise<number[]> => {
  const { documentId } = await world.people.rear.call(getClassBoard, { params: { sessionId } });
  if (documentId === null) return [];
  return platform.documents.read(documentId, (doc) => listPages(doc).map(({ elements }) => elements.size));
};
/** Whether something is drawn where a page's sheet is: pixels of the board that are not white. */
const isDrawnOn = (page: Page) =>
  canvas(page)
    .locator('canvas.static')
    .evaluate((element: HTMLCanvasElement) => {
      const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? { data: [] };
      return data.some((value, index) => index % 4 === 3 && value > 0);
    });

describe('the board in a class', () => {
  it('is drawn on by who may, and seen by everybody', async () => {
    const { rear, recipient, observer } = world.people;
    const lead = await enter(rear);
    const local = await enter(recipient, { locale: 'en-GB' });
    const watching = await enter(observer, { width: 360, height: 720, colourScheme: 'dark' });
    await useTool(lead, /^白板/);
    for (const page of [lead, local, watching]) await canvas(page).waitFor(wait);
    await draw(lead);
    await expect.poll(held, wait).toEqual([1]);
    for (const page of [local, watching]) await expect.poll(() => isDrawnOn(page), wait).toBe(true);
    expect(await tools(watching).isVisible()).toBe(false);
    await draw(local);
    await expect.poll(held, wait).toEqual([2]);
    for (const page of [lead, local, watching]) {
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }

    // The lead takes the pen away: it is gone from the other's page, and given back.
    await lead.getByRole('combobox', { name: '谁能写' }).selectOption('lead');
    await expect.poll(() => tools(local).isVisible(), wait).toBe(false);
    await lead.getByRole('combobox', { name: '谁能写' }).selectOption('teachers');
    await tools(local).waitFor(wait);
  });

  it('has pages at which everybody is, also after a reload, and is kept with the class', async () => {
    const { rear, recipient } = world.people;
    const lead = await enter(rear);
    const local = await enter(recipient, { locale: 'en-GB' });
    await useTool(lead, /^白板/);
    await draw(lead);
    await expect.poll(held, wait).toEqual([1]);
    // A new page is everybody's page, also of who loads the page anew.
    await lead.getByRole('button', { name: '加一页' }).click();
    for (const page of [lead, local]) await page.getByText(/^(第 2 \/ 2 页|Page 2 of 2)$/).waitFor(wait);
    await draw(lead);
    await expect.poll(held, wait).toEqual([1, 1]);
    await local.getByRole('button', { name: 'Previous page' }).click();
    await lead.getByText('第 1 / 2 页').waitFor(wait);
    await local.reload();
    await local.getByRole('button', { name: 'Enter the class' }).click(wait);
    await local.getByText('Page 1 of 2').waitFor(wait);
    await expect.poll(() => isDrawnOn(local), wait).toBe(true);

    await lead.getByRole('button', { name: '收起白板' }).click();
    for (const page of [lead, local]) await expect.poll(() => canvas(page).count(), wait).toBe(0);
    await rear.call(endClassSession, { params: { sessionId } });
    await local.getByRole('button', { name: 'See the whiteboard' }).click(wait);
    await expect.poll(() => isDrawnOn(local), wait).toBe(true);
    expect(await tools(local).isVisible()).toBe(false);
    await expectAccessible(local);
  });

  it('goes on without the line, and brings what was drawn when it is back', async () => {
    const { rear } = world.people;
    const lead = await enter(rear);
    await useTool(lead, /^白板/);
    await tools(lead).waitFor(wait);
    const [person] = opened;
    await person?.context.setOffline(true);
    await lead.getByText('连接断了。您写的会留着，连上后自动补上。').waitFor(wait);
    await draw(lead);
    await person?.context.setOffline(false);
    await expect.poll(held, wait).toEqual([1]);
    expect(await isDrawnOn(lead)).toBe(true);
    // The browser itself reports each attempt that found no network.
    if (person !== undefined) person.complaints.length = 0;
  });
});

describe('slides in a class', () => {
  it('are turned for everybody, a PDF with Chinese letters that it does not hold as well as an image', async () => {
    const { rear, recipient, observer } = world.people;
    await attach(rear, lessonId, { name: '分数.pdf', bytes: pdf(['几分之一', '比大小', '练一练', '小结']) });
    await attach(rear, lessonId, { name: '月饼.png', bytes: png(64, 48) });
    await attach(rear, lessonId, { name: '教案.pptx', bytes: Buffer.from('PK\u0003\u0004') });
    const lead = await enter(rear);
    const local = await enter(recipient, { locale: 'en-GB' });
    const watching = await enter(observer, { width: 360, height: 720, colourScheme: 'dark' });
    const all = [lead, local, watching];
    await useTool(lead, /^课件/);
    expect(await lead.getByRole('button', { name: /教案\.pptx/ }).isDisabled()).toBe(true);
    await expectAccessible(lead);
    await lead.getByRole('button', { name: /展示\s*分数\.pdf/ }).click(wait);
    for (const page of all) await page.getByText('几分之一', { exact: true }).waitFor({ ...wait, state: 'attached' });
    for (const page of all) await page.locator('[data-page="1"] canvas').waitFor(wait);
    await lead.keyboard.press('PageDown');
    for (const page of all) await page.getByText('比大小', { exact: true }).waitFor({ ...wait, state: 'attached' });
    // Either teacher turns; several pages at once arrive as the last of them.
    for (let count = 0; count < 2; count++) await local.getByRole('button', { name: 'Next page' }).click();
    for (const page of all) await page.getByText('小结', { exact: true }).waitFor({ ...wait, state: 'attached' });
    for (const page of [local, watching]) {
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
    // Who comes later sees the page at which the class is.
    await watching.reload();
    await watching.getByRole('button', { name: '进入课堂' }).click(wait);
    await watching.getByText('小结', { exact: true }).waitFor({ ...wait, state: 'attached' });
    await lead.getByRole('button', { name: /展示\s*月饼\.png/ }).click();
    for (const page of all) await page.getByRole('img', { name: '月饼.png' }).waitFor(wait);
    await lead.getByRole('button', { name: '停止展示' }).click();
    for (const page of all) await expect.poll(() => page.getByRole('img', { name: '月饼.png' }).count(), wait).toBe(0);
  });
});
