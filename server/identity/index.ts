import type { Request, Response } from 'express';
import type { Transaction } from 'kysely';
import type { Account } from '../../shared/identity.ts';
import type { Person } from '../../shared/values.ts';
import type { Database, Db } from '../database/schema.ts';
import type { Authenticate, Caller } from '../http/caller.ts';
import { createTokenCookie } from '../http/cookie.ts';
import type { Handle } from '../http/handle.ts';
import { createAccounts } from './accounts.ts';
import { createGuessing } from './guessing.ts';
import { createInvitations } from './invitations.ts';
import { decoyHash } from './passwords.ts';
import { registerIdentityRoutes } from './routes.ts';
import { createSessions } from './sessions.ts';
import { hashToken, newToken } from './tokens.ts';

/** What other rooms get from identity. */
export interface Identity {
  authenticate: Authenticate;
  /** Makes a secret that cannot be guessed, and what is stored of it. */
  tokens: { make: () => string; hash: (token: string) => Buffer };
  accounts: {
    /** Makes an account. @throws conflict `email_taken`. */
    create: (tx: Transaction<Database>, input: { email: string; name: string; password: string }) => Promise<string>;
    /** People by id; ids that do not exist are left out. */
    people: (ids: readonly string[]) => Promise<Map<string, Person>>;
    /** The account as itself sees it. */
    self: (accountId: string) => Promise<Account>;
    isEmpty: () => Promise<boolean>;
    /** Lets one transaction at a time make the first account. @throws conflict `not_empty` */
    claimEmpty: (tx: Transaction<Database>) => Promise<void>;
  };
  sessions: {
    /** Signs an account in: a new session (never a reused one) and its cookie on the response. */
    start: (accountId: string, request: Request, response: Response) => Promise<void>;
    /** Signs an account out everywhere, at once. */
    endAll: (accountId: string) => Promise<void>;
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

/** Makes the room of accounts, sessions and invitations, and registers its routes. */
export function createIdentity({ db, handle, secureCookies, accessChanged }: IdentityDeps): Identity {
  const cookie = createTokenCookie('tongke_session', secureCookies);
  const accounts = createAccounts(db);
  const sessions = createSessions(db, cookie);
  registerIdentityRoutes({ handle, accounts, sessions, cookie, guessing: createGuessing(), accessChanged });
  // Made ahead, so that the first sign-in with an unknown address takes no longer than any other.
  void decoyHash();
  return {
    authenticate: sessions.authenticate,
    tokens: { make: newToken, hash: hashToken },
    accounts,
    sessions: {
      start: async (accountId, request, response) => {
        const replaced = await sessions.start(accountId, request, response);
        if (replaced !== null) await accessChanged([replaced]);
      },
      endAll: async (accountId) => {
        await sessions.endAll(accountId);
        await accessChanged([accountId]);
      },
      endedAmong: sessions.endedAmong,
    },
    invitations: createInvitations(db),
  };
}
