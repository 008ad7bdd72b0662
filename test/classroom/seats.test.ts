import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { classEvents, getClassSession } from '../../shared/classroom.ts';
import { signOut } from '../../shared/identity.ts';
import { removeFromLesson } from '../../shared/planning.ts';
import { removeMember, updateMember } from '../../shared/programme.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { buildClass, createPages } from './support.ts';

const graceMs = 3_000;
let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform({ graceMs });
  world = await buildWorld(platform);
});
afterEach(() => pages.closeAll());
afterAll(() => platform.close());

const attendanceOf = async (sessionId: string) => {
  const { attendance } = await world.people.rear.call(getClassSession, { params: { sessionId } });
  return attendance;
};
const join = async (
  sessionId: string,
  person: World['people']['rear'],
  role: Parameters<Awaited<ReturnType<typeof pages.open>>['join']>[1],
) => {
  const page = await pages.open(person);
  return { page, snapshot: await page.join(sessionId, role) };
};

describe('seats', () => {
  it('gives way to the newest page of a person; the older one is told and refused (SPEC 2.1, 2.3, 2.6)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await join(sessionId, world.people.rear, 'lead');
    const older = await join(sessionId, world.people.recipient, 'local');
    const newer = await join(sessionId, world.people.recipient, 'local');
    expect(await older.page.hears('class:moved')).toEqual({ reason: 'newer_tab' });
    expect(newer.snapshot.self.participantId).toBe(older.snapshot.self.participantId);
    expect(newer.snapshot.self.epoch).toBeGreaterThan(older.snapshot.self.epoch);
    expect(newer.snapshot.participants).toHaveLength(2);
    const late = older.page.ask('class:chat', { epoch: older.page.epoch(), body: '还在' });
    await expect(late).rejects.toMatchObject({ code: 'not_in_class' });
    const stale = newer.page.ask('class:chat', { epoch: older.page.epoch(), body: '还在' });
    await expect(stale).rejects.toMatchObject({ code: 'stale_epoch' });
    expect(lead.page.told('class:left')).toEqual([]);
    expect(newer.page.told('class:moved')).toEqual([]);
    await newer.page.ask('class:chat', { epoch: newer.page.epoch(), body: '在' });
  });

  it('refuses every request of a page that never joined, or joined before (SPEC 2.6)', async () => {
    const { sessionId } = await buildClass(world);
    const stranger = await pages.open(world.people.recipient);
    const { page } = await join(sessionId, world.people.rear, 'lead');
    for (const name of Object.keys(classEvents.requests).filter((other) => other !== 'class:join')) {
      const payload = { ...fitting(name), epoch: 1 };
      expect(await stranger.send(name, payload), name).toMatchObject({ ok: false, error: { code: 'not_in_class' } });
      const old = { ...fitting(name), epoch: page.epoch() - 1 };
      expect(await page.send(name, old), name).toMatchObject({ ok: false, error: { code: 'stale_epoch' } });
    }
  });

  it('lets one account be teacher and classroom device, but not two teachers (SPEC 2.2)', async () => {
    const { sessionId } = await buildClass(world);
    const device = await join(sessionId, world.people.recipient, 'device');
    const local = await join(sessionId, world.people.recipient, 'local');
    const lead = await join(sessionId, world.people.recipient, 'lead');
    expect(lead.snapshot.participants.map(({ role }) => role).sort()).toEqual(['device', 'lead']);
    expect(await local.page.hears('class:moved')).toEqual({ reason: 'newer_tab' });
    expect(device.page.told('class:moved')).toEqual([]);
    await device.page.hears('class:left', ({ participantId }) => participantId === local.snapshot.self.participantId);
  });

  it('moves a page from one class to another without leaving a ghost', async () => {
    const one = await buildClass(world);
    const two = await buildClass(world);
    const watcher = await join(one.sessionId, world.people.recipient, 'local');
    const { page, snapshot } = await join(one.sessionId, world.people.rear, 'lead');
    await page.join(two.sessionId, 'lead');
    await watcher.page.hears('class:left', ({ participantId }) => participantId === snapshot.self.participantId);
    const again = await page.join(two.sessionId, 'local');
    expect(again.participants.map(({ role }) => role)).toEqual(['local']);
  });

  it('keeps the seat of a lost connection as away; back in time it is one visit (SPEC 2.4, 4.1)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await join(sessionId, world.people.rear, 'lead');
    const local = await join(sessionId, world.people.recipient, 'local');
    const { participantId } = local.snapshot.self;
    local.page.drop();
    await lead.page.hears('class:participant', ({ participant }) => participant.id === participantId && participant.away);
    const back = await pages.open(world.people.recipient);
    const snapshot = await back.join(sessionId, 'local', participantId);
    expect(snapshot.self.participantId).toBe(participantId);
    await wait(graceMs + 500);
    expect(lead.page.told('class:left')).toEqual([]);
    expect((await attendanceOf(sessionId)).map(({ role, leftAt }) => [role, leftAt])).toEqual([
      ['lead', null],
      ['local', null],
    ]);
  });

  it('lets go of who does not come back, as of when the connection was lost; several visits are one entry (SPEC 2.4, 4.1)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await join(sessionId, world.people.rear, 'lead');
    const local = await join(sessionId, world.people.recipient, 'local');
    const { participantId } = local.snapshot.self;
    await wait(1_000);
    const droppedAt = Date.now();
    local.page.drop();
    // The class hears of the loss when it happens, and of the leaving only after the grace.
    await lead.page.hears('class:participant', ({ participant: { id, away } }) => id === participantId && away);
    const heardAt = Date.now();
    await lead.page.hears('class:left', (left) => left.participantId === participantId);
    const [, entry] = await attendanceOf(sessionId);
    const [joinedAt, leftAt] = [entry?.joinedAt, entry?.leftAt].map((at) => new Date(at ?? 0).getTime()) as [number, number];
    expect(leftAt).toBeGreaterThanOrEqual(droppedAt);
    expect(leftAt).toBeLessThanOrEqual(heardAt);
    expect(entry?.seconds).toBe(Math.round((leftAt - joinedAt) / 1_000));

    const [firstVisit, comesAt] = [leftAt - joinedAt, Date.now()];
    const again = await join(sessionId, world.people.recipient, 'local');
    const cameAt = Date.now();
    expect(again.snapshot.self.participantId).toBe(participantId);
    await wait(2_000);
    const leavesAt = Date.now();
    await again.page.ask('class:leave', { epoch: again.page.epoch() });
    const entries = await attendanceOf(sessionId);
    expect(entries).toHaveLength(2);
    expect(entries[1]?.joinedAt).toBe(entry?.joinedAt);
    // The second visit lasted from somewhere within its joining to somewhere within its leaving.
    expect(entries[1]?.seconds).toBeGreaterThanOrEqual(Math.round((firstVisit + leavesAt - cameAt) / 1_000));
    expect(entries[1]?.seconds).toBeLessThanOrEqual(Math.round((firstVisit + Date.now() - comesAt) / 1_000));
  });

  it('leaves no seat of a page that closes while it is being let in', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await join(sessionId, world.people.rear, 'lead');
    for (let round = 0; round < 10; round += 1) {
      const page = await pages.open(world.people.recipient);
      page.join(sessionId, 'local').catch(() => undefined);
      await wait(round * 2);
      page.drop();
    }
    await wait(graceMs + 1_000);
    const snapshot = await lead.page.join(sessionId, 'lead', lead.snapshot.self.participantId);
    expect(snapshot.participants.map(({ role }) => role)).toEqual(['lead']);
  });
});

