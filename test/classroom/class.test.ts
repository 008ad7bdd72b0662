import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  cancelClassSession,
  ClassRole,
  endClassSession,
  getClassSession,
  listClassSessions,
  listLessonClassSessions,
  openClassSession,
  openPlannedClassSession,
} from '../../shared/classroom.ts';
import { listNotifications } from '../../shared/notifications.ts';
import { getLesson } from '../../shared/planning.ts';
import { planRoot } from '../../shared/planDocument.ts';
import { Role } from '../../shared/programme.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { buildClass, buildLesson, createPages } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterEach(() => pages.closeAll());
afterAll(() => platform.close());

const of = (sessionId: string) => ({ params: { sessionId } });

describe('opening', () => {
  it('copies the steps of the live plan, which later changes do not reach (SPEC 3.1)', async () => {
    const { lesson, sessionId } = await buildClass(world);
    const before = await world.people.recipient.call(getClassSession, of(sessionId));
    expect(before.state).toBe('open');
    expect(before.steps.length).toBeGreaterThan(0);
    expect(new Set(before.steps.map(({ id }) => id)).size).toBe(before.steps.length);
    await platform.documents.change(lesson.documentId, world.people.rear.id, (doc) => {
      const plan = doc.getXmlFragment(planRoot);
      plan.delete(0, plan.length);
    });
    expect((await world.people.recipient.call(getClassSession, of(sessionId))).steps).toEqual(before.steps);
  });

  it('tells the other planners in their inbox', async () => {
    const { lesson, sessionId } = await buildClass(world);
    const { items } = await world.people.recipient.call(listNotifications);
    const told = items.find(({ path }) => path === `/class/${sessionId}`);
    expect(told).toMatchObject({ kind: 'class.opened', data: { lesson: lesson.title } });
    const { items: own } = await world.people.rear.call(listNotifications);
    expect(own.some(({ path }) => path === `/class/${sessionId}`)).toBe(false);
  });

  it('allows one open class a lesson, also when several open it at once, and names the open one (SPEC 3.4)', async () => {
    const { id: lessonId } = await buildLesson(world);
    const openers = [world.people.rear, world.people.recipient, world.people.stationed, world.people.rear];
    const tried = await Promise.allSettled(
      openers.map((person) => person.call(openClassSession, { params: { lessonId }, body: {} })),
    );
    const opened = tried.flatMap((one) => (one.status === 'fulfilled' ? one.value.id : []));
    expect(opened).toHaveLength(1);
    for (const one of tried) {
      if (one.status === 'rejected') {
        expect(one.reason).toMatchObject({ status: 409, code: 'class_already_open', details: { sessionId: opened[0] } });
      }
    }
  });

  it('plans a class for later, opens it when its time is near, and takes back only what was never opened (SPEC 3.4)', async () => {
    const { rear, recipient } = world.people;
    const { id: lessonId } = await buildLesson(world);
    const plan = (hours: number) =>
      rear.call(openClassSession, {
        params: { lessonId },
        body: { scheduledFor: new Date(Date.now() + hours * 3_600_000).toISOString() },
      });
    const near = await plan(2);
    const far = await plan(72);
    expect(near).toMatchObject({ state: 'planned', openedAt: null });
    expect((await recipient.call(listClassSessions)).items.map(({ id }) => id)).toEqual(
      expect.arrayContaining([near.id, far.id]),
    );
    const opened = await recipient.call(openClassSession, { params: { lessonId }, body: {} });
    expect(opened).toMatchObject({ id: near.id, state: 'open' });
    expect(await recipient.call(openPlannedClassSession, of(near.id))).toMatchObject({ id: near.id, state: 'open' });
    await expect(rear.call(openPlannedClassSession, of(far.id))).rejects.toMatchObject({ code: 'class_already_open' });
    await expect(rear.call(cancelClassSession, of(near.id))).rejects.toMatchObject({ code: 'class_was_opened' });
    await rear.call(cancelClassSession, of(far.id));
    expect((await rear.call(listLessonClassSessions, { params: { lessonId } })).items.map(({ id }) => id)).toEqual([near.id]);
  });
});

