import type { Role } from '../../shared/programme.ts';
import type { Actor } from './index.ts';

/** The two organisations of a pairing. */
export interface Sides {
  supportingId: string;
  recipientId: string;
}

/** What of a member decides who may see or manage them. `sides` are those of the team's pairing. */
export interface Place {
  accountId: string;
  organisationId: string;
  teamId: string | null;
  sides: Sides | null;
}

const needRaisers: readonly Role[] = ['recipient', 'stationed', 'coordinator'];

/** A coordinator of any organisation may add organisations. */
export const mayAddOrganisation = (actor: Actor) => actor.coordinates.size > 0;

/** A pairing is run by the coordinators of either side. */
export const runsPairing = (actor: Actor, { supportingId, recipientId }: Sides) =>
  actor.coordinates.has(supportingId) || actor.coordinates.has(recipientId);

/** A team is run by the coordinators of its pairing. */
export const runsTeam = (actor: Actor, teamId: string) => actor.roles.get(teamId)?.has('coordinator') ?? false;

/** An observer has seen a team's name and nothing else of it. */
export const worksInTeam = (actor: Actor, teamId: string) =>
  [...(actor.roles.get(teamId) ?? [])].some((role) => role !== 'observer');

/** The teams whose needs someone can see. */
export const teamsWithNeeds = (actor: Actor): string[] => [...actor.roles.keys()].filter((teamId) => worksInTeam(actor, teamId));

/** The teams in which someone works at the school, or coordinates for it. */
export const teamsOnSite = (actor: Actor): string[] => [...actor.roles.keys()].filter((teamId) => mayRaiseNeed(actor, teamId));

export const seesTeam = (actor: Actor, teamId: string) => actor.roles.has(teamId);

/** Those at the school raise needs, and coordinators do. */
export const mayRaiseNeed = (actor: Actor, teamId: string) =>
  needRaisers.some((role) => actor.roles.get(teamId)?.has(role) ?? false);

/** Team members are managed by the coordinators of the pairing, coordinators by those of their own organisation. */
export const managesMember = (actor: Actor, place: Place) =>
  place.sides === null ? actor.coordinates.has(place.organisationId) : runsPairing(actor, place.sides);

/** Coordinators invite to the teams they run, and coordinators for an organisation they coordinate or have added. */
export const mayInvite = (
  actor: Actor,
  { teamId, organisation }: { teamId: string | null; organisation: { id: string; createdBy: string | null } },
) =>
  teamId === null
    ? actor.coordinates.has(organisation.id) || (mayAddOrganisation(actor) && organisation.createdBy === actor.accountId)
    : runsTeam(actor, teamId);
