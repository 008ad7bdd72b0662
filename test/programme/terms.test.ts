import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changePassword, currentAccount, signOut, signOutEverywhere } from '../../shared/identity.ts';
import { listLessons } from '../../shared/planning.ts';
import {
  getPairing,
  listNeeds,
  listPairings,
  myMemberships,
  raiseNeed,
  removeMember,
  updateMember,
} from '../../shared/programme.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';

let platform: TestPlatform;
let world: World;
beforeAll(async () => {
  // Slower than any wait below: what happens at once does not come from the regular check.
  platform = await startPlatform({ recheckMs: 60_000 });
  world = await buildWorld(platform);
});
afterAll(() => platform.close());

/** Days of the installation's calendar, which is not that of the machine. */
const day = (offset: number) =>
  new Date(Date.now() + offset * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

const open = async (on: TestPlatform, person: Pick<TestPerson, 'cookie'>) => {
  const socket = io(on.url, { transports: ['websocket'], extraHeaders: { cookie: person.cookie() }, reconnection: false });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  return socket;
};
/** Waits for a socket to be ended and answers why and how long it took. */
const ended = (socket: Socket) => {
  const started = performance.now();
  let reason = 'nothing said';
  socket.on('connection:ended', (said: { reason: string }) => (reason = said.reason));
  return new Promise<{ reason: string; ms: number }>((resolve) => {
    socket.once('disconnect', () => resolve({ reason, ms: performance.now() - started }));
  });
};

describe('a term', () => {
  it('counts both its days, in the time zone of the installation', async () => {
    const cases: [string, string | null, boolean][] = [
      [day(0), day(0), true],
      [day(-3), day(0), true],
      [day(-3), day(-1), false],
      [day(1), null, false],
      [day(0), null, true],
    ];
    for (const [startsOn, endsOn, active] of cases) {
      const person = await world.addPerson('rear', { startsOn, endsOn });
      expect((await person.call(myMemberships)).items).toMatchObject([{ startsOn, endsOn, active }]);
      expect((await person.call(listPairings)).items).toHaveLength(active ? 1 : 0);
    }
  });

  it('once ended, lets one sign in and see that it has ended, and nothing else', async () => {
    const person = await world.addPerson('stationed', { endsOn: day(-1) });
    expect((await person.call(currentAccount)).account?.id).toBe(person.id);
    expect((await person.call(myMemberships)).items).toMatchObject([{ active: false, team: { id: world.teamId } }]);
    for (const list of [listPairings, listNeeds, listLessons]) expect((await person.call(list)).items).toEqual([]);
    await expect(person.call(getPairing, { params: { pairingId: world.pairingId } })).rejects.toMatchObject({ status: 404 });
    const need = { title: '需求', description: '', subject: '数学', grade: '四年级' };
    const raising = person.call(raiseNeed, { params: { teamId: world.teamId }, body: need });
    await expect(raising).rejects.toMatchObject({ status: 404 });
  });

  it('is changed by the coordinators of the pairing alone', async () => {
    const { coordinator, rear, mentor, observer } = world.people;
    const params = { memberId: mentor.memberId };
    expect(await coordinator.call(updateMember, { params, body: { endsOn: day(30) } })).toMatchObject({
      endsOn: day(30),
      active: true,
    });
    await expect(rear.call(updateMember, { params, body: { role: 'rear' } })).rejects.toMatchObject({ status: 403 });
    await expect(rear.call(removeMember, { params })).rejects.toMatchObject({ status: 403 });
    await expect(mentor.call(updateMember, { params, body: { endsOn: null } })).rejects.toMatchObject({ status: 403 });
    await expect(observer.call(updateMember, { params, body: { endsOn: null } })).rejects.toMatchObject({ status: 403 });
    for (const [body, code] of [
      [{ startsOn: day(40) }, 'invalid_input'],
      [{ role: 'coordinator' }, 'role_needs_team'],
    ] as const) {
      await expect(coordinator.call(updateMember, { params, body })).rejects.toMatchObject({ code });
    }
  });

  it('of the last coordinator can be neither ended nor taken away', async () => {
    const { coordinator } = world.people;
    const params = { memberId: coordinator.memberId };
    await expect(coordinator.call(removeMember, { params })).rejects.toMatchObject({ code: 'last_coordinator' });
    const ending = coordinator.call(updateMember, { params, body: { startsOn: day(-9), endsOn: day(-1) } });
    await expect(ending).rejects.toMatchObject({ code: 'last_coordinator' });
    const successor = await world.addPerson('coordinator');
    await successor.call(removeMember, { params: { memberId: successor.memberId } });
    expect((await coordinator.call(listPairings)).items).toHaveLength(1);
  });

  it('of a removed member is not brought back by a change that crosses the removal', async () => {
    const { coordinator } = world.people;
    const person = await world.addPerson('rear');
    const params = { memberId: person.memberId };
    await Promise.allSettled([
      coordinator.call(removeMember, { params }),
      ...[1, 2, 3].map((n) => coordinator.call(updateMember, { params, body: { endsOn: day(n) } })),
    ]);
    expect((await person.call(myMemberships)).items).toMatchObject([{ active: false }]);
    await expect(coordinator.call(updateMember, { params, body: { endsOn: null } })).rejects.toMatchObject({ status: 404 });
  });

  it('two coordinators who remove each other at the same moment do not both succeed', async () => {
    const lonely = await buildWorld(platform);
    const first = lonely.people.coordinator;
    const second = await lonely.addPerson('coordinator');
    await Promise.allSettled([
      first.call(removeMember, { params: { memberId: second.memberId } }),
      second.call(removeMember, { params: { memberId: first.memberId } }),
    ]);
    const left = await platform.database.db
      .selectFrom('members')
      .select('id')
      .where('organisation_id', '=', lonely.supportingId)
      .where('role', '=', 'coordinator')
      .where('removed_at', 'is', null)
      .execute();
    expect(left.length).toBeGreaterThanOrEqual(1);
  });
});

describe('an open socket (S05)', () => {
  const ways: [string, string, (person: TestPerson) => Promise<unknown>][] = [
    ['the term is set to have ended', 'term_ended', ({ memberId }) => change(memberId, { endsOn: day(-1) })],
    ['the member is removed', 'term_ended', ({ memberId }) => remove(memberId)],
    ['the account signs out', 'signed_out', (person) => person.call(signOut)],
    ['the account signs out everywhere', 'signed_out', (person) => person.call(signOutEverywhere)],
  ];
  const change = (memberId: string, body: { endsOn: string }) =>
    world.people.coordinator.call(updateMember, { params: { memberId }, body });
  const remove = (memberId: string) => world.people.coordinator.call(removeMember, { params: { memberId } });

  it.each(ways)('is ended at once when %s', async (_title, reason, way) => {
    const person = await world.addPerson('rear', { startsOn: day(-30) });
    const end = ended(await open(platform, person));
    await way(person);
    expect(await end).toMatchObject({ reason });
    expect((await end).ms).toBeLessThan(5_000);
  });

  it('of another browser is ended at once when the password changes', async () => {
    const person = await world.addPerson('rear');
    const other = platform.api();
    await other.raw('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: person.email, password: person.password }),
    });
    const own = await open(platform, person);
    const end = ended(await open(platform, other));
    await person.call(changePassword, { body: { currentPassword: person.password, newPassword: 'another long password' } });
    expect(await end).toMatchObject({ reason: 'signed_out' });
    expect(own.connected).toBe(true);
    own.close();
  });

  it('is refused to someone without a session, and one that comes back is authorised again (S06)', async () => {
    await expect(open(platform, { cookie: () => '' })).rejects.toThrow('not_signed_in');
    const person = await world.addPerson('rear');
    const cookie = person.cookie();
    const socket = await open(platform, person);
    await person.call(signOutEverywhere);
    await expect(open(platform, { cookie: () => cookie })).rejects.toThrow('not_signed_in');
    expect(socket.connected).toBe(false);
  });

  it('is ended within five seconds when a term runs out by the calendar, without anybody doing anything', async () => {
    const quick = await startPlatform({ recheckMs: 500 });
    const other = await buildWorld(quick);
    const end = ended(await open(quick, other.people.stationed));
    await quick.database.db
      .updateTable('members')
      .set({ ends_on: day(-1) })
      .where('id', '=', other.people.stationed.memberId)
      .execute();
    expect(await end).toMatchObject({ reason: 'term_ended' });
    expect((await end).ms).toBeLessThan(5_000);
    await quick.close();
  });
});
