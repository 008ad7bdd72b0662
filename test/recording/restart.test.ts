import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readManifest } from '../../server/media/recorder/Manifest.ts';
import { startKillableWeb, type KillableWeb } from '../classroom/killableWeb.ts';
import { buildClass, openPage } from '../classroom/support.ts';
import { audioParameters, until } from '../media/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { askRecording } from './support.ts';

let builder: TestPlatform;
let world: World;
let web: KillableWeb;
/** A process of its own takes its time to start on a machine that has much else to do. */
const startingMs = 180_000;
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-recording-'));

const startWeb = () => startKillableWeb({ database: builder.database, dataDir, graceMs: 8_000 });

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

it(
  'goes on in the media process while the web process is killed and started again (D08, RC2.3)',
  async () => {
    const { sessionId } = await buildClass(world);
    const lead = await openPage(web.url, world.people.rear);
    const { self } = await lead.join(sessionId, 'lead');
    const { id: transportId } = await lead.ask('media:transport', { epoch: lead.epoch(), direction: 'send' });
    const voice = { source: 'microphone', kind: 'audio', rtpParameters: audioParameters() } as const;
    await lead.ask('media:produce', { epoch: lead.epoch(), transportId, ...voice });
    await askRecording(lead, 'recording:start');
    const row = () =>
      builder.database.db.selectFrom('recordings').selectAll().where('session_id', '=', sessionId).executeTakeFirstOrThrow();
    const { id } = await row();
    const lines = () => readManifest(path.join(dataDir, 'recordings', id, 'segments')).map(({ type }) => type);
    await until('the voice is kept', () => lines().includes('track'));

    await web.end('SIGKILL');
    expect(lines()).toEqual(['begin', 'track']);
    web = await startWeb();
    const again = await openPage(web.url, world.people.rear);
    await again.join(sessionId, 'lead', self.participantId);
    const phase = async () => {
      const answer = await askRecording(again, 'recording:look');
      return typeof answer === 'string' ? answer : answer.recording.phase;
    };
    await until('it is known to be recorded', async () => (await phase()) === 'recording');
    expect(await row()).toMatchObject({ id, state: 'recording', interruptions: 0 });
    // One recorder, one track: nothing was begun anew.
    expect(lines().filter((type) => type === 'begin' || type === 'end')).toEqual(['begin']);
    expect(lines().filter((type) => type === 'track')).toHaveLength(1);
    await askRecording(again, 'recording:stop');
    expect((await row()).state).not.toBe('recording');
    for (const page of [lead, again]) page.drop();
  },
  startingMs,
);
