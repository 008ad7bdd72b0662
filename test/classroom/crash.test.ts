import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getClassSession } from '../../shared/classroom.ts';
import { until, videoParameters } from '../media/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { startKillableWeb, type KillableWeb } from './killableWeb.ts';
import { buildClass, openPage, type Page } from './support.ts';

const graceMs = 8_000;
let builder: TestPlatform;
let world: World;
let web: KillableWeb;
/** A process of its own takes its time to start on a machine that has much else to do. */
const startingMs = 180_000;
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-crash-'));

const startWeb = () => startKillableWeb({ database: builder.database, dataDir, graceMs });

beforeAll(async () => {
  builder = await startPlatform();
  world = await buildWorld(builder);
  web = await startWeb();
}, startingMs);
afterAll(async () => {
  await web.end('SIGINT');
  await builder.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

it('takes a class up after kill -9: same people, same step, same chat, and media that never stopped (D08, SPEC 4.3, 6.1)', async () => {
  const { sessionId } = await buildClass(world);
  const lead = await openPage(web.url, world.people.rear);
  const local = await openPage(web.url, world.people.recipient);
  const observer = await openPage(web.url, world.people.mentor);
  const before = await lead.join(sessionId, 'lead');
  const school = await local.join(sessionId, 'local');
  const watcher = await observer.join(sessionId, 'observer');
  const stepId = before.steps[1]?.id ?? '';
  const position = await lead.ask('class:step', { epoch: lead.epoch(), stepId });
  await local.ask('class:chat', { epoch: local.epoch(), body: '第二步' });
  const { seating } = await setTools(lead, local);
  // A class that everybody has left, as if the crash had come before its media room was closed.
  const forsaken = await buildClass(world);
  const stationed = await openPage(web.url, world.people.stationed);
  const { media: stray } = await stationed.join(forsaken.sessionId, 'local');

  // Last of all, because nothing connects this transport, and such a one is closed after ten seconds.
  const { id: transportId } = await lead.ask('media:transport', { epoch: lead.epoch(), direction: 'send' });
  const rtpParameters = videoParameters();
  const { producerId } = await lead.ask('media:produce', {
    epoch: lead.epoch(),
    transportId,
    source: 'camera',
    kind: 'video',
    rtpParameters,
  });
  const killedAt = Date.now();
  await web.end('SIGKILL');
  await builder.database.db
    .updateTable('attendance')
    .set({ present_since: null })
    .where('session_id', '=', forsaken.sessionId)
    .execute();
  web = await startWeb();
  const leadAgain = await openPage(web.url, world.people.rear);
  const back = await leadAgain.join(sessionId, 'lead', before.self.participantId);

  expect(back.self).toMatchObject({ participantId: before.self.participantId, transports: [transportId] });
  expect(back.self.epoch).toBeGreaterThan(before.self.epoch);
  expect(back.media?.epoch).toBe(before.media?.epoch);
  expect(back.position).toMatchObject({ stepId, stepStartedAt: position.stepStartedAt });
  expect(back.chat.map(({ body }) => body)).toEqual(['第二步']);
  expect(back).toMatchObject({ seating, hands: { raised: [{ seat: 203 }] }, timer: { seconds: 600 } });
  expect(back.questions).toMatchObject({ code: expect.stringMatching(/^\d{6}$/), current: { kind: 'yesno', closedAt: null } });
  expect(back.questions.current?.bars?.map(({ counted }) => counted)).toEqual([0, 12]);
  const others = back.participants.filter(({ id }) => id !== back.self.participantId);
  expect(others.map(({ role, away }) => [role, away])).toEqual([
    ['local', true],
    ['observer', true],
  ]);
  const localAgain = await openPage(web.url, world.people.recipient);
  const { participants } = await localAgain.join(sessionId, 'local', school.self.participantId);
  expect(participants.find(({ role }) => role === 'lead')?.producers).toEqual([
    { id: producerId, source: 'camera', paused: false },
  ]);
  await leadAgain.ask('media:restart-ice', { epoch: leadAgain.epoch(), transportId });

  // The observer does not come back: taken to have left when the server last knew, not now.
  await until(
    'the leaving is written down',
    async () => {
      const { attendance } = await world.people.rear.call(getClassSession, { params: { sessionId } });
      return attendance.some(({ role, leftAt }) => role === 'observer' && leftAt !== null);
    },
    20_000,
  );
  await leadAgain.hears('class:left', ({ participantId }) => participantId === watcher.self.participantId);
  const { attendance } = await world.people.rear.call(getClassSession, { params: { sessionId } });
  expect(attendance.map(({ role, leftAt }) => [role, leftAt === null])).toEqual([
    ['lead', true],
    ['local', true],
    ['observer', false],
  ]);
  expect(new Date(attendance[2]?.leftAt ?? 0).getTime()).toBeLessThanOrEqual(killedAt);
  const stationedAgain = await openPage(web.url, world.people.stationed);
  const { media } = await stationedAgain.join(forsaken.sessionId, 'local');
  expect(media?.epoch).toBeGreaterThan(stray?.epoch ?? Infinity);
  for (const page of [lead, local, observer, stationed, leadAgain, localAgain, stationedAgain]) page.drop();
}, 180_000);

/** Seats, a hand, a question counted by hand, the code for devices and a countdown, none of which a crash may lose. */
async function setTools(lead: Page, local: Page) {
  const at = { epoch: local.epoch() };
  await local.ask('seating:arrange', { ...at, rows: 4, columns: 6 });
  const seating = await local.ask('seating:count', { ...at, expected: 24, present: 23 });
  await local.ask('hands:seat', { ...at, seat: 203, raised: true });
  const { current } = await lead.ask('questions:ask', { epoch: lead.epoch(), kind: 'yesno', prompt: '一半就是二分之一？' });
  await local.ask('questions:count', { ...at, questionId: current?.id ?? '', answer: 'no', count: 12 });
  await lead.ask('questions:devices', { epoch: lead.epoch(), admitted: true });
  await lead.ask('timer:start', { epoch: lead.epoch(), seconds: 600 });
  return { seating };
}
