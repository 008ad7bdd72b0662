import type { RawBuilder } from 'kysely';
import type { Organisation, Pairing, Role } from '../../shared/programme.ts';
import type { Db } from '../database/schema.ts';
import type { Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Notifications } from '../notifications/index.ts';
import { createActors } from './actors.ts';
import { registerEntryRoutes } from './entryRoutes.ts';
import { createInstallation } from './installation.ts';
import { createProgrammeInvitations } from './invitations.ts';
import { createMembers } from './members.ts';
import { createNeeds } from './needs.ts';
import { createOrganisations } from './organisations.ts';
import { createPairings } from './pairings.ts';
import { teamsOnSite, teamsWithNeeds } from './policy.ts';
import { registerProgrammeRoutes } from './routes.ts';
import { createTerms } from './terms.ts';

/** What an account may reach today: the roles it holds in each team, running terms only. A coordinator holds `coordinator` in every team of their organisation's pairings. */
export interface Actor {
  accountId: string;
  roles: ReadonlyMap<string, ReadonlySet<Role>>;
  /** Organisations that the account coordinates. */
  coordinates: ReadonlySet<string>;
}

/** A team and the two organisations of its pairing. */
export interface TeamPlace extends Pick<Pairing, 'supporting' | 'recipient'> {
  name: string;
}

export interface Programme {
  /** The actor behind a caller, read anew each time. An account without a running term has no roles at all. */
  actor: (caller: Caller) => Promise<Actor>;
  /**
   * The organisation for which an account is in a team today: their own, or as a coordinator that of the pairing which they run.
   * @throws notFound when it has no running term there.
   */
  organisationIn: (accountId: string, teamId: string) => Promise<string>;
  teams: {
    /** Active members of a team with their roles; coordinators of the pairing are not in it. */
    members: (teamId: string) => Promise<{ accountId: string; role: Role; endsOn: string | null }[]>;
    /** Accounts that coordinate the team's pairing today. */
    coordinators: (teamId: string) => Promise<string[]>;
    /** What teams and their organisations are called. The caller sees to it that each of them may be known. */
    places: (teamIds: readonly string[]) => Promise<Map<string, TeamPlace>>;
    /** The teams that work at a recipient school. */
    atSchool: (organisationId: string) => Promise<string[]>;
  };
  /** The recipient schools that the caller works at today, as a teacher or a stationed member, or coordinates. */
  schools: (caller: Caller) => Promise<Organisation[]>;
  needs: {
    /** Marks a need as planned when a lesson is made for it. @throws notFound when it is not of this team. */
    plan: (needId: string, teamId: string) => Promise<void>;
    /** The needs that the caller can see, as a condition on the table `needs`. */
    seenBy: (caller: Caller) => Promise<RawBuilder<boolean>>;
  };
  /** Those of the callers who hold no running term. */
  withoutTermAmong: (callers: readonly Caller[]) => Promise<Set<string>>;
}

export interface ProgrammeDeps {
  db: Db;
  handle: Handle;
  identity: Identity;
  notifications: Notifications;
  timeZone: string;
  publicUrl: string | undefined;
  /** Whether the demo may be loaded into an empty installation. */
  canLoadDemo: boolean;
  /** Called after a membership has changed, so that open sockets are checked at once. */
  accessChanged: (accountIds: readonly string[]) => Promise<void>;
}

/** Makes the room of organisations, pairings, teams, members and needs, and registers its routes. */
export function createProgramme(deps: ProgrammeDeps): Programme {
  const { db, handle, identity, notifications, timeZone, publicUrl, canLoadDemo, accessChanged } = deps;
  const terms = createTerms(timeZone);
  const actors = createActors(db, terms);
  const organisations = createOrganisations(db);
  const pairings = createPairings(db);
  const members = createMembers(db, terms, pairings);
  const needs = createNeeds(db, identity);
  const installation = createInstallation({ db, identity, terms, canLoadDemo });
  const invitations = createProgrammeInvitations({ db, identity, terms, organisations, members, actor: actors.actor });
  const actor = (caller: Caller) => actors.actor(caller.accountId);
  registerEntryRoutes({ handle, actor, identity, installation, invitations, publicUrl });
  registerProgrammeRoutes({ handle, actor, organisations, pairings, members, needs, notifications, accessChanged });
  return {
    actor,
    organisationIn: actors.organisationIn,
    teams: {
      members: members.active,
      coordinators: members.coordinators,
      places: pairings.places,
      atSchool: pairings.teamsAtSchool,
    },
    schools: async (caller) => {
      const places = await pairings.places(teamsOnSite(await actor(caller)));
      return [...new Map([...places.values()].map(({ recipient }) => [recipient.id, recipient])).values()];
    },
    needs: { plan: needs.plan, seenBy: async (caller) => needs.ofTeamsCondition(teamsWithNeeds(await actor(caller))) },
    withoutTermAmong: actors.withoutTermAmong,
  };
}
