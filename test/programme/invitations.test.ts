import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/http.ts';
import { currentAccount, signIn } from '../../shared/identity.ts';
import { acceptInvitation, getInvitation, invite, myMemberships, removeMember } from '../../shared/programme.ts';
import type { Api } from '../support/api.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';

let platform: TestPlatform;
let world: World;
let foreign: World;
beforeAll(async () => {
  platform = await startPlatform();
  [world, foreign] = await Promise.all([buildWorld(platform), buildWorld(platform)]);
});
afterAll(() => platform.close());

type Place = CallInput<typeof invite>['body'];
const placeIn = ({ supportingId, teamId }: World, more: Partial<Place> = {}): Place => ({
  organisationId: supportingId,
  teamId,
  role: 'rear',
  startsOn: '2020-01-01',
  ...more,
});
const tokenOf = async (api: Api, place: Place) => {
  const { url } = await api.call(invite, { body: place });
  return new URL(url).pathname.replace('/invitation/', '');
};
let people = 0;
const newcomer = () => ({ name: '新老师', email: `newcomer-${(people += 1)}@example.org`, password: 'a long password' });

describe('an invitation', () => {
  it('is a link that says what it offers and lets a new person in, in their place', async () => {
    const { coordinator } = world.people;
    const { url, expiresAt } = await coordinator.call(invite, { body: placeIn(world, { role: 'mentor', name: '陈老师' }) });
    expect(url).toMatch(new RegExp(`^${platform.url}/invitation/[\\w-]{43}$`));
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    const token = url.split('/').at(-1) ?? '';
    const visitor = platform.api();
    expect(await visitor.call(getInvitation, { params: { token } })).toMatchObject({
      role: 'mentor',
      name: '陈老师',
      invitedBy: coordinator.name,
    });
    const body = newcomer();
    await visitor.call(acceptInvitation, { params: { token }, body });
    expect((await visitor.call(currentAccount)).account?.email).toBe(body.email);
    expect((await visitor.call(myMemberships)).items).toMatchObject([
      { role: 'mentor', active: true, team: { id: world.teamId }, pairing: { id: world.pairingId } },
    ]);
  });

  it('works exactly once, also when many use it at the same moment (A03)', async () => {
    const token = await tokenOf(world.people.coordinator, placeIn(world));
    const before = await platform.database.db.selectFrom('accounts').select('id').execute();
    const tries = Array.from({ length: 8 }, () => platform.api().call(acceptInvitation, { params: { token }, body: newcomer() }));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const after = await platform.database.db.selectFrom('accounts').select('id').execute();
    expect(after.length - before.length).toBe(1);
    const late = platform.api();
    await expect(late.call(acceptInvitation, { params: { token }, body: newcomer() })).rejects.toMatchObject({ status: 404 });
    await expect(late.call(getInvitation, { params: { token } })).rejects.toMatchObject({ status: 404 });
  });

  it('is stored as a hash only (A03)', async () => {
    const token = await tokenOf(world.people.coordinator, placeIn(world));
    const rows = await platform.database.db.selectFrom('invitations').selectAll().execute();
    expect(JSON.stringify(rows.map((row) => ({ ...row, token_hash: row.token_hash.toString('latin1') })))).not.toContain(token);
  });

  it('answers used, expired and unknown ones alike', async () => {
    const used = await tokenOf(world.people.coordinator, placeIn(world));
    await platform.api().call(acceptInvitation, { params: { token: used }, body: newcomer() });
    const expired = await tokenOf(world.people.coordinator, placeIn(world, { name: '过期' }));
    await platform.database.db
      .updateTable('invitations')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('accepted_at', 'is', null)
      .execute();
    const answers = await Promise.all(
      [used, expired, 'x'.repeat(43)].map(async (token) => {
        const response = await platform.api().raw(`/api/invitations/${token}`);
        return `${response.status} ${await response.text()}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^404 /);
  });

  it('is taken on by someone who has an account, without a new one', async () => {
    const { rear } = foreign.people;
    const token = await tokenOf(world.people.coordinator, placeIn(world, { role: 'mentor' }));
    await rear.call(acceptInvitation, { params: { token }, body: { useCurrentAccount: true } });
    expect((await rear.call(myMemberships)).items.map(({ role }) => role).toSorted()).toEqual(['mentor', 'rear']);
    const again = await tokenOf(world.people.coordinator, placeIn(world, { role: 'mentor' }));
    const body = { useCurrentAccount: true } as const;
    await expect(rear.call(acceptInvitation, { params: { token: again }, body })).rejects.toMatchObject({
      code: 'already_member',
    });
    const nobody = platform.api();
    await expect(nobody.call(acceptInvitation, { params: { token: again }, body })).rejects.toMatchObject({ status: 401 });
    await nobody.call(acceptInvitation, { params: { token: again }, body: newcomer() });
  });

  it('keeps its use when the address is taken', async () => {
    const token = await tokenOf(world.people.coordinator, placeIn(world));
    const { email } = world.people.observer;
    const taken = platform.api().call(acceptInvitation, { params: { token }, body: { ...newcomer(), email } });
    await expect(taken).rejects.toMatchObject({ status: 409, code: 'email_taken' });
    await platform.api().call(acceptInvitation, { params: { token }, body: newcomer() });
  });

  it('ends with the rights of the one who gave it', async () => {
    const second = await world.addPerson('coordinator');
    const token = await tokenOf(second, placeIn(world, { role: 'coordinator', teamId: null }));
    await world.people.coordinator.call(removeMember, { params: { memberId: second.memberId } });
    await expect(platform.api().call(getInvitation, { params: { token } })).rejects.toMatchObject({ status: 404 });
    const use = platform.api().call(acceptInvitation, { params: { token }, body: newcomer() });
    await expect(use).rejects.toMatchObject({ status: 404 });
  });

  it('gives a place that opens on its first day', async () => {
    const token = await tokenOf(world.people.coordinator, placeIn(world, { startsOn: '2999-01-01' }));
    const body = newcomer();
    await platform.api().call(acceptInvitation, { params: { token }, body });
    const api = platform.api();
    await api.call(signIn, { body });
    expect((await api.call(myMemberships)).items).toMatchObject([{ active: false, startsOn: '2999-01-01' }]);
  });
});

describe('inviting', () => {
  it('is for coordinators, into what they run', async () => {
    const { coordinator, rear, mentor } = world.people;
    for (const person of [rear, mentor]) {
      await expect(person.call(invite, { body: placeIn(world) })).rejects.toMatchObject({ status: 403 });
    }
    const elsewhere = [
      placeIn(foreign),
      placeIn(world, { organisationId: foreign.supportingId }),
      placeIn(world, { teamId: foreign.teamId }),
      placeIn(foreign, { role: 'coordinator', teamId: null }),
    ];
    for (const body of elsewhere) {
      await expect(coordinator.call(invite, { body })).rejects.toMatchObject({ status: 404 });
    }
    const otherSide = placeIn(world, { organisationId: world.recipientId, role: 'coordinator', teamId: null });
    await expect(coordinator.call(invite, { body: otherSide })).rejects.toMatchObject({ status: 403 });
  });

  it('refuses places that cannot be', async () => {
    const { coordinator } = world.people;
    const refused: [Partial<Place>, string][] = [
      [{ role: 'coordinator' }, 'role_needs_team'],
      [{ teamId: null }, 'role_needs_team'],
      [{ startsOn: '2026-05-02', endsOn: '2026-05-01' }, 'invalid_input'],
      [{ endsOn: '2020-01-02' }, 'invalid_input'],
    ];
    for (const [more, code] of refused) {
      await expect(coordinator.call(invite, { body: placeIn(world, more) })).rejects.toMatchObject({ code });
    }
  });
});
