import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endClassSession } from '../../shared/classroom.ts';
import { signOut } from '../../shared/identity.ts';
import { removeMember } from '../../shared/programme.ts';
import { deleteRecording, listRecordings, recordingAddress, retryRecording, type OwnRecording } from '../../shared/recording.ts';
import { readManifest } from '../../server/media/recorder/Manifest.ts';
import { buildClass, openPage, type Page } from '../classroom/support.ts';
import { audioParameters, until } from '../media/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { askRecording, keepRecording } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages: Page[] = [];

beforeAll(async () => {
  platform = await startPlatform({ media: true });
  world = await buildWorld(platform);
});
afterAll(async () => {
  for (const page of pages) page.drop();
  await platform.close();
});

const arrive = async (role: keyof World['people']): Promise<Page> => {
  const page = await openPage(platform.url, world.people[role]);
  pages.push(page);
  return page;
};
/** Sends a voice; nothing connects it, and nothing needs to: what is asked here is whether it would be kept. */
const speak = async (page: Page): Promise<void> => {
  const { id: transportId } = await page.ask('media:transport', { epoch: page.epoch(), direction: 'send' });
  const voice = { source: 'microphone', kind: 'audio', rtpParameters: audioParameters() } as const;
  await page.ask('media:produce', { epoch: page.epoch(), transportId, ...voice });
};
const answered = (answer: OwnRecording | string): OwnRecording => {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
};
const runningIn = async (sessionId: string) => {
  const [row] = await platform.database.db.selectFrom('recordings').selectAll().where('session_id', '=', sessionId).execute();
  return { id: row?.id ?? '', folder: path.join(platform.dataDir, 'recordings', row?.id ?? '', 'segments') };
};

describe('consent', () => {
  it('decides who is recorded, person by person and for the school, and its withdrawal stops at once (R02, RC1.1 to RC1.4)', async () => {
    const { sessionId } = await buildClass(world);
    const [lead, local, device] = [await arrive('rear'), await arrive('recipient'), await arrive('stationed')];
    const leadId = (await lead.join(sessionId, 'lead')).self.participantId;
    const localId = (await local.join(sessionId, 'local')).self.participantId;
    const deviceId = (await device.join(sessionId, 'device')).self.participantId;
    for (const page of [lead, local, device]) await speak(page);
    const before = answered(await askRecording(local, 'recording:look'));
    expect(before).toMatchObject({
      mine: null,
      may: { record: false, answerForSchool: true },
      recording: { phase: 'off', school: null },
    });

    const started = answered(await askRecording(lead, 'recording:start'));
    expect(started).toMatchObject({
      mine: true,
      may: { record: true, answerForSchool: false },
      recording: { included: [leadId] },
    });
    const { folder } = await runningIn(sessionId);
    const kept = () => readManifest(folder).flatMap((line) => (line.type === 'track' ? [line.peerId] : []));
    await until('the lead is kept', () => kept().includes(leadId));
    // One's own answer is not enough for what comes out of the classroom, and nobody else answers for the school.
    const agreed = answered(await askRecording(local, 'recording:consent', { given: true }));
    expect(agreed.recording.included).toEqual([leadId]);
    for (const page of [lead, device])
      expect(await askRecording(page, 'recording:school-consent', { given: true })).toBe('forbidden');
    const school = answered(await askRecording(local, 'recording:school-consent', { given: true }));
    expect(school.recording.included.toSorted()).toEqual([leadId, localId, deviceId].toSorted());
    expect(school.recording.school).toMatchObject({ given: true, by: { id: world.people.recipient.id } });
    await until('all are kept', () => new Set(kept()).size === 3);

    const withdrawn = answered(await askRecording(local, 'recording:consent', { given: false }));
    expect(withdrawn.recording.included.toSorted()).toEqual([leadId, deviceId].toSorted());
    const tracks = () => readManifest(folder).filter((line) => line.type === 'track' || line.type === 'untrack');
    await until('the local teacher is let go of', () => tracks().some(({ type }) => type === 'untrack'), 2_000);
    await askRecording(local, 'recording:school-consent', { given: false });
    await until('the classroom is let go of', () => tracks().filter(({ type }) => type === 'untrack').length === 2, 2_000);
    // A new camera or microphone of someone who declined is not kept either.
    await speak(local);
    const stopped = answered(await askRecording(lead, 'recording:stop'));
    expect(stopped.recording.phase).toBe('off');
    expect(kept()).toHaveLength(3);
    // Every answer stays written down, with who and when.
    const { rows } = await sql<{ given: boolean }>`select given from recording_consents where session_id = ${sessionId}`.execute(
      platform.database.db,
    );
    expect(rows).toHaveLength(3);
  });

  it('is for the lead alone to act on: others can neither start nor stop, and everybody sees the state (M03, RC2.1, RC2.2)', async () => {
    const { sessionId } = await buildClass(world);
    const [lead, local, observer] = [await arrive('rear'), await arrive('recipient'), await arrive('mentor')];
    await lead.join(sessionId, 'lead');
    await local.join(sessionId, 'local');
    await observer.join(sessionId, 'observer');
    for (const page of [local, observer]) expect(await askRecording(page, 'recording:start')).toBe('forbidden');
    await askRecording(lead, 'recording:start');
    for (const page of [local, observer]) {
      const told = () =>
        (page.pushed('recording:changed').at(-1) as { recording: { phase: string } } | undefined)?.recording.phase;
      await until('everybody is told', () => told() === 'recording');
      expect(await askRecording(page, 'recording:stop')).toBe('forbidden');
      expect(answered(await askRecording(page, 'recording:look')).recording.phase).toBe('recording');
    }
    expect(await lead.send('recording:start', { epoch: lead.epoch() - 1 })).toMatchObject({ error: { code: 'stale_epoch' } });
    await world.people.rear.call(endClassSession, { params: { sessionId } });
    const list = async () => (await world.people.mentor.call(listRecordings, { params: { sessionId } })).items;
    await until(
      'the end of the class ends it, and what is empty says so',
      async () => (await list())[0]?.state === 'failed',
      20_000,
    );
    expect(await list()).toMatchObject([{ failure: 'nothing_recorded', may: { remove: false, retry: false } }]);
  });
});

