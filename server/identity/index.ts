import type { Transaction } from 'kysely';
import type { Person } from '../../shared/values.ts';
import type { Database, Db } from '../database/schema.ts';
import type { Authenticate, Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { Request, Response } from 'express';

/** What other rooms get from identity. */
export interface Identity {
  authenticate: Authenticate;
  accounts: {
    /** Makes an account. @throws conflict `email_taken`. */
    create: (tx: Transaction<Database>, input: { email: string; name: string; password: string }) => Promise<string>;
    /** People by id; ids that do not exist are left out. */
    people: (ids: readonly string[]) => Promise<Map<string, Person>>;
    /** The account as itself sees it. */
    self: (accountId: string) => Promise<import('../../shared/identity.ts').Account>;
    isEmpty: () => Promise<boolean>;
  };
  sessions: {
    /** Signs an account in: a new session (never a reused one) and its cookie on the response. */
    start: (accountId: string, request: Request, response: Response) => Promise<void>;
    /** Those of the callers whose session no longer exists. */
    endedAmong: (callers: readonly Caller[]) => Promise<Set<string>>;
  };
  invitations: {
    /** Stores an invitation hashed and answers its token, which is shown once. */
    issue: (
      tx: Transaction<Database>,
      input: { grants: Record<string, unknown>; createdBy: string; expiresAt: Date },
    ) => Promise<string>;
    /** What an open invitation grants. @throws notFound for unknown, used and expired ones alike. */
    read: (token: string) => Promise<{ grants: Record<string, unknown>; createdBy: string; expiresAt: Date }>;
    /** Uses an invitation up, exactly once even when two try at the same moment. @throws notFound. */
    redeem: (tx: Transaction<Database>, token: string, accountId: string) => Promise<Record<string, unknown>>;
  };
}

export interface IdentityDeps {
  db: Db;
  handle: Handle;
  /** Whether cookies are `Secure` (the public address is https). */
  secureCookies: boolean;
  /** Called after a session has ended, so that its sockets close at once. */
  accessChanged: (accountIds: readonly string[]) => Promise<void>;
}

export function createIdentity(_deps: IdentityDeps): Identity {
  throw new Error('identity is being built');
}
