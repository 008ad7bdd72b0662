import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openClassSession } from '../../shared/classroom.ts';
import { signIn } from '../../shared/identity.ts';
import { listLessons } from '../../shared/planning.ts';
import { startEmbeddedPostgres } from '../../server/database/embedded.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';
import { childrenOf, mediaPidOf } from '../../test/media/processes.ts';
import { createApi } from '../../test/support/api.ts';
import { freePort } from '../../test/support/freePort.ts';
import { layMediaLine, type MediaLine } from '../../test/support/mediaLine.ts';
import { openContext, startChromium } from '../line/browsers.ts';

/** A class of two on a server whose parts can be killed; the page of the local teacher is watched. */
export interface Rig {
  local: Page;
  line: MediaLine;
  killWorker: () => void;
  /** Kills the web process without notice and starts the next one at once, as a supervisor does. */
  restartWeb: () => Promise<void>;
  close: () => Promise<void>;
}

/** Run in a page before anything else: keeps the moments at which a picture was presented, on the clock of the day. */
const watchFrames = `
  window.frameTimes = [];
  const seen = new WeakSet();
  new MutationObserver(() => {
    for (const video of document.querySelectorAll('[data-participant] video')) {
      if (seen.has(video) || video.closest('[data-large="true"]') === null) continue;
      seen.add(video);
      const frame = () => {
        window.frameTimes.push(Date.now());
        video.requestVideoFrameCallback(frame);
      };
      video.requestVideoFrameCallback(frame);
    }
  }).observe(document, { childList: true, subtree: true, attributes: true });
`;

export async function startRig(): Promise<Rig> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-recovery-'));
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  const database = await openDatabase({ connection: postgres.connection, durable: false });
  await migrate(database.pool);
  await database.close();
  const [port, mediaPort] = [await freePort(), await freePort()];
  const startWeb = () => startProcess({ connection: postgres.connection, dataDir, port, mediaPort });
  let web = await startWeb();
  const url = `http://localhost:${port}`;
  const enterAs = async (role: string) => {
    const api = createApi(url);
    await api.call(signIn, { body: { email: `${role}@demo.tongke.example`, password: 'tongke-demo' } });
    return api;
  };
  const [lead, local] = [await enterAs('rear'), await enterAs('recipient')];
  const [lesson] = (await lead.call(listLessons)).items;
  if (lesson === undefined) throw new Error('the demo has no lesson');
  const { id } = await lead.call(openClassSession, { params: { lessonId: lesson.id }, body: {} });

  const browser = await startChromium([url]);
  const line = await layMediaLine(mediaPort);
  const enter = async (person: typeof lead, scripts: string[]): Promise<Page> => {
    const context = await openContext(browser, url, person);
    for (const script of scripts) await context.addInitScript(script);
    const page = await context.newPage();
    await page.goto(`${url}/class/${id}`);
    await page.getByRole('button', { name: '进入课堂', exact: true }).click();
    await page.getByRole('region', { name: '画面' }).waitFor();
    return page;
  };
  await enter(lead, []);
  const watched = await enter(local, [line.script, watchFrames]);
  return {
    local: watched,
    line,
    killWorker: () => {
      const [worker] = childrenOf(mediaPidOf(dataDir));
      if (worker !== undefined) process.kill(worker, 'SIGKILL');
    },
    restartWeb: async () => {
      await stop(web, 'SIGKILL');
      web = await startWeb();
    },
    close: async () => {
      await browser.close();
      await line.close();
      await stop(web, 'SIGTERM');
      await postgres.close();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function startProcess(settings: object): Promise<ChildProcess> {
  const script = path.join(import.meta.dirname, 'webServer.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the web process ended with ${code}`)));
  });
  return child;
}

async function stop(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}
