import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { audioParameters, until } from '../media/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { buildClass, createPages, type Page } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform({ media: true });
  world = await buildWorld(platform);
});
afterEach(() => pages.closeAll());
afterAll(() => platform.close());

const speak = async (page: Page) => {
  const { id: transportId } = await page.ask('media:transport', { epoch: page.epoch(), direction: 'send' });
  const voice = { source: 'microphone', kind: 'audio', rtpParameters: audioParameters() } as const;
  return page.ask('media:produce', { epoch: page.epoch(), transportId, ...voice });
};
const codes = (answers: PromiseSettledResult<unknown>[]) =>
  answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as { code: string }).code] : []));

describe('one account', () => {
  it('gets no more transports by being in many classes, coming in again and again: others still join and send (M04, ME3.2)', async () => {
    const greedy = await world.addPerson('rear');
    const classes = await Promise.all(Array.from({ length: 6 }, () => buildClass(world)));
    let granted = 0;
    for (let round = 0; round < 3; round += 1) {
      for (const { sessionId } of classes) {
        const page = await pages.open(greedy);
        await page.join(sessionId, 'lead');
        const asked = Array.from({ length: 12 }, (_none, index) =>
          page.ask('media:transport', { epoch: page.epoch(), direction: index % 2 === 0 ? 'send' : 'receive' }),
        );
        const answers = await Promise.allSettled(asked);
        granted += answers.filter(({ status }) => status === 'fulfilled').length;
        expect(new Set(codes(answers)).size).toBeLessThanOrEqual(1);
      }
    }
    // 216 were asked for; the burst is 40, and a slow machine may earn a few more meanwhile.
    expect(granted).toBeLessThan(80);
    const modest = await pages.open(world.people.recipient);
    await modest.join(classes[0]?.sessionId ?? '', 'local');
    await speak(modest);
  });

  it('cannot make a class deaf with what everybody is told; others are heard meanwhile (ME3.4)', async () => {
    const { sessionId } = await buildClass(world);
    const loud = await pages.open(world.people.rear);
    const local = await pages.open(world.people.recipient);
    await loud.join(sessionId, 'lead');
    await local.join(sessionId, 'local');
    const { producerId } = await speak(loud);
    const asked = Array.from({ length: 150 }, (_none, index) =>
      index % 2 === 0
        ? loud.ask('media:pause-producer', { epoch: loud.epoch(), producerId, paused: index % 4 === 0 })
        : loud.ask('class:chat', { epoch: loud.epoch(), body: `第 ${index} 句` }),
    );
    const answers = await Promise.allSettled(asked);
    expect(new Set(codes(answers))).toEqual(new Set(['too_many_requests']));
    expect(codes(answers).length).toBeGreaterThan(50);
    await local.ask('class:chat', { epoch: local.epoch(), body: '我在' });
    await loud.hears('class:message', ({ message }) => message.body === '我在');
    await wait(1_000);
    await loud.ask('class:chat', { epoch: loud.epoch(), body: '现在可以了' });
  });

  it('has a share of requests and sockets, however many pages it opens (ME3.3)', async () => {
    const { sessionId } = await buildClass(world);
    const many = await world.addPerson('rear');
    const opened = await Promise.all(Array.from({ length: 50 }, () => pages.open(many)));
    const asked = opened.flatMap((page) => Array.from({ length: 30 }, () => page.send('class:chat', { epoch: 1, body: '?' })));
    const answers = await Promise.all(asked);
    const refused = answers.filter((answer) => !answer.ok && answer.error.code === 'too_many_requests');
    expect(refused.length).toBeGreaterThan(300);
    const surplus = await pages.open(many);
    await until('one too many is sent away', () =>
      surplus.send('class:chat', { epoch: 1, body: '?' }).then(
        () => false,
        () => true,
      ),
    );
    opened[0]?.drop();
    const other = await pages.open(world.people.recipient);
    await other.join(sessionId, 'local');
    await until('a place is free again', async () => {
      const page = await pages.open(many);
      return page.join(sessionId, 'lead').then(
        () => true,
        () => false,
      );
    });
  });
});