describe('access', () => {
  it('ends with signing out, at once and without grace (SPEC 5.1, S05)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await join(sessionId, world.people.rear, 'lead');
    const person = await world.addPerson('recipient');
    const { page, snapshot } = await join(sessionId, person, 'local');
    const started = performance.now();
    await person.call(signOut);
    await lead.page.hears('class:left', ({ participantId }) => participantId === snapshot.self.participantId);
    expect(performance.now() - started).toBeLessThan(graceMs);
    expect(page.ended()).toEqual({ reason: 'signed_out' });
  });

  it('ends with the term, the role and the part in the lesson (SPEC 5.1, S05)', async () => {
    const { lesson, sessionId } = await buildClass(world);
    const { coordinator, rear, observer } = world.people;
    const lead = await join(sessionId, rear, 'lead');
    const removed = await world.addPerson('recipient');
    const demoted = await world.addPerson('rear');
    const changes: [World['people']['rear'], 'local' | 'observer', () => Promise<unknown>][] = [
      [removed, 'local', () => coordinator.call(removeMember, { params: { memberId: removed.memberId } })],
      [
        demoted,
        'local',
        () => coordinator.call(updateMember, { params: { memberId: demoted.memberId }, body: { role: 'mentor' } }),
      ],
      [observer, 'observer', () => rear.call(removeFromLesson, { params: { lessonId: lesson.id, personId: observer.id } })],
    ];
    for (const [person, role, change] of changes) {
      const { snapshot } = await join(sessionId, person, role);
      const started = performance.now();
      await change();
      await lead.page.hears('class:left', ({ participantId }) => participantId === snapshot.self.participantId);
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });

  it('is asked again with everything that changes the class (SPEC 5.2)', async () => {
    const slow = await startPlatform({ recheckMs: 60_000 });
    const own = await buildWorld(slow);
    const { sessionId } = await buildClass(own);
    const slowPages = createPages(() => slow);
    const page = await slowPages.open(own.people.recipient);
    const { steps } = await page.join(sessionId, 'local');
    await slow.database.db
      .updateTable('members')
      .set({ role: 'observer' })
      .where('id', '=', own.people.recipient.memberId)
      .execute();
    const moving = page.ask('class:step', { epoch: page.epoch(), stepId: steps[0]?.id ?? '' });
    await expect(moving).rejects.toMatchObject({ code: 'forbidden' });
    expect(await page.hears('class:moved')).toEqual({ reason: 'access_ended' });
    await expect(page.ask('class:chat', { epoch: page.epoch(), body: '?' })).rejects.toMatchObject({ code: 'not_in_class' });
    slowPages.closeAll();
    await slow.close();
  });
});

