import * as api from '../../shared/programme.ts';
import { forbidden, invalidInput, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Actor } from './index.ts';
import { assertTerm, type createMembers, type MemberPlace } from './members.ts';
import type { createNeeds } from './needs.ts';
import type { createOrganisations } from './organisations.ts';
import type { createPairings } from './pairings.ts';
import { managesMember, mayAddOrganisation, mayRaiseNeed, runsPairing, seesTeam, teamsWithNeeds, worksInTeam } from './policy.ts';

interface RouteDeps {
  handle: Handle;
  actor: (caller: Caller) => Promise<Actor>;
  organisations: ReturnType<typeof createOrganisations>;
  pairings: ReturnType<typeof createPairings>;
  members: ReturnType<typeof createMembers>;
  needs: ReturnType<typeof createNeeds>;
  notifications: Notifications;
  accessChanged: (accountIds: readonly string[]) => Promise<void>;
}

const done = { done: true as const };

/** The routes of organisations, pairings, teams, members and needs. */
export function registerProgrammeRoutes(deps: RouteDeps): void {
  const { handle, actor, organisations, pairings, members, needs, notifications, accessChanged } = deps;

  handle(api.myMemberships, async (_input, { caller }) => ({ items: await members.ofAccount(caller.accountId) }));

  handle(api.listOrganisations, async (_input, { caller }) => ({ items: await organisations.list(await actor(caller)) }));

  handle(api.createOrganisation, async ({ body }, { caller }) => {
    if (!mayAddOrganisation(await actor(caller))) throw forbidden();
    return organisations.create({ ...body, createdBy: caller.accountId });
  });

  handle(api.listPairings, async (_input, { caller }) => ({ items: await pairings.list(await actor(caller)) }));

  handle(api.createPairing, async ({ body }, { caller }) => {
    const who = await actor(caller);
    if (!mayAddOrganisation(who)) throw forbidden();
    const [supporting, recipient] = await Promise.all([
      organisations.find(who, body.supportingOrganisationId),
      organisations.find(who, body.recipientOrganisationId),
    ]);
    if (supporting.id === recipient.id) throw invalidInput([{ path: 'body.recipientOrganisationId', message: 'the same' }]);
    if (!runsPairing(who, { supportingId: supporting.id, recipientId: recipient.id })) throw forbidden();
    assertTerm(body.startsOn, body.endsOn);
    return pairings.create(body);
  });

  handle(api.getPairing, async ({ params }, { caller }) => {
    const who = await actor(caller);
    const pairing = await pairings.find(who, params.pairingId);
    const mayManage = runsPairing(who, sidesOf(pairing));
    const [teams, all] = await Promise.all([pairings.teams(pairing.id), members.ofPairing(pairing)]);
    if (mayManage || teams.some(({ id }) => worksInTeam(who, id))) return { ...pairing, teams, members: all, mayManage };
    return {
      ...pairing,
      teams: teams.filter(({ id }) => seesTeam(who, id)),
      members: all.filter(({ person, role }) => person.id === who.accountId || role === 'coordinator'),
      mayManage,
    };
  });

  handle(api.createTeam, async ({ params, body }, { caller }) => {
    const who = await actor(caller);
    const pairing = await pairings.find(who, params.pairingId);
    if (!runsPairing(who, sidesOf(pairing))) throw forbidden();
    return pairings.createTeam(pairing.id, body);
  });

  /** Those who can do something about a need hear of it: the coordinators of the pairing, and the rear-support members of the team. */
  const tellOfNeed = async ({ teamId, title, raisedBy }: api.Need): Promise<void> => {
    const [people, coordinators, pairing] = await Promise.all([
      members.active(teamId),
      members.coordinators(teamId),
      pairings.ofTeam(teamId),
    ]);
    await notifications.notify({
      to: [...coordinators, ...people.filter(({ role }) => role === 'rear').map(({ accountId }) => accountId)],
      kind: 'need.raised',
      actorId: raisedBy.id,
      data: { need: title },
      path: `/pairings/${pairing}`,
    });
  };

  /** A member whom the caller may manage. Others of one's own pairing are visible, so that the answer may say why not. */
  const managed = async (memberId: string, caller: Caller): Promise<MemberPlace> => {
    const [who, place] = await Promise.all([actor(caller), members.place(memberId)]);
    if (managesMember(who, place)) return place;
    const visible = place.teamId === null ? place.accountId === who.accountId : seesTeam(who, place.teamId);
    throw visible ? forbidden() : notFound();
  };

  handle(api.updateMember, async ({ params, body }, { caller }) => {
    const place = await managed(params.memberId, caller);
    await members.change(place, body);
    await accessChanged([place.accountId]);
    return members.byId(place.id);
  });

  handle(api.removeMember, async ({ params }, { caller }) => {
    const place = await managed(params.memberId, caller);
    await members.change(place, { removed: true });
    await accessChanged([place.accountId]);
    return done;
  });

  handle(api.listNeeds, async (_input, { caller }) => {
    const who = await actor(caller);
    return { items: await needs.ofTeams(teamsWithNeeds(who)) };
  });

  handle(api.raiseNeed, async ({ params, body }, { caller }) => {
    const who = await actor(caller);
    if (!seesTeam(who, params.teamId)) throw notFound();
    if (!mayRaiseNeed(who, params.teamId)) throw forbidden();
    const need = await needs.raise(params.teamId, who.accountId, body);
    await tellOfNeed(need);
    return need;
  });
}

const sidesOf = ({ supporting, recipient }: api.Pairing) => ({ supportingId: supporting.id, recipientId: recipient.id });
