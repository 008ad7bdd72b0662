import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { listDemoPeople } from '../shared/identity.ts';
import { listLessons } from '../shared/planning.ts';

/**
 * Makes the pictures of the README from the demo: the plan, the class and the feedback, in Chinese, as a laptop shows them.
 * Run by `npm run screenshots`, which builds first; needs Chromium.
 */
const out = path.resolve('docs/screenshots');
const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-screenshots-'));
const port = 3900;
const url = `http://localhost:${port}`;

const server = spawn(process.execPath, ['dist/server/main.js'], {
  env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, DEMO: 'true', MEDIA_PORT: '43900', LOG_LEVEL: 'error' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let browser: Browser | undefined;
try {
  await ready(server);
  await fs.mkdir(out, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium',
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--no-sandbox',
      '--disable-background-networking',
    ],
  });
  await pictures(browser);
} finally {
  await browser?.close();
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  await fs.rm(dataDir, { recursive: true, force: true });
}

async function pictures(chrome: Browser): Promise<void> {
  const lead = await enter(chrome, 'rear');
  const lessons = (await lead.evaluate((address) => fetch(address).then((answer) => answer.json()), listLessons.path)) as {
    items: { id: string; state: string }[];
  };
  const withFeedback = lessons.items.find(({ state }) => state === 'taught');
  const toTeach = lessons.items.find(({ state }) => state === 'final');
  if (withFeedback === undefined || toTeach === undefined) throw new Error('The demo lacks a taught or a final lesson.');

  await lead.goto(`${url}/lessons/${toTeach.id}`);
  await lead.locator('.ProseMirror').waitFor();
  await lead
    .getByRole('link', { name: '教学过程' })
    .or(lead.getByRole('button', { name: '教学过程' }))
    .first()
    .click();
  await lead.waitForTimeout(1_500);
  await lead.screenshot({ path: path.join(out, 'plan.png') });

  const opened = (await lead.evaluate(
    (lessonId) =>
      fetch(`/api/lessons/${lessonId}/class-sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      }).then((answer) => answer.json()),
    toTeach.id,
  )) as { id: string };
  const local = await enter(chrome, 'recipient');
  for (const page of [lead, local]) {
    await page.goto(`${url}/class/${opened.id}`);
    await page.getByRole('button', { name: '进入课堂' }).click();
  }
  await lead.locator('video').nth(1).waitFor();
  await lead.getByRole('button', { name: '开始第一步' }).click();
  await lead.waitForTimeout(4_000);
  await lead.screenshot({ path: path.join(out, 'class.png') });

  const mentor = await enter(chrome, 'mentor');
  await mentor.goto(`${url}/lessons/${withFeedback.id}`);
  await mentor.locator('[data-feedback-thread]').first().click();
  await mentor.waitForTimeout(1_500);
  await mentor.screenshot({ path: path.join(out, 'feedback.png') });
}

/** A page of one of the demo's people, in a context of their own. */
async function enter(chrome: Browser, role: string): Promise<Page> {
  const context = await chrome.newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(
    async ([people, wanted]) => {
      const { items } = (await (await fetch(String(people))).json()) as { items: { id: string; role: string }[] };
      const body = JSON.stringify({ personId: items.find((person) => person.role === wanted)?.id });
      await fetch('/api/demo/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    },
    [listDemoPeople.path, role],
  );
  return page;
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes(String(port))) resolve();
    });
  });
}
