import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endClassSession } from '../../shared/classroom.ts';
import { until } from '../media/support.ts';
import { buildAudience, type Spectator } from '../support/audience.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { footprint, holdClass, takePart, type Footprint } from './churn.ts';
import { buildClass, openPage } from './support.ts';

const joins = Number(process.env['SOAK_ROUNDS'] ?? 1_000);
const minutes = Number(process.env['SOAK_MINUTES'] ?? 10);
const nothing = { rooms: 0, routers: 0, transports: 0, receivers: 0 };

let platform: TestPlatform;
let world: World;
let people: Spectator[];
beforeAll(async () => {
  platform = await startPlatform({ media: true, graceMs: 300, settings: { MEDIA_WORKERS: '1' } });
  world = await buildWorld(platform);
  people = await buildAudience(platform, world, 60, 'stationed');
});
afterAll(() => platform.close());

const settled = async (): Promise<Footprint> => {
  await until(
    'everything is let go of',
    async () => {
      const { rooms, routers, transports, receivers } = await footprint(platform);
      return rooms + routers + transports + receivers === 0;
    },
    30_000,
  );
  return footprint(platform);
};
const show = (what: string, { handles, workerMemory, mediaMemory, heap }: Footprint) =>
  process.stdout.write(
    `  ${what}: worker ${workerMemory.toFixed(1)} MB, media process ${mediaMemory.toFixed(1)} MB, heap ${heap.toFixed(1)} MB, handles ${handles.join('/')}\n`,
  );

it(`leaves no transport, handle or megabyte behind after ${joins} joins and leaves (D11)`, async () => {
  const { sessionId } = await buildClass(world);
  const lead = await openPage(platform.url, world.people.rear);
  await takePart(lead, sessionId, 'lead');
  const comeAndGo = async (count: number) => {
    for (let done = 0; done < count; done += 10) {
      await Promise.all(
        Array.from({ length: 10 }, async (_none, index) => {
          const person = people[(done + index) % people.length];
          if (person === undefined) return;
          const page = await openPage(platform.url, person);
          await takePart(page, sessionId, 'local');
          if (index % 2 === 0) await page.ask('class:leave', { epoch: page.epoch() });
          page.drop();
        }),
      );
      await until('they have left', async () => (await seated(sessionId)) === 1, 20_000);
    }
  };
  // The first thousand also fill what a process keeps for use again; what grows with the second is left behind.
  await comeAndGo(joins);
  const before = await footprint(platform);
  show(`after ${joins} to warm up`, before);
  await comeAndGo(joins);
  await until('their transports are gone', async () => (await footprint(platform)).receivers <= before.receivers, 30_000);
  const after = await footprint(platform);
  show(`after ${joins} more`, after);
  expect(after.transports).toBeLessThanOrEqual(before.transports);
  expect(after.routers).toBe(1);
  expect(after.handles[0]).toBeLessThanOrEqual(before.handles[0] ?? 0);
  expect(after.handles[1]).toBeLessThanOrEqual(before.handles[1] ?? 0);
  expect(after.workerMemory - before.workerMemory).toBeLessThan(10);
  expect(after.mediaMemory - before.mediaMemory).toBeLessThan(30);
  expect(after.heap - before.heap).toBeLessThan(15);
  await world.people.rear.call(endClassSession, { params: { sessionId } });
  lead.drop();
  expect(await settled()).toMatchObject(nothing);
});

it(
  `keeps its memory flat over ${minutes} minutes of classes that come and go (D11)`,
  { timeout: (minutes + 5) * 60_000 },
  async () => {
    const samples: Footprint[] = [];
    const end = performance.now() + minutes * 60_000;
    for (let count = 0; performance.now() < end; count += 1) {
      const from = (count * 8) % people.length;
      await holdClass(platform, world, people.slice(from, from + 8));
      await wait(500);
      if (count % 5 !== 0) continue;
      samples.push(await settled());
      if (count % 25 === 0) show(`after ${count + 1} classes`, samples.at(-1) as Footprint);
    }
    show('at the end', samples.at(-1) as Footprint);
    const third = Math.floor(samples.length / 3);
    const median = (values: Footprint[], of: (one: Footprint) => number) =>
      values.map(of).toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
    for (const [name, of, most] of [
      ['the worker', (one: Footprint) => one.workerMemory, 8],
      ['the media process', (one: Footprint) => one.mediaMemory, 20],
      ['the heap', (one: Footprint) => one.heap, 12],
      ['handles of the worker', (one: Footprint) => one.handles[0] ?? 0, 1],
      ['handles of the media process', (one: Footprint) => one.handles[1] ?? 0, 1],
    ] as const) {
      const [middle, last] = [median(samples.slice(third, 2 * third), of), median(samples.slice(2 * third), of)];
      expect(last - middle, `${name}: ${middle.toFixed(1)} in the middle, ${last.toFixed(1)} at the end`).toBeLessThan(most);
    }
  },
);

async function seated(sessionId: string): Promise<number> {
  const { count } = await platform.database.db
    .selectFrom('attendance')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('session_id', '=', sessionId)
    .where('present_since', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
