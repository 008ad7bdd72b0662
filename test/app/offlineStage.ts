import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { listFiles } from '../../shared/files.ts';
import { listThreads } from '../../shared/feedback.ts';
import type { Lesson } from '../../shared/planning.ts';
import { livePlanText } from '../planning/support.ts';
import { startBrowser, type PersonPage, type TestBrowser } from '../support/browser.ts';
import { layLine, type Line } from '../support/line.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';

/** An installation behind a line that can be cut, with a client of its own that may be changed, and people who are new in each test. */
export class OfflineStage {
  clientDir = '';
  platform!: TestPlatform;
  line!: Line;
  world!: World;
  private browser!: TestBrowser;

  constructor() {
    beforeAll(async () => {
      this.clientDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-client-'));
      await fs.cp('dist/client', this.clientDir, { recursive: true });
      this.platform = await startPlatform({ client: this.clientDir });
      this.browser = await startBrowser();
    });
    afterAll(async () => {
      await this.browser.close();
      await this.platform.close();
      await fs.rm(this.clientDir, { recursive: true, force: true });
    });
    beforeEach(async () => {
      this.line = await layLine(this.platform.url);
      this.world = await buildWorld(this.platform);
    });
    afterEach(() => this.line.close());
  }

  /** Opens the client as a person would who has been here before: what opening without a connection needs is kept. */
  async openKept(person: TestPerson, address: string): Promise<PersonPage> {
    const opened = await this.browser.open(`${this.line.url}${address}`, person, { keepsClient: true });
    await opened.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    return opened;
  }

  /** Closes the page and opens the client anew, as after a night with the device switched off. */
  async reopen(opened: PersonPage, address: string): Promise<Page> {
    await opened.page.close();
    const page = await opened.context.newPage();
    await page.goto(`${this.line.url}${address}`);
    return page;
  }

  /** The words of a plan as the server has them. */
  live(lesson: Lesson): Promise<string> {
    return livePlanText(this.platform, lesson);
  }
}

export async function pin(page: Page): Promise<void> {
  await page.getByRole('button', { name: '离线可用' }).click();
  await page.getByRole('button', { name: '已可离线使用' }).waitFor();
}

/**
 * Without a connection the browser itself notes every address that nobody answered, and goes on doing so until the page is gone:
 * what it complained of is looked at afterwards.
 */
export async function closeQuietly({ context, complaints }: PersonPage): Promise<void> {
  await context.close();
  expect(complaints.filter((line) => !/ERR_CONNECTION|ERR_INTERNET|WebSocket|Failed to load resource/.test(line))).toEqual([]);
}

export const sheet = (page: Page) => page.locator('[data-anchor="objectives"] p').first();
export const saved = (page: Page) => page.locator('[data-save-state="saved"]').waitFor({ timeout: 20_000 });
export const threadsOf = async (lesson: Lesson, by: TestPerson) =>
  (await by.call(listThreads, { params: { lessonId: lesson.id } })).items;

export const filesOf = async (lesson: Lesson, by: TestPerson) =>
  (await by.call(listFiles, { params: { lessonId: lesson.id } })).items;

/** Attaches a list of names to the plan. */
export async function attach(page: Page): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: '附件', exact: true }).click(),
  ]);
  await chooser.setFiles({ name: '名单.txt', mimeType: 'text/plain', buffer: Buffer.from('一年级三班') });
}

export async function say(page: Page, label: string, words: string): Promise<void> {
  const box = page.getByRole('textbox', { name: label });
  await box.fill(words);
  await box.press('Control+Enter');
}

/** Everything that this browser keeps which belongs to somebody. */
export const leftBehind = (page: Page) =>
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
