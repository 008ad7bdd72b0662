import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { getClassSession } from '../../shared/classroom.ts';
import { until } from '../media/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { buildClass, createPages } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform({ graceMs: 20_000 });
  world = await buildWorld(platform);
});
afterEach(() => pages.closeAll());
afterAll(() => platform.close());

/** Pretends that what is running began this much earlier: nobody waits a minute in a test. */
const backdate = async (sessionId: string, seconds: number) => {
  const { db } = platform.database;
  const running = await db
    .selectFrom('class_lines')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('since', 'is not', null)
    .execute();
  for (const { account_id, role, state, since } of running) {
    await db
      .updateTable('class_lines')
      .set({ since: new Date((since?.getTime() ?? 0) - seconds * 1000) })
      .where('session_id', '=', sessionId)
      .where('account_id', '=', account_id)
      .where('role', '=', role)
      .where('state', '=', state)
      .execute();
  }
};
const kept = async (sessionId: string, role: string) => {
  const { line } = await world.people.rear.call(getClassSession, { params: { sessionId } });
  return line.find((record) => record.role === role)?.seconds;
};
/** Seconds, give or take what the test itself took. */
const about = (seconds: number) => expect.toSatisfy((value: number) => value >= seconds && value <= seconds + 20);
const report = { state: 'full', asked: false } as const;

describe('the line of somebody in a class', () => {
  it('is told to everybody and found in the snapshot; what does not change is not told (L1.2, L1.4)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await pages.open(world.people.rear);
    await lead.join(sessionId, 'lead');
    const local = await pages.open(world.people.recipient);
    const { self, line } = await local.join(sessionId, 'local');
    expect(line.map(({ state, asked }) => [state, asked])).toEqual([
      ['full', false],
      ['full', false],
    ]);
    await local.ask('line:report', { epoch: local.epoch(), ...report });
    await local.ask('line:report', { epoch: local.epoch(), state: 'voice', asked: true });
    const expected = { participantId: self.participantId, state: 'voice', asked: true, lost: 0 };
    await lead.hears('line:changed', ({ line: { state } }) => state === 'voice');
    expect(lead.told('line:changed')).toEqual([{ line: expected }]);
    const watcher = await pages.open(world.people.mentor);
    expect((await watcher.join(sessionId, 'observer')).line).toContainEqual(expected);
    const gone = await local.send('line:report', { epoch: local.epoch(), state: 'gone', asked: false });
    expect(gone).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });

  it('is kept as seconds in each state, one record a person and role, and counts no further when the class has ended (L2.1, L2.5)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await pages.open(world.people.rear);
    await lead.join(sessionId, 'lead');
    const local = await pages.open(world.people.recipient);
    const { self } = await local.join(sessionId, 'local');
    await backdate(sessionId, 600);
    await local.ask('line:report', { epoch: local.epoch(), state: 'voice', asked: false });
    await backdate(sessionId, 120);
    await local.ask('class:leave', { epoch: local.epoch() });
    await backdate(sessionId, 3000);
    await local.join(sessionId, 'local');
    expect(await kept(sessionId, 'local')).toEqual({ full: about(600), saving: 0, voice: about(120), cues: 0, gone: 0 });
    await lead.ask('class:end', { epoch: lead.epoch() });
    await platform.database.db
      .updateTable('class_lines')
      .set({ since: new Date(Date.now() - 1000_000) })
      .where('session_id', '=', sessionId)
      .where('since', 'is not', null)
      .execute();
    await platform.database.db
      .updateTable('class_sessions')
      .set({ ended_at: new Date(Date.now() - 999_000) })
      .where('id', '=', sessionId)
      .execute();
    expect(await kept(sessionId, 'local')).toMatchObject({ full: about(600), voice: about(120) });
    expect(self.participantId).toBeTruthy();
  });

  it('is gone while the connection is lost, and then what it was before (L2.2)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await pages.open(world.people.rear);
    await lead.join(sessionId, 'lead');
    const local = await pages.open(world.people.recipient);
    const { self } = await local.join(sessionId, 'local');
    await local.ask('line:report', { epoch: local.epoch(), state: 'voice', asked: false });
    local.drop();
    await lead.hears('class:participant', ({ participant }) => participant.id === self.participantId && participant.away);
    await until('it is written down', async () => (await openState(sessionId, 'local')) === 'gone');
    await backdate(sessionId, 60);
    const again = await pages.open(world.people.recipient);
    const back = await again.join(sessionId, 'local', self.participantId);
    expect(back.line.find(({ participantId }) => participantId === self.participantId)?.state).toBe('voice');
    expect(await openState(sessionId, 'local')).toBe('voice');
    expect(await kept(sessionId, 'local')).toMatchObject({ gone: about(60) });
    const anew = await pages.open(world.people.recipient);
    await anew.join(sessionId, 'local');
    expect(await openState(sessionId, 'local')).toBe('full');
  });

  it('is heard at most once a second (L2.4)', async () => {
    const { sessionId } = await buildClass(world);
    const local = await pages.open(world.people.recipient);
    await local.join(sessionId, 'local');
    await local.ask('line:report', { epoch: local.epoch(), state: 'voice', asked: false });
    const soon = local.ask('line:report', { epoch: local.epoch(), ...report });
    await expect(soon).rejects.toMatchObject({ code: 'too_many_requests' });
    await until('it may speak again', async () => {
      const outcome = await local.send('line:report', { epoch: local.epoch(), ...report });
      return outcome.ok;
    });
  });
});

async function openState(sessionId: string, role: 'local'): Promise<string | undefined> {
  const row = await platform.database.db
    .selectFrom('class_lines')
    .select('state')
    .where('session_id', '=', sessionId)
    .where('role', '=', role)
    .where('since', 'is not', null)
    .executeTakeFirst();
  return row?.state;
}
