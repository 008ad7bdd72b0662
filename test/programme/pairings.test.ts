import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOrganisation,
  createPairing,
  createTeam,
  getPairing,
  listNeeds,
  listOrganisations,
  listPairings,
  raiseNeed,
} from '../../shared/programme.ts';
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

const need = { title: '四年级分数薄弱', description: '', subject: '数学', grade: '四年级' };

describe('a pairing', () => {
  it('is made by a coordinator from their own and an added organisation, and is theirs to run', async () => {
    const { coordinator } = world.people;
    const school = await coordinator.call(createOrganisation, { body: { name: '河边小学', kind: 'recipient' } });
    const sides = { supportingOrganisationId: world.supportingId, recipientOrganisationId: school.id };
    const pairing = await coordinator.call(createPairing, { body: { name: '实验—河边', ...sides, startsOn: '2026-09-01' } });
    expect(pairing).toMatchObject({ recipient: { name: '河边小学' }, startsOn: '2026-09-01', endsOn: null });
    const params = { pairingId: pairing.id };
    const team = await coordinator.call(createTeam, { params, body: { name: '教研引领', kind: 'teaching-research' } });
    expect(await coordinator.call(getPairing, { params })).toMatchObject({ teams: [team], mayManage: true });
    await expect(world.people.rear.call(getPairing, { params })).rejects.toMatchObject({ status: 404 });
  });

  it('is not made by others, of foreign organisations, of one with itself, or ending before it begins', async () => {
    const { coordinator, rear } = world.people;
    const body = {
      name: '不成立',
      supportingOrganisationId: world.supportingId,
      recipientOrganisationId: world.recipientId,
      startsOn: '2026-09-01',
    };
    await expect(rear.call(createPairing, { body })).rejects.toMatchObject({ status: 403 });
    await expect(rear.call(createOrganisation, { body: { name: '某校', kind: 'recipient' } })).rejects.toMatchObject({
      status: 403,
    });
    for (const [more, status] of [
      [{ recipientOrganisationId: foreign.recipientId }, 404],
      [{ recipientOrganisationId: crypto.randomUUID() }, 404],
      [{ recipientOrganisationId: world.supportingId }, 400],
      [{ endsOn: '2026-08-31' }, 400],
    ] as const) {
      await expect(coordinator.call(createPairing, { body: { ...body, ...more } })).rejects.toMatchObject({ status });
    }
  });

  it('shows its members to those who work in it, coordinators of both sides included', async () => {
    for (const role of ['coordinator', 'rear', 'stationed', 'recipient', 'mentor'] as const) {
      const { members, teams, mayManage } = await world.people[role].call(getPairing, { params: { pairingId: world.pairingId } });
      expect(members.length).toBeGreaterThanOrEqual(6);
      expect(teams.map(({ id }) => id)).toContain(world.teamId);
      expect(mayManage).toBe(role === 'coordinator');
    }
  });

  it('shows an observer only themselves, their team and whom to ask', async () => {
    const { observer, coordinator } = world.people;
    const { members } = await observer.call(getPairing, { params: { pairingId: world.pairingId } });
    expect(new Set(members.map(({ person }) => person.id))).toEqual(new Set([observer.id, coordinator.id]));
    expect((await observer.call(listNeeds)).items).toEqual([]);
  });

  it('and its organisations appear in the lists of its own people alone (S03)', async () => {
    for (const role of ['coordinator', 'rear', 'observer'] as const) {
      const pairings = (await world.people[role].call(listPairings)).items.map(({ id }) => id);
      expect(pairings).toContain(world.pairingId);
      expect(pairings).not.toContain(foreign.pairingId);
      const organisations = (await world.people[role].call(listOrganisations)).items.map(({ id }) => id);
      expect(organisations).toEqual(expect.arrayContaining([world.supportingId, world.recipientId]));
      expect(organisations).not.toContain(foreign.supportingId);
      expect(organisations).not.toContain(foreign.recipientId);
    }
  });

  it('of one organisation is no business of the other side’s coordinator unless it is theirs too', async () => {
    const outsider = await foreign.addPerson('coordinator');
    const shared = await platform.database.db
      .insertInto('pairings')
      .values({
        name: '跨结对',
        supporting_organisation_id: foreign.supportingId,
        recipient_organisation_id: world.recipientId,
        starts_on: '2026-01-01',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const seen = (await outsider.call(listPairings)).items.map(({ id }) => id);
    expect(seen).toContain(shared.id);
    expect(seen).not.toContain(world.pairingId);
    expect((await world.people.coordinator.call(listPairings)).items.map(({ id }) => id)).not.toContain(shared.id);
  });
});

describe('a need', () => {
  it('is raised by those at the school and by coordinators, and read by the team', async () => {
    const { recipient, stationed, coordinator, rear, mentor, observer } = world.people;
    const params = { teamId: world.teamId };
    for (const person of [recipient, stationed, coordinator]) {
      expect(await person.call(raiseNeed, { params, body: need })).toMatchObject({ state: 'open', raisedBy: { id: person.id } });
    }
    for (const person of [rear, mentor, observer]) {
      await expect(person.call(raiseNeed, { params, body: need })).rejects.toMatchObject({ status: 403 });
    }
    expect((await rear.call(listNeeds)).items).toHaveLength(3);
    expect((await foreign.people.rear.call(listNeeds)).items).toEqual([]);
    await expect(foreign.people.recipient.call(raiseNeed, { params, body: need })).rejects.toMatchObject({ status: 404 });
  });

  it('becomes planned by a lesson of its own team alone', async () => {
    const raised = await world.people.recipient.call(raiseNeed, { params: { teamId: world.teamId }, body: need });
    await expect(platform.programme.needs.plan(raised.id, foreign.teamId)).rejects.toMatchObject({ code: 'not_found' });
    await platform.programme.needs.plan(raised.id, world.teamId);
    const { items } = await world.people.rear.call(listNeeds);
    expect(items.find(({ id }) => id === raised.id)?.state).toBe('planned');
  });
});
