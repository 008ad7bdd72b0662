import fs from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Api } from './api.ts';

export interface PersonPageOptions {
  locale?: 'zh-CN' | 'en-GB';
  width?: number;
  height?: number;
  colourScheme?: 'light' | 'dark';
  /** Lets the page keep the client for when there is no connection; otherwise every test would load all of it once more. */
  keepsClient?: boolean;
}

/** A page of one person in a browser context of its own, with what it complained about. */
export interface PersonPage {
  page: Page;
  context: BrowserContext;
  /** Uncaught errors and console errors of the page; a test that expects some empties this. */
  complaints: string[];
  close: () => Promise<void>;
}

export interface TestBrowser {
  browser: Browser;
  /** Opens a page, signed in as a person when one is given. Errors of the page fail the test when it closes. */
  open: (url: string, person?: Api | null, options?: PersonPageOptions) => Promise<PersonPage>;
  close: () => Promise<void>;
}

const candidates = [process.env['CHROMIUM_BIN'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The devices of a machine, and whether they may be used. Left out: three cameras, three microphones, and every permission given. */
export interface TestDevices {
  cameras?: number;
  /** Whether pages may use no device before a context grants it, as with a person who has not answered, or who said no. */
  asks?: boolean;
}

/** Starts Chromium with a fake camera and microphone (a moving picture and a beep), permissions granted. */
export async function startBrowser({ cameras = 3, asks = false }: TestDevices = {}): Promise<TestBrowser> {
  const executablePath = candidates.find((file) => file !== undefined && fs.existsSync(file));
  if (executablePath === undefined)
    throw new Error('Chromium is not installed: "npm test" installs it on Debian, or set CHROMIUM_BIN.');
  const browser = await chromium.launch({
    executablePath,
    args: [
      `--use-fake-device-for-media-stream=device-count=${cameras}`,
      ...(asks ? [] : ['--use-fake-ui-for-media-stream']),
      '--auto-select-desktop-capture-source=Entire screen',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  return {
    browser,
    open: (url, person = null, options = {}) => openPage(browser, url, person, options),
    close: () => browser.close(),
  };
}

async function openPage(browser: Browser, url: string, person: Api | null, options: PersonPageOptions): Promise<PersonPage> {
  const context = await browser.newContext({
    locale: options.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.colourScheme ?? 'light',
    reducedMotion: 'reduce',
    serviceWorkers: options.keepsClient === true ? 'allow' : 'block',
  });
  if (person !== null) await context.addCookies(toCookies(person.cookie(), url));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    context,
    complaints,
    close: async () => {
      await context.close();
      expect(complaints, `the page of ${url} complained of nothing`).toEqual([]);
    },
  };
}

function toCookies(header: string, url: string) {
  return header
    .split('; ')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: new URL(url).origin, httpOnly: true };
    });
}

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** Runs axe (WCAG 2.0 to 2.2, A and AA, and its best practices) on the page as it stands and expects no violation. */
export async function expectAccessible(page: Page): Promise<void> {
  // Evaluated in the page's own world, past its content policy, as a browser extension would.
  await page.evaluate(axeSource);
  const result = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )) as AxeResult;
  const found = result.violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map((node) => `${node.html} — ${node.failureSummary ?? ''}`),
  }));
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}

/** Whether the page scrolls sideways: nothing may at 360 px. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(view ?? 0);
}
