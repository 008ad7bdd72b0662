import type { Role } from '../../shared/programme.ts';
import type { Db } from '../database/schema.ts';
import type { Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';

/** What an account may reach today: the roles it holds in each team, running terms only. A coordinator holds `coordinator` in every team of their organisation's pairings. */
export interface Actor {
  accountId: string;
  roles: ReadonlyMap<string, ReadonlySet<Role>>;
  /** Organisations that the account coordinates. */
  coordinates: ReadonlySet<string>;
}

export interface Programme {
  /** The actor behind a caller, read anew each time. An account without a running term has no roles at all. */
  actor: (caller: Caller) => Promise<Actor>;
  teams: {
    /** Active members of a team with their roles; coordinators of the pairing are not in it. */
    members: (teamId: string) => Promise<{ accountId: string; role: Role; endsOn: string | null }[]>;
  };
  needs: {
    /** Marks a need as planned when a lesson is made for it. @throws notFound when it is not of this team. */
    plan: (needId: string, teamId: string) => Promise<void>;
  };
  /** Those of the callers who hold no running term. */
  withoutTermAmong: (callers: readonly Caller[]) => Promise<Set<string>>;
}

export interface ProgrammeDeps {
  db: Db;
  handle: Handle;
  identity: Identity;
  timeZone: string;
  publicUrl: string | undefined;
  canLoadDemo: boolean;
  demo: boolean;
  /** Called after a membership has changed, so that open sockets are checked at once. */
  accessChanged: (accountIds: readonly string[]) => Promise<void>;
}

export function createProgramme(_deps: ProgrammeDeps): Programme {
  throw new Error('programme is being built');
}