describe('a finished recording', () => {
  const build = async () => {
    const { lesson, sessionId } = await buildClass(world);
    await world.people.rear.call(endClassSession, { params: { sessionId } });
    return { lesson, sessionId, id: await keepRecording(platform, { sessionId, accountId: world.people.rear.id }) };
  };
  const auditOf = async (id: string) => {
    const rows = await platform.database.db
      .selectFrom('recording_audit')
      .selectAll()
      .where('recording_id', '=', id)
      .orderBy('id')
      .execute();
    return rows.map(({ action, account_id: accountId }) => [action, accountId]);
  };

  it('is sent in the ranges that a player asks for, never kept by a cache, and each view is written down once (R05)', async () => {
    const { id } = await build();
    const { recipient } = world.people;
    const part = await recipient.raw(recordingAddress(id), { headers: { range: 'bytes=2-4' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/26', 'cde']);
    expect(part.headers.get('cache-control')).toBe('no-store');
    const whole = await recipient.raw(recordingAddress(id));
    expect([whole.status, whole.headers.get('content-type'), await whole.text()]).toEqual([
      200,
      'video/mp4',
      'abcdefghijklmnopqrstuvwxyz',
    ]);
    expect((await recipient.raw(recordingAddress(id), { headers: { range: 'bytes=99-' } })).status).toBe(416);
    const download = await recipient.raw(recordingAddress(id, true));
    expect(download.headers.get('content-disposition')).toMatch(/^attachment; filename="tongke-[\d-]+\.mp4"$/);
    await download.arrayBuffer();
    expect(await auditOf(id)).toEqual([
      ['view', recipient.id],
      ['download', recipient.id],
    ]);
    await expect(platform.database.db.deleteFrom('recording_audit').where('recording_id', '=', id).execute()).rejects.toThrow(
      /only added/,
    );
    await expect(platform.database.db.updateTable('recording_audit').set({ account_id: null }).execute()).rejects.toThrow(
      /only added/,
    );
  });

  it('is not found by address alone: signed out, of another organisation, or after the term (R01)', async () => {
    const { id } = await build();
    const address = recordingAddress(id);
    const leaving = await world.addPerson('recipient');
    expect((await leaving.raw(address)).status).toBe(200);
    expect((await platform.api().raw(address)).status).toBe(401);
    const stranger = (await buildWorld(platform)).people.coordinator;
    expect((await stranger.raw(address)).status).toBe(404);
    await world.people.coordinator.call(removeMember, { params: { memberId: leaving.memberId } });
    expect((await leaving.raw(address)).status).toBe(404);
    const { coordinator } = world.people;
    const [other] = [await world.addPerson('rear')];
    await other.call(signOut);
    expect((await other.raw(address)).status).toBe(401);
    expect((await coordinator.raw(address)).status).toBe(200);
  });

  it('is deleted everywhere by those who look after it, and the audit stays (R03, R05)', async () => {
    const { id, sessionId } = await build();
    const { rear, mentor, coordinator } = world.people;
    const params = { recordingId: id };
    await expect(mentor.call(deleteRecording, { params })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(coordinator.call(retryRecording, { params })).rejects.toMatchObject({ code: 'recording_not_failed' });
    await rear.call(deleteRecording, { params });
    expect((await rear.raw(recordingAddress(id))).status).toBe(404);
    expect((await rear.call(listRecordings, { params: { sessionId } })).items).toEqual([]);
    await until('its folder is gone', () => !fs.existsSync(path.join(platform.dataDir, 'recordings', id)));
    expect(await auditOf(id)).toEqual([['delete', rear.id]]);
  });
});

describe('a server without ffmpeg', () => {
  it('says so plainly, is ready for everything else, and refuses to start (RC2.5)', async () => {
    const bare = await startPlatform({ media: true, settings: { FFMPEG_BIN: '/nowhere/ffmpeg' } });
    try {
      const other = await buildWorld(bare);
      const { sessionId } = await buildClass(other);
      const lead = await openPage(bare.url, other.people.rear);
      await lead.join(sessionId, 'lead');
      expect(answered(await askRecording(lead, 'recording:look')).recording.missing).toBe('ffmpeg_missing');
      expect(await askRecording(lead, 'recording:start')).toBe('ffmpeg_missing');
      const ready = await bare.api().raw('/api/ready');
      expect(ready.status).toBe(200);
      expect(await ready.json()).toMatchObject({ ready: true, parts: { recording: { ready: false, reason: 'ffmpeg_missing' } } });
      lead.drop();
    } finally {
      await bare.close();
    }
  });
});
