import {
  changePassword,
  currentAccount,
  listSessions,
  signIn,
  signOut,
  signOutEverywhere,
  updateAccount,
} from '../../shared/identity.ts';
import { AppError } from '../errors.ts';
import type { Handle } from '../http/handle.ts';
import type { createAccounts } from './accounts.ts';
import { normaliseEmail } from './accounts.ts';
import type { TokenCookie } from '../http/cookie.ts';
import type { Guessing } from './guessing.ts';
import { passwordMatches } from './passwords.ts';
import type { createSessions } from './sessions.ts';

interface RouteDeps {
  handle: Handle;
  accounts: ReturnType<typeof createAccounts>;
  sessions: ReturnType<typeof createSessions>;
  cookie: TokenCookie;
  guessing: Guessing;
  accessChanged: (accountIds: readonly string[]) => Promise<void>;
}

/** The same answer whether the address or the password was wrong (A01). */
const wrongCredentials = () => new AppError('wrong_credentials', 401, 'The e-mail address or the password is wrong.');
const wrongPassword = () => new AppError('wrong_password', 403, 'The current password is wrong.');

/** Signing in and out, and one's own account. */
export function registerIdentityRoutes({ handle, accounts, sessions, cookie, guessing, accessChanged }: RouteDeps): void {
  handle(signIn, async ({ body }, { request, response }) => {
    const accountId = await guessing.attempt(normaliseEmail(body.email), request.ip, async () => {
      const known = await accounts.credentials(body.email);
      return (await passwordMatches(known?.passwordHash, body.password)) && known !== undefined ? known.id : null;
    });
    if (accountId === null) throw wrongCredentials();
    const replaced = await sessions.start(accountId, request, response);
    if (replaced !== null) await accessChanged([replaced]);
    return accounts.self(accountId);
  });

  handle(signOut, async (_input, { request, response }) => {
    const accountId = await sessions.endOwn(request);
    cookie.clear(response);
    if (accountId !== null) await accessChanged([accountId]);
    return { done: true as const };
  });

  handle(currentAccount, async (_input, { caller }) => ({
    account: caller === null ? null : await accounts.self(caller.accountId),
  }));

  handle(listSessions, async (_input, { caller }) => ({ items: await sessions.list(caller) }));

  handle(signOutEverywhere, async (_input, { caller, response }) => {
    await sessions.endAll(caller.accountId);
    cookie.clear(response);
    await accessChanged([caller.accountId]);
    return { done: true as const };
  });

  handle(updateAccount, async ({ body }, { caller }) => accounts.update(caller.accountId, body));

  handle(changePassword, async ({ body }, { caller, request }) => {
    const { email } = await accounts.self(caller.accountId);
    const right = await guessing.attempt(email, request.ip, async () => {
      const known = await accounts.credentials(email);
      return (await passwordMatches(known?.passwordHash, body.currentPassword)) ? true : null;
    });
    if (right === null) throw wrongPassword();
    await accounts.changePassword(caller.accountId, body.newPassword, caller.sessionId);
    await accessChanged([caller.accountId]);
    return { done: true as const };
  });
}
