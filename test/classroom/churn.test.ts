import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../media/support.ts';
import { buildAudience, type Spectator } from '../support/audience.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { footprint, holdClass } from './churn.ts';

let platform: TestPlatform;
let world: World;
let people: Spectator[];
beforeAll(async () => {
  platform = await startPlatform({ media: true, graceMs: 300 });
  world = await buildWorld(platform);
  people = await buildAudience(platform, world, 6, 'stationed');
});
afterAll(() => platform.close());

it('leaves no room, router, transport or handle behind when classes have come and gone (D11, ME1.3; at length in churn.soak)', async () => {
  await holdClass(platform, world, people);
  const before = await footprint(platform);
  for (let count = 0; count < 3; count += 1) await holdClass(platform, world, people);
  const empty = { rooms: 0, routers: 0, transports: 0, receivers: 0 };
  await until(
    'everything is let go of',
    async () => {
      const { handles, ...after } = await footprint(platform);
      const [worker = 0, media = 0] = handles;
      const [workerBefore = 0, mediaBefore = 0] = before.handles;
      return (
        Object.entries(empty).every(([name, none]) => after[name as keyof typeof empty] === none) &&
        worker <= workerBefore &&
        media <= mediaBefore
      );
    },
    20_000,
  );
  expect(await footprint(platform)).toMatchObject(empty);
}, 90_000);
