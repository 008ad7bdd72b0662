import fs from 'node:fs';
import v8 from 'node:v8';
import vm from 'node:vm';
import type { ClassSnapshot } from '../../shared/classroom.ts';
import { audioParameters, until, videoParameters } from '../media/support.ts';
import type { Spectator } from '../support/audience.ts';
import type { TestPlatform } from '../support/platform.ts';
import type { World } from '../support/world.ts';
import { buildClass, openPage, type Page } from './support.ts';

/** What an installation holds when nobody is in class. Memory is in megabytes. */
export interface Footprint {
  rooms: number;
  routers: number;
  transports: number;
  receivers: number;
  /** Open files and sockets of the worker, the media process and this process. */
  handles: number[];
  workerMemory: number;
  mediaMemory: number;
  heap: number;
}

/** Reads it, after everything that can be let go of has been. */
export async function footprint(platform: Pick<TestPlatform, 'media' | 'dataDir'>): Promise<Footprint> {
  const [{ roomIds }, { workers }] = await Promise.all([
    platform.media.request('room.list', {}),
    platform.media.request('worker.list', {}),
  ]);
  const sum = (of: (worker: (typeof workers)[number]) => number) => workers.reduce((total, worker) => total + of(worker), 0);
  const mediaPid = parentOf(workers[0]?.pid ?? 0);
  collectGarbage();
  return {
    rooms: roomIds.length,
    routers: sum(({ routers }) => routers),
    transports: sum(({ transports }) => transports),
    receivers: sum(({ receivers }) => receivers),
    handles: [workers[0]?.pid ?? 0, mediaPid, process.pid].map((pid) => fs.readdirSync(`/proc/${pid}/fd`).length),
    workerMemory: sum(({ pid }) => residentMegabytes(pid)),
    mediaMemory: residentMegabytes(mediaPid),
    heap: process.memoryUsage().heapUsed / 1024 / 1024,
  };
}

/** Somebody comes into a class and sends and receives everything. */
export async function takePart(
  page: Page,
  sessionId: string,
  role: 'lead' | 'local',
  participantId?: string,
): Promise<ClassSnapshot> {
  const snapshot = await page.join(sessionId, role, participantId);
  const { media, participants, self } = snapshot;
  const epoch = page.epoch();
  const { id: transportId } = await page.ask('media:transport', { epoch, direction: 'send' });
  for (const source of ['camera', 'microphone'] as const) {
    const video = source === 'camera';
    const rtpParameters = video ? videoParameters() : audioParameters();
    await page.ask('media:produce', { epoch, transportId, source, kind: video ? 'video' : 'audio', rtpParameters });
  }
  await page.ask('media:transport', { epoch, direction: 'receive' });
  const rtpCapabilities = (media?.routerRtpCapabilities ?? {}) as Record<string, unknown>;
  for (const { id, producers } of participants) {
    if (id === self.participantId) continue;
    for (const { id: producerId } of producers) {
      // Whoever sends may leave at this very moment.
      await page.ask('media:consume', { epoch, producerId, rtpCapabilities }).catch(() => undefined);
    }
  }
  return snapshot;
}

/** A whole class in short: people come, teach, lose their line, come back, leave in every way there is, and the class ends. */
export async function holdClass(platform: TestPlatform, world: World, [teacher, ...people]: readonly Spectator[]): Promise<void> {
  if (teacher === undefined) return;
  const { sessionId } = await buildClass(world);
  const lead = await openPage(platform.url, teacher);
  const { steps } = await takePart(lead, sessionId, 'lead');
  const pages: Page[] = [];
  await Promise.all(
    people.map(async (person, index) => {
      const page = await openPage(platform.url, person);
      pages.push(page);
      const { self } = await takePart(page, sessionId, 'local');
      await page.ask('class:chat', { epoch: page.epoch(), body: `我是第 ${index} 位` });
      if (index % 3 === 0) return void (await page.ask('class:leave', { epoch: page.epoch() }));
      page.drop();
      if (index % 3 === 1) return;
      const again = await openPage(platform.url, person);
      pages.push(again);
      await takePart(again, sessionId, 'local', self.participantId);
    }),
  );
  for (const { id } of steps.slice(0, 3)) await lead.ask('class:step', { epoch: lead.epoch(), stepId: id });
  await lead.ask('class:end', { epoch: lead.epoch() });
  await lead.hears('class:ended');
  for (const page of [lead, ...pages]) page.drop();
  await until('its media is gone', async () => (await platform.media.request('room.list', {})).roomIds.length === 0, 20_000);
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function parentOf(pid: number): number {
  return Number(/PPid:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function collectGarbage(): void {
  v8.setFlagsFromString('--expose_gc');
  (vm.runInNewContext('gc') as () => void)();
}
