import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { buildClass, createPages } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterEach(() => pages.closeAll());
afterAll(() => platform.close());

describe('a page that comes back', () => {
  it('keeps its place as often as it likes, also when an answer was lost on the way', async () => {
    const { sessionId } = await buildClass(world);
    const joining = { sessionId, role: 'local', page: 'the-first-page' } as const;
    const { self } = await (await pages.open(world.people.recipient)).ask('class:join', joining);
    for (let times = 0; times < 3; times += 1) {
      const again = await pages.open(world.people.recipient);
      const back = await again.ask('class:join', { ...joining, participantId: self.participantId });
      expect(back.self.participantId).toBe(self.participantId);
      expect(back.participants).toHaveLength(1);
    }
  });

  it('is refused when a newer page has taken its place meanwhile, and disturbs it in nothing (SPEC 2.3, C1.7)', async () => {
    const { sessionId } = await buildClass(world);
    const older = await pages.open(world.people.recipient);
    const { self } = await older.ask('class:join', { sessionId, role: 'local', page: 'the-older-page' });
    older.drop();
    const newer = await pages.open(world.people.recipient);
    const taken = await newer.ask('class:join', { sessionId, role: 'local', page: 'the-newer-page' });
    const returning = await pages.open(world.people.recipient);
    const back = returning.ask('class:join', {
      sessionId,
      role: 'local',
      page: 'the-older-page',
      participantId: self.participantId,
    });
    await expect(back).rejects.toMatchObject({ code: 'stale_epoch' });
    expect(newer.told('class:moved')).toEqual([]);
    await newer.ask('class:chat', { epoch: taken.self.epoch, body: '还在上课' });
  });
});