describe('malformed input (S14)', () => {
  it('gets a named error for every event, and the class goes on', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await join(sessionId, world.people.rear, 'lead');
    const polluting: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    const payloads = [
      null,
      undefined,
      [],
      [[]],
      7,
      'x',
      true,
      {},
      polluting,
      { epoch: '1' },
      { epoch: 1e99 },
      { epoch: 1, body: { a: 1 } },
    ];
    const names = Object.keys(classEvents.requests);
    for (const name of names) {
      const sender = await pages.open(world.people.recipient);
      for (const payload of payloads) {
        const outcome = await sender.send(name, payload);
        expect(outcome, `${name} ${JSON.stringify(payload)}`).toMatchObject({ ok: false });
        const code = outcome.ok ? '' : outcome.error.code;
        expect(['invalid_input', 'not_in_class'], `${name} ${JSON.stringify(payload)}`).toContain(code);
      }
      const big = await lead.page.send(name, { ...wellFormed, epoch: 'x'.repeat(200_000), sessionId: 'x' });
      expect(big, name).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
      sender.drop();
    }
    const flooding = await pages.open(world.people.recipient);
    await expect(flooding.send('class:chat', { epoch: 1, body: 'x'.repeat(1_000_000) })).rejects.toThrow('disconnected');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const again = await lead.page.join(sessionId, 'lead', lead.snapshot.self.participantId);
    await lead.page.ask('class:chat', { epoch: again.self.epoch, body: '一切正常' });
  });
});

/** Fields that fit every event's schema, for tests of what comes after the schema. */
const wellFormed = {
  state: 'voice',
  asked: false,
  stepId: 'any',
  body: 'any',
  direction: 'send',
  transportId: 'any',
  dtlsParameters: {},
  source: 'camera',
  kind: 'video',
  rtpParameters: {},
  producerId: 'any',
  consumerId: 'any',
  rtpCapabilities: {},
  paused: false,
  spatialLayer: 0,
  on: true,
  accountId: '7f1f5f0e-9d5c-4c8a-8a3e-0a9f3a7f6b11',
  participantId: '7f1f5f0e-9d5c-4c8a-8a3e-0a9f3a7f6b11',
  admitted: true,
  rule: 'either',
  to: 'both',
  rows: 1,
  columns: 1,
  seat: 101,
  empty: false,
  expected: 1,
  present: 1,
  raised: true,
  handId: '7f1f5f0e-9d5c-4c8a-8a3e-0a9f3a7f6b11',
  questionId: '7f1f5f0e-9d5c-4c8a-8a3e-0a9f3a7f6b11',
  closed: true,
  shown: true,
  answer: 'A',
  count: 1,
  key: 'any',
  hidden: true,
  seconds: 60,
  held: true,
  drawers: 'lead',
  fileId: '7f1f5f0e-9d5c-4c8a-8a3e-0a9f3a7f6b11',
  page: 1,
};

/** The same for one event: a question's kind is another than that of what is sent. */
const fitting = (name: string) => (name.startsWith('questions:') ? { ...wellFormed, kind: 'choice' } : wellFormed);