describe('roles', () => {
  const expected: Record<Role, ClassRole[]> = {
    rear: ['lead', 'local', 'observer'],
    stationed: ['local', 'lead', 'device'],
    recipient: ['local', 'lead', 'device'],
    mentor: ['observer'],
    observer: ['observer'],
    coordinator: ['observer'],
  };

  it.each(Role.options)('%s joins in its roles and no other (SPEC 1.1)', async (role) => {
    const { sessionId } = await buildClass(world);
    const person = world.people[role];
    expect((await person.call(getClassSession, of(sessionId))).roles).toEqual(expected[role]);
    for (const classRole of ClassRole.options) {
      const page = await pages.open(person);
      const joining = page.join(sessionId, classRole);
      if (expected[role].includes(classRole)) expect((await joining).self.role).toBe(classRole);
      else await expect(joining).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('lets lead and local teachers open, step, end; nobody else (SPEC 1.2)', async () => {
    const { lesson, sessionId } = await buildClass(world);
    for (const role of ['mentor', 'observer', 'coordinator'] as const) {
      const person = world.people[role];
      await expect(person.call(openClassSession, { params: { lessonId: lesson.id }, body: {} })).rejects.toMatchObject({
        status: 403,
      });
      await expect(person.call(endClassSession, of(sessionId))).rejects.toMatchObject({ status: 403 });
      await expect(person.call(openPlannedClassSession, of(sessionId))).rejects.toMatchObject({ status: 403 });
      await expect(person.call(cancelClassSession, of(sessionId))).rejects.toMatchObject({ status: 403 });
    }
    const device = await pages.open(world.people.recipient);
    const { steps, self } = await device.join(sessionId, 'device');
    const noTools = { raiseHand: false, takeHands: false, ask: false, time: false, arrangeSeats: false, countHeads: false };
    expect(self.may).toEqual({
      ...noTools,
      step: false,
      end: false,
      chat: true,
      prompt: false,
      show: false,
      sources: ['camera', 'camera-2', 'microphone'],
    });
    const observer = await pages.open(world.people.mentor);
    const nothing = { ...noTools, step: false, end: false, chat: false, prompt: false, show: false, sources: [] };
    expect((await observer.join(sessionId, 'observer')).self.may).toEqual(nothing);
    for (const page of [device, observer]) {
      const epoch = page.epoch();
      await expect(page.ask('class:step', { epoch, stepId: steps[0]?.id ?? '' })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(page.ask('class:end', { epoch })).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(observer.ask('class:chat', { epoch: observer.epoch(), body: '你好' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const local = await pages.open(world.people.stationed);
    await local.join(sessionId, 'local');
    await local.ask('class:step', { epoch: local.epoch(), stepId: steps[0]?.id ?? '' });
    await local.ask('class:end', { epoch: local.epoch() });
  });

  it('finds nothing of another world, by any route or event (SPEC 1.4, S01)', async () => {
    const { lesson, sessionId } = await buildClass(world);
    const stranger = (await buildWorld(platform)).people.rear;
    for (const id of [sessionId, randomUUID()]) {
      for (const endpoint of [getClassSession, endClassSession, openPlannedClassSession, cancelClassSession]) {
        await expect(stranger.call(endpoint, of(id))).rejects.toMatchObject({ status: 404, code: 'not_found' });
      }
      const page = await pages.open(stranger);
      await expect(page.join(id, 'lead')).rejects.toMatchObject({ code: 'not_found' });
    }
    for (const lessonId of [lesson.id, randomUUID()]) {
      const params = { lessonId };
      await expect(stranger.call(listLessonClassSessions, { params })).rejects.toMatchObject({ status: 404 });
      await expect(stranger.call(openClassSession, { params, body: {} })).rejects.toMatchObject({ status: 404 });
    }
    expect((await stranger.call(listClassSessions)).items).toEqual([]);
    expect((await world.people.rear.call(getClassSession, of(sessionId))).state).toBe('open');
  });
});

describe('in class', () => {
  it('moves everybody to the same step and stamps what the steps took, going back included (SPEC 3.2, 3.3)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await pages.open(world.people.rear);
    const local = await pages.open(world.people.recipient);
    const { steps, position } = await lead.join(sessionId, 'lead');
    await local.join(sessionId, 'local');
    expect(position).toMatchObject({ stepId: null, stepStartedAt: null });
    const [first = '', second = ''] = steps.map(({ id }) => id);
    const step = (page: typeof lead, stepId: string) => page.ask('class:step', { epoch: page.epoch(), stepId });

    const started = performance.now();
    const told = await step(lead, first);
    const heard = await local.hears('class:position', ({ stepId }) => stepId === first);
    expect(heard).toMatchObject(told);
    await wait(1_100);
    await step(local, second);
    await step(local, second);
    await lead.hears('class:position', ({ stepId }) => stepId === second);
    await step(lead, first);
    await wait(1_100);
    await expect(step(lead, 'no-such-step')).rejects.toMatchObject({ code: 'not_found' });

    const { steps: now } = await world.people.recipient.call(getClassSession, of(sessionId));
    const [atFirst = 0, atSecond = 0] = now.map(({ actualSeconds }) => actualSeconds);
    expect(atFirst).toBeGreaterThanOrEqual(2);
    expect(atSecond).toBeLessThan(atFirst);
    expect(atFirst + atSecond).toBeLessThanOrEqual((performance.now() - started) / 1_000 + 1);
    expect(now[0]?.startedAt).toBe(told.stepStartedAt);
    expect(now[2]?.startedAt).toBeNull();
  });

  it('keeps the chat, in order, for those who come later (SPEC 4.2)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await pages.open(world.people.rear);
    const local = await pages.open(world.people.recipient);
    await lead.join(sessionId, 'lead');
    await local.join(sessionId, 'local');
    await lead.ask('class:chat', { epoch: lead.epoch(), body: '听得到吗？' });
    await local.ask('class:chat', { epoch: local.epoch(), body: ' 听得到 ' });
    expect(await lead.hears('class:message', ({ message }) => message.body === '听得到')).toMatchObject({
      message: { person: { id: world.people.recipient.id }, role: 'local' },
    });
    const observer = await pages.open(world.people.observer);
    const { chat, participants } = await observer.join(sessionId, 'observer');
    expect(chat.map(({ body }) => body)).toEqual(['听得到吗？', '听得到']);
    expect(participants.map(({ role }) => role)).toEqual(['lead', 'local', 'observer']);
  });

  it('goes on without pictures while the media engine is missing, and says why (SPEC 6.4)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await pages.open(world.people.rear);
    expect(await lead.join(sessionId, 'lead')).toMatchObject({ media: null, mediaMissing: 'media_missing' });
    const asking = lead.ask('media:transport', { epoch: lead.epoch(), direction: 'send' });
    await expect(asking).rejects.toMatchObject({ code: 'media_missing' });
    await lead.ask('class:chat', { epoch: lead.epoch(), body: '没有画面也能上课' });
  });

  it('ends once for everybody, stamps what is running, and the lesson is taught (SPEC 4.4)', async () => {
    const { lesson, sessionId } = await buildClass(world);
    const lead = await pages.open(world.people.rear);
    const local = await pages.open(world.people.recipient);
    const { steps } = await lead.join(sessionId, 'lead');
    await local.join(sessionId, 'local');
    await lead.ask('class:step', { epoch: lead.epoch(), stepId: steps[0]?.id ?? '' });
    await wait(1_100);
    const ends = await Promise.allSettled([
      lead.ask('class:end', { epoch: lead.epoch() }),
      world.people.recipient.call(endClassSession, of(sessionId)),
    ]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await local.hears('class:ended', (payload) => payload.sessionId === sessionId);
    await expect(local.ask('class:chat', { epoch: local.epoch(), body: '下课' })).rejects.toMatchObject({ code: 'not_in_class' });
    await expect(local.join(sessionId, 'local')).rejects.toMatchObject({ code: 'class_ended' });

    const after = await world.people.rear.call(getClassSession, of(sessionId));
    expect(after).toMatchObject({ state: 'ended', roles: [], present: 0 });
    expect(after.steps[0]?.actualSeconds).toBeGreaterThanOrEqual(1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await world.people.rear.call(getClassSession, of(sessionId))).steps, 'its summary stays as it is').toEqual(
      after.steps,
    );
    expect(after.attendance.map(({ role, leftAt }) => [role, leftAt === null])).toEqual([
      ['lead', false],
      ['local', false],
    ]);
    expect((await world.people.rear.call(getLesson, { params: { lessonId: lesson.id } })).state).toBe('taught');
    await world.people.rear.call(openClassSession, { params: { lessonId: lesson.id }, body: {} });
  });
});
