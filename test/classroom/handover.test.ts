import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getClassSession } from '../../shared/classroom.ts';
import { readManifest } from '../../server/media/recorder/Manifest.ts';
import { audioParameters, until } from '../media/support.ts';
import { askRecording } from '../recording/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { startKillableWeb, type KillableWeb } from './killableWeb.ts';
import { buildClass, openPage } from './support.ts';

let builder: TestPlatform;
let world: World;
let web: KillableWeb;
/** A process of its own takes its time to start on a machine that has much else to do. */
const startingMs = 180_000;
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-handover-'));

const startWeb = () => startKillableWeb({ database: builder.database, dataDir, graceMs: 20_000 });

beforeAll(async () => {
  builder = await startPlatform();
  world = await buildWorld(builder);
  web = await startWeb();
}, startingMs);
afterAll(async () => {
  await builder.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

it(
  'ends on SIGTERM and leaves a running class to the next web process, recording included; without a class it ends everything (D09, ME2.3)',
  async () => {
    const { sessionId } = await buildClass(world);
    const lead = await openPage(web.url, world.people.rear);
    const local = await openPage(web.url, world.people.recipient);
    const before = await lead.join(sessionId, 'lead');
    const school = await local.join(sessionId, 'local');
    const stepId = before.steps[1]?.id ?? '';
    await lead.ask('class:step', { epoch: lead.epoch(), stepId });
    await local.ask('class:chat', { epoch: local.epoch(), body: '更新之前' });
    await askRecording(lead, 'recording:start');
    const { id: transportId } = await lead.ask('media:transport', { epoch: lead.epoch(), direction: 'send' });
    const voice = { source: 'microphone', kind: 'audio', rtpParameters: audioParameters() } as const;
    await lead.ask('media:produce', { epoch: lead.epoch(), transportId, ...voice });
    const mediaPid = mediaProcess();
    expect(await web.end('SIGTERM')).toBe(0);
    expect(mediaProcess()).toBe(mediaPid);

    web = await startWeb();
    const leadAgain = await openPage(web.url, world.people.rear);
    const back = await leadAgain.join(sessionId, 'lead', before.self.participantId);
    expect(back.self).toMatchObject({ participantId: before.self.participantId, role: 'lead', transports: [transportId] });
    expect(back.media?.epoch).toBe(before.media?.epoch);
    expect(back.position.stepId).toBe(stepId);
    expect(back.chat.map(({ body }) => body)).toEqual(['更新之前']);
    const localAgain = await openPage(web.url, world.people.recipient);
    await localAgain.join(sessionId, 'local', school.self.participantId);
    const answer = await askRecording(leadAgain, 'recording:look');
    expect(answer).toMatchObject({ recording: { phase: 'recording' } });
    const [row] = await builder.database.db.selectFrom('recordings').selectAll().where('session_id', '=', sessionId).execute();
    const lines = readManifest(path.join(dataDir, 'recordings', row?.id ?? '', 'segments')).map(({ type }) => type);
    expect(lines.filter((type) => type === 'begin' || type === 'end')).toEqual(['begin']);
    const { attendance } = await world.people.rear.call(getClassSession, { params: { sessionId } });
    expect(attendance.map(({ role, leftAt }) => [role, leftAt])).toEqual([
      ['lead', null],
      ['local', null],
    ]);

    for (const page of [leadAgain, localAgain]) await page.ask('class:leave', { epoch: page.epoch() });
    await askRecording(leadAgain, 'recording:stop');
    expect(await web.end('SIGTERM')).toBe(0);
    await until('nothing is left behind', () => mediaProcess() === null);
    for (const page of [lead, local, leadAgain, localAgain]) page.drop();
  },
  startingMs,
);

/** The media process of this test's data folder. */
function mediaProcess(): number | null {
  for (const entry of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const command = fs.readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      if (command.includes('media/main.ts') && command.includes(dataDir)) return Number(entry);
    } catch {
      continue;
    }
  }
  return null;
}
