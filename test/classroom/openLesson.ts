import { expect } from 'vitest';
import { audioParameters, until, videoParameters } from '../media/support.ts';
import { buildAudience, type Spectator } from '../support/audience.ts';
import { startPlatform } from '../support/platform.ts';
import { buildWorld } from '../support/world.ts';
import { buildClass, createPages, type Page } from './support.ts';

const withinMs = 60_000;

/**
 * Holds an open lesson with so many observers on two workers, each of which is meant to feed so many, and checks that everybody
 * is let in, fed from where there is room, told of everything, and let go of when their access ends.
 */
export async function holdOpenLesson({ observers, capacity }: { observers: number; capacity: number }): Promise<void> {
  const platform = await startPlatform({
    media: true,
    // Nothing connects the transports of this test.
    connectWithinMs: withinMs,
    settings: { MEDIA_WORKERS: '2', MEDIA_RECEIVERS_PER_WORKER: String(capacity) },
  });
  const pages = createPages(() => platform);
  const world = await buildWorld(platform);
  const audience = await buildAudience(platform, world, observers);
  const { sessionId } = await buildClass(world);
  const lead = await pages.open(world.people.rear);
  const { media } = await lead.join(sessionId, 'lead');
  const rtpCapabilities = (media?.routerRtpCapabilities ?? {}) as Record<string, unknown>;
  const enter = async (spectator: Spectator): Promise<Page> => {
    const page = await pages.open(spectator);
    await page.join(sessionId, 'observer');
    return page;
  };
  const ports = new Map<number, number>();
  const openTransport = async (page: Page): Promise<void> => {
    const { iceCandidates } = await page.ask('media:transport', { epoch: page.epoch(), direction: 'receive' });
    const port = (iceCandidates as { port: number }[])[0]?.port ?? 0;
    ports.set(port, (ports.get(port) ?? 0) + 1);
  };
  const watching: Page[] = [];
  for (let at = 0; at < observers; at += 30) {
    watching.push(...(await Promise.all(audience.slice(at, at + 30).map(enter))));
  }
  await Promise.all(watching.map(openTransport));
  expect([...ports.values()].toSorted((a, b) => a - b)).toEqual([observers - capacity, capacity]);
  const { id: transportId } = await lead.ask('media:transport', { epoch: lead.epoch(), direction: 'send' });
  const send = (source: 'camera' | 'microphone') => {
    const kind = source === 'camera' ? 'video' : 'audio';
    const rtpParameters = source === 'camera' ? videoParameters() : audioParameters();
    return lead.ask('media:produce', { epoch: lead.epoch(), transportId, source, kind, rtpParameters });
  };
  const sent = [await send('camera'), await send('microphone')];

  const receive = async (page: Page): Promise<void> => {
    for (const { producerId } of sent) {
      const consumer = await page.ask('media:consume', { epoch: page.epoch(), producerId, rtpCapabilities });
      await page.ask('media:pause-consumer', { epoch: page.epoch(), consumerId: consumer.consumerId, paused: false });
    }
  };
  await Promise.all(watching.slice(-30).map(receive));

  const { participants } = await (await pages.open(world.people.mentor)).join(sessionId, 'observer');
  expect(participants).toHaveLength(observers + 2);
  const [one] = watching;
  const sending = one?.ask('media:transport', { epoch: one.epoch(), direction: 'send' });
  await expect(sending).rejects.toMatchObject({ code: 'forbidden' });
  await lead.ask('class:chat', { epoch: lead.epoch(), body: '大家好' });
  await until(
    'everybody has heard',
    () => watching.every((page) => page.told('class:message').some(({ message }) => message.body === '大家好')),
    withinMs,
  );

  // Someone of the audience whose session ends is out within seconds, however many have to be asked after.
  const last = audience.at(-1);
  await platform.database.db
    .deleteFrom('sessions')
    .where('id', '=', last?.sessionId ?? '')
    .execute();
  await until('the signed-out one is sent away', () => watching.at(-1)?.ended()?.reason === 'signed_out', withinMs);
  const removed = audience.at(-2);
  await platform.database.db
    .updateTable('members')
    .set({ role: 'recipient' })
    .where('account_id', '=', removed?.id ?? '')
    .execute();
  await until('one who may no longer watch is sent away', () => watching.at(-2)?.told('class:moved').length === 1, withinMs);

  await lead.ask('class:leave', { epoch: lead.epoch() });
  const remaining = watching.slice(0, -2);
  await until(
    'everybody knows that nothing is sent any more',
    () => remaining.every((page) => page.told('media:producer-closed').length === sent.length),
    withinMs,
  );
  pages.closeAll();
  await platform.close();
}
