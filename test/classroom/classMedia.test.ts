import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getClassSession, MediaSource, type ClassRole } from '../../shared/classroom.ts';
import { signOut } from '../../shared/identity.ts';
import { updateMember } from '../../shared/programme.ts';
import { childrenOf, mediaPidOf } from '../media/processes.ts';
import { audioParameters, dtlsParameters, videoParameters } from '../media/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildClass, createPages, type Page } from './support.ts';

const graceMs = 2_000;
let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform({ media: true, graceMs });
});
// People of their own for each test: what one account may ask for is limited over all its classes (ME3.4).
beforeEach(async () => {
  world = await buildWorld(platform);
});
afterEach(() => pages.closeAll());
afterAll(() => platform.close());

const join = async (sessionId: string, person: TestPerson, role: ClassRole, participantId?: string) => {
  const page = await pages.open(person);
  return { page, snapshot: await page.join(sessionId, role, participantId) };
};
const openTransport = async (page: Page, direction: 'send' | 'receive' = 'send') =>
  (await page.ask('media:transport', { epoch: page.epoch(), direction })).id;
const produce = async (page: Page, source: MediaSource, transportId: string) => {
  const kind = source.startsWith('camera') || source === 'screen' ? 'video' : 'audio';
  const rtpParameters = kind === 'video' ? videoParameters() : audioParameters();
  return (await page.ask('media:produce', { epoch: page.epoch(), transportId, source, kind, rtpParameters })).producerId;
};
const send = async (page: Page, source: MediaSource = 'camera') => {
  const transportId = await openTransport(page);
  return { transportId, producerId: await produce(page, source, transportId) };
};
/** A class with a lead who sends a camera and a local teacher who receives it. */
const teach = async () => {
  const { sessionId } = await buildClass(world);
  const lead = await join(sessionId, world.people.rear, 'lead');
  const local = await join(sessionId, world.people.recipient, 'local');
  const sent = await send(lead.page);
  return { sessionId, lead, local, sent };
};
const capabilitiesOf = ({ media }: Awaited<ReturnType<typeof join>>['snapshot']) =>
  (media?.routerRtpCapabilities ?? {}) as Record<string, unknown>;

describe('the look at the line before class', () => {
  it('is a room of one’s own, one at a time, and nobody else’s to use (J6.1, J6.2)', async () => {
    const { rear, recipient } = world.people;
    const first = await pages.open(rear);
    const stranger = await pages.open(recipient);
    expect(await first.send('check:open', {})).toMatchObject({ ok: true, value: { transport: { iceCandidates: [{}, {}] } } });
    const produce = (page: Page) => page.send('check:produce', { kind: 'video', rtpParameters: videoParameters() });
    expect(await produce(first)).toMatchObject({ ok: true });
    const nothing = { ok: false, error: { code: 'not_found' } };
    expect(await produce(stranger)).toMatchObject(nothing);
    const second = await pages.open(rear);
    expect(await second.send('check:open', {})).toMatchObject({ ok: true });
    expect(await produce(first)).toMatchObject(nothing);
    expect(await produce(second)).toMatchObject({ ok: true });
    await second.send('check:close', {});
    expect(await produce(second)).toMatchObject(nothing);
  });
});

