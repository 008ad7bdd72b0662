import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { chromium, type Browser, type Locator } from 'playwright-core';
import { serveBarePage } from './typing/barePage.ts';
import { typeAndMeasure, watchPaints } from './typing/inputToPaint.ts';
import { serveLongPlan, wordsOfPlan } from './typing/longPlan.ts';

const steps = 300;
const people = 10;
/** How often each side is measured, in turn, so that a machine that grows slower or faster meets both. */
const rounds = 2;
const characters = 80;

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const plan = await serveLongPlan(steps);
const bare = await serveBarePage(wordsOfPlan(steps));
const ours: number[] = [];
const alone: number[] = [];
const peer: number[] = [];
const openings: number[] = [];
let typed = 0;
for (let round = 0; round < rounds; round += 1) {
  peer.push(...(await measureBare(browser)));
  alone.push(...(await measurePlan(browser)));
  const others = await startOthers();
  ours.push(...(await measurePlan(browser)));
  typed += await stopOthers(others);
}
console.log(`Typing in a plan of ${steps} steps, from key press to paint:`);
for (const [name, delays] of [
  [`ours, ${people} others typing`, ours],
  ['ours, nobody else typing', alone],
  ['bare Tiptap editor with the same words, nobody else', peer],
] as const) {
  const [p50, p95] = [quantile(delays, 0.5), quantile(delays, 0.95)];
  console.log(`  ${name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (${delays.length} characters)`);
}
console.log(`  opening it until all steps are there: ${quantile(openings, 0.5).toFixed(0)} ms (median of ${openings.length})`);
console.log(`  aim: p95 at most 50 ms with ${people} others typing; the others typed ${typed} characters meanwhile`);
await browser.close();
await plan.close();
bare.close();

async function measurePlan(from: Browser): Promise<number[]> {
  const context = await from.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
  const cookies = plan.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: plan.origin, httpOnly: true };
  });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await watchPaints(page);
  const started = performance.now();
  await page.goto(plan.page);
  await page.locator('[data-anchor="reflection"]').waitFor({ timeout: 120_000 });
  // The last step is there when all are.
  const places = page.locator('[data-part="students"] p');
  await places.nth(steps - 1).waitFor({ state: 'attached', timeout: 120_000 });
  openings.push(performance.now() - started);
  await putCursor(places.nth(Math.floor(steps / 2)));
  const delays = await typeAndMeasure(page, characters);
  await context.close();
  return delays;
}

async function measureBare(from: Browser): Promise<number[]> {
  const context = await from.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await watchPaints(page);
  await page.goto(bare.page);
  await putCursor(page.locator('.ProseMirror p').nth(Math.floor(steps * 4.5)));
  const delays = await typeAndMeasure(page, characters);
  await context.close();
  return delays;
}

/** Puts the cursor at the end of a paragraph; a click may miss while others make lines longer. */
function putCursor(paragraph: Locator): Promise<void> {
  return paragraph.evaluate((element) => {
    element.scrollIntoView({ block: 'center' });
    element.closest<HTMLElement>('.ProseMirror')?.focus();
    getSelection()?.selectAllChildren(element);
    getSelection()?.collapseToEnd();
  });
}

async function startOthers(): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, 'typing', 'others.ts'), { execArgv: ['--import', 'tsx'] });
  child.send({ url: plan.origin, documentId: plan.documentId, cookie: plan.cookie, people, every: 250 });
  await new Promise<void>((resolve) => child.once('message', () => resolve()));
  return child;
}

async function stopOthers(child: ChildProcess): Promise<number> {
  const answer = new Promise<number>((resolve) => child.once('message', (count) => resolve(Number(count))));
  child.send('stop');
  return answer;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