describe('media in class', () => {
  it('gives who comes in what the others send, with the answer, and says beforehand what there is to play (SPEC 6.8)', async () => {
    const { sessionId, lead, sent } = await teach();
    const voice = await produce(lead.page, 'microphone', sent.transportId);
    const { media } = await world.people.mentor.call(getClassSession, { params: { sessionId } });
    const rtpCapabilities = media?.routerRtpCapabilities as Record<string, unknown>;
    const page = await pages.open(world.people.mentor);
    const { self, receiving } = await page.ask('class:join', { sessionId, role: 'observer', receive: { rtpCapabilities } });
    expect(receiving?.transport.iceCandidates).toHaveLength(2);
    expect(new Set(receiving?.consumers.map(({ producerId }) => producerId))).toEqual(new Set([sent.producerId, voice]));
    const [consumer] = receiving?.consumers ?? [];
    const own = { epoch: self.epoch, consumerId: consumer?.consumerId ?? '' };
    expect(await page.send('media:pause-consumer', { ...own, paused: false })).toMatchObject({ ok: true });
    // It is the page's transport like any other: the next join of this page knows it.
    const again = await page.ask('class:join', { sessionId, role: 'observer', participantId: self.participantId });
    expect(again.self.transports).toEqual([receiving?.transport.id]);
    expect(again.receiving).toBeNull();
  });

  it('gives nothing with the answer where nobody sends anything, and none of it to a browser that can play none (SPEC 6.8)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await join(sessionId, world.people.rear, 'lead');
    const rtpCapabilities = capabilitiesOf(lead.snapshot);
    const page = await pages.open(world.people.mentor);
    const receive = { rtpCapabilities };
    expect(await page.ask('class:join', { sessionId, role: 'observer', receive })).toMatchObject({ receiving: null });
    await send(lead.page);
    const unable = await page.ask('class:join', { sessionId, role: 'observer', receive: { rtpCapabilities: {} } });
    expect(unable.receiving).toMatchObject({ consumers: [] });
  });

  it('lets the lead teacher mute somebody, who is told and may speak again; nobody else may mute (J3.1)', async () => {
    const { sessionId, lead, local } = await teach();
    const { producerId } = await send(local.page, 'microphone');
    const { participantId } = local.snapshot.self;
    const heard = (paused: boolean) =>
      lead.page.hears(
        'class:participant',
        ({ participant: { id, producers } }) =>
          id === participantId && producers.some((producer) => producer.id === producerId && producer.paused === paused),
      );
    await heard(false);
    const observer = await join(sessionId, world.people.mentor, 'observer');
    for (const page of [observer.page, local.page]) {
      const asked = page.ask('class:mute', { epoch: page.epoch(), participantId });
      await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
    }
    await lead.page.ask('class:mute', { epoch: lead.page.epoch(), participantId });
    await heard(true);
    expect(await local.page.hears('class:muted')).toMatchObject({ by: { id: world.people.rear.id } });
    await local.page.ask('media:pause-producer', { epoch: local.page.epoch(), producerId, paused: false });
    const own = { epoch: lead.page.epoch(), participantId: lead.snapshot.self.participantId };
    await expect(lead.page.ask('class:mute', own)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('shows everybody what is sent, lets them receive it, and tells when it is paused or closed (SPEC 6.7)', async () => {
    const { lead, local, sent } = await teach();
    expect(lead.snapshot.mediaMissing).toBeNull();
    const { participant } = await local.page.hears('class:participant', ({ participant: { producers } }) => producers.length > 0);
    expect(participant).toMatchObject({ role: 'lead', producers: [{ id: sent.producerId, source: 'camera', paused: false }] });

    const epoch = local.page.epoch();
    const rtpCapabilities = capabilitiesOf(local.snapshot);
    await openTransport(local.page, 'receive');
    const consumer = await local.page.ask('media:consume', { epoch, producerId: sent.producerId, rtpCapabilities });
    expect(consumer).toMatchObject({ kind: 'video', producerId: sent.producerId });
    await local.page.ask('media:pause-consumer', { epoch, consumerId: consumer.consumerId, paused: false });
    await local.page.ask('media:prefer-layers', { epoch, consumerId: consumer.consumerId, spatialLayer: 1 });

    await lead.page.ask('media:pause-producer', { epoch: lead.page.epoch(), producerId: sent.producerId, paused: true });
    await local.page.hears('class:participant', ({ participant: { producers } }) => producers[0]?.paused === true);
    await lead.page.ask('media:close-producer', { epoch: lead.page.epoch(), producerId: sent.producerId });
    await local.page.hears('media:producer-closed', ({ producerId }) => producerId === sent.producerId);
    await local.page.hears('media:consumer-closed', ({ consumerId }) => consumerId === consumer.consumerId);
    const late = await join(lead.snapshot.session.id, world.people.mentor, 'observer');
    expect(late.snapshot.participants.every(({ producers }) => producers.length === 0)).toBe(true);
  });

  it('lets nobody send what their role does not send, by any path: an observer nothing (M01, SPEC 1.3)', async () => {
    const { sessionId } = await buildClass(world);
    const { page } = await join(sessionId, world.people.observer, 'observer');
    const epoch = page.epoch();
    await expect(page.ask('media:transport', { epoch, direction: 'send' })).rejects.toMatchObject({ code: 'forbidden' });
    const transportId = await openTransport(page, 'receive');
    for (const source of MediaSource.options) {
      await expect(produce(page, source, transportId)).rejects.toMatchObject({ code: 'forbidden' });
    }
    const device = await join(sessionId, world.people.recipient, 'device');
    const { transportId: sending } = await send(device.page);
    await expect(produce(device.page, 'screen', sending)).rejects.toMatchObject({ code: 'forbidden' });
    await produce(device.page, 'microphone', sending);
    const asMicrophone = device.page.ask('media:produce', {
      epoch: device.page.epoch(),
      transportId: sending,
      source: 'microphone',
      kind: 'video',
      rtpParameters: videoParameters(),
    });
    await expect(asMicrophone).rejects.toMatchObject({ code: 'wrong_kind' });
  });

  it('finds no transport, producer or consumer of another class or another person (M02, SPEC 1.4)', async () => {
    const { lead, local, sent } = await teach();
    await openTransport(local.page, 'receive');
    const { consumerId } = await local.page.ask('media:consume', {
      epoch: local.page.epoch(),
      producerId: sent.producerId,
      rtpCapabilities: capabilitiesOf(local.snapshot),
    });
    const foreign = await buildClass(world);
    const stranger = await join(foreign.sessionId, world.people.stationed, 'local');
    await openTransport(stranger.page, 'receive');
    for (const { page } of [stranger, local]) {
      const own = { epoch: page.epoch() };
      const { transportId, producerId } = sent;
      const tries = [
        page.ask('media:connect', { ...own, transportId, dtlsParameters }),
        page.ask('media:restart-ice', { ...own, transportId }),
        page.ask('media:produce', { ...own, transportId, source: 'camera', kind: 'video', rtpParameters: videoParameters() }),
        page.ask('media:pause-producer', { ...own, producerId, paused: true }),
        page.ask('media:close-producer', { ...own, producerId }),
      ];
      for (const one of await Promise.allSettled(tries))
        expect(one).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
    }
    for (const { page } of [stranger, lead]) {
      const own = { epoch: page.epoch(), consumerId };
      await expect(page.ask('media:pause-consumer', { ...own, paused: true })).rejects.toMatchObject({ code: 'not_found' });
      await expect(page.ask('media:prefer-layers', { ...own, spatialLayer: 0 })).rejects.toMatchObject({ code: 'not_found' });
    }
    const rtpCapabilities = capabilitiesOf(stranger.snapshot);
    const consuming = stranger.page.ask('media:consume', {
      epoch: stranger.page.epoch(),
      producerId: sent.producerId,
      rtpCapabilities,
    });
    await expect(consuming).rejects.toMatchObject({ code: 'cannot_consume' });
  });

  it('keeps what a page sends while its connection is lost, and tells it then and after how much anybody watches (SPEC 2.5, ME4.5)', async () => {
    const { sessionId, lead, local, sent } = await teach();
    expect(lead.snapshot.self.wanted).toEqual([]);
    expect(await lead.page.hears('media:wanted')).toEqual({ producerId: sent.producerId, layer: -1 });
    expect(local.page.told('media:wanted')).toEqual([]);
    lead.page.drop();
    const { participantId } = lead.snapshot.self;
    await local.page.hears('class:participant', ({ participant }) => participant.id === participantId && participant.away);
    const back = await join(sessionId, world.people.rear, 'lead', participantId);
    expect(back.snapshot.self.wanted).toEqual([{ producerId: sent.producerId, layer: -1 }]);
    await openTransport(local.page, 'receive');
    const rtpCapabilities = capabilitiesOf(local.snapshot);
    await local.page.ask('media:consume', { epoch: local.page.epoch(), producerId: sent.producerId, rtpCapabilities });
    expect(await back.page.hears('media:wanted')).toEqual({ producerId: sent.producerId, layer: 0 });
    expect(back.snapshot.self.transports).toEqual([sent.transportId]);
    expect(back.snapshot.participants.find(({ id }) => id === participantId)?.producers).toMatchObject([{ id: sent.producerId }]);
    await back.page.ask('media:restart-ice', { epoch: back.page.epoch(), transportId: sent.transportId });
    expect(local.page.told('media:producer-closed')).toEqual([]);
  });

  it('closes what an older page sent when a new page of the same person enters: nobody sees both (SPEC 2.5)', async () => {
    const { sessionId, lead, local, sent } = await teach();
    const newer = await join(sessionId, world.people.rear, 'lead');
    await local.page.hears('media:producer-closed', ({ producerId }) => producerId === sent.producerId);
    expect(newer.snapshot.self.transports).toEqual([]);
    expect(newer.snapshot.participants.flatMap(({ producers }) => producers)).toEqual([]);
    const stale = lead.page.ask('media:restart-ice', { epoch: lead.page.epoch(), transportId: sent.transportId });
    await expect(stale).rejects.toMatchObject({ code: 'not_in_class' });
    await send(newer.page);
  });

  it('closes what someone sends when they leave, are gone for good, or lose their access (S05, SPEC 5.1)', async () => {
    const { sessionId } = await buildClass(world);
    const watcher = await join(sessionId, world.people.mentor, 'observer');
    const { coordinator } = world.people;
    const ways: ((person: TestPerson, page: Page) => unknown)[] = [
      (_person, page) => page.ask('class:leave', { epoch: page.epoch() }),
      (_person, page) => page.drop(),
      (person) => person.call(signOut),
      (person) => coordinator.call(updateMember, { params: { memberId: person.memberId }, body: { role: 'observer' } }),
      (person) => coordinator.call(updateMember, { params: { memberId: person.memberId }, body: { endsOn: '2020-01-02' } }),
    ];
    for (const end of ways) {
      const person = await world.addPerson('recipient');
      const { page } = await join(sessionId, person, 'local');
      const { producerId } = await send(page);
      const started = performance.now();
      await end(person, page);
      await watcher.page.hears('media:producer-closed', (closed) => closed.producerId === producerId);
      expect(performance.now() - started).toBeLessThan(5_000);
      page.drop();
    }
  });

  it('caps the transports of one person while others still join (M04, SPEC 6.5)', async () => {
    const { sessionId } = await buildClass(world);
    const greedy = await join(sessionId, world.people.rear, 'lead');
    const asked = Array.from({ length: 100 }, () =>
      greedy.page.ask('media:transport', { epoch: greedy.page.epoch(), direction: 'send' }),
    );
    const answers = await Promise.allSettled(asked);
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(20);
    const { self } = await greedy.page.join(sessionId, 'lead', greedy.snapshot.self.participantId);
    expect(self.transports.length).toBeLessThanOrEqual(1);
    await send((await join(sessionId, world.people.recipient, 'local')).page);
  });

  it('closes the media of an ended class', async () => {
    const { sessionId, lead, local, sent } = await teach();
    const before = openFiles();
    await lead.page.ask('class:end', { epoch: lead.page.epoch() });
    await local.page.hears('class:ended', (payload) => payload.sessionId === sessionId);
    const late = lead.page.ask('media:restart-ice', { epoch: lead.page.epoch(), transportId: sent.transportId });
    await expect(late).rejects.toMatchObject({ code: 'not_in_class' });
    expect(openFiles()).toBeLessThanOrEqual(before);
  });
});

describe('when media fails', () => {
  it('resets the media of a class whose worker was killed; chat, step and seats stay (M05, SPEC 6.3)', async () => {
    const { lead, local, sent } = await teach();
    const [worker] = childrenOf(mediaPid());
    const started = performance.now();
    process.kill(worker ?? 0, 'SIGKILL');
    const { media } = await local.page.hears('media:reset', (reset) => reset.media !== null);
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(media?.epoch).toBeGreaterThan(local.snapshot.media?.epoch ?? Infinity);
    await lead.page.hears('media:reset');
    expect(local.page.told('class:left')).toEqual([]);
    const again = await send(lead.page);
    expect(again.producerId).not.toBe(sent.producerId);
    await openTransport(local.page, 'receive');
    await local.page.ask('media:consume', {
      epoch: local.page.epoch(),
      producerId: again.producerId,
      rtpCapabilities: (media?.routerRtpCapabilities ?? {}) as Record<string, unknown>,
    });
    await local.page.ask('class:chat', { epoch: local.page.epoch(), body: '又看到了' });
  });

  it('goes on without pictures while the media process is gone, and gets them back (SPEC 6.4)', async () => {
    const { lead, local } = await teach();
    process.kill(mediaPid(), 'SIGKILL');
    expect(await local.page.hears('media:reset')).toEqual({ media: null, mediaMissing: 'media_starting' });
    await local.page.ask('class:chat', { epoch: local.page.epoch(), body: '画面断了' });
    await lead.page.hears('media:reset', ({ media }) => media !== null);
    await send(lead.page);
    await local.page.hears(
      'class:participant',
      ({ participant }) => participant.role === 'lead' && participant.producers.length === 1,
    );
    await wait(100);
  });
});

const mediaPid = () => mediaPidOf(platform.dataDir);

/** Sockets and files that the worker holds. */
function openFiles(): number {
  const [worker] = childrenOf(mediaPid());
  return fs.readdirSync(`/proc/${worker}/fd`).length;
}
