import { z } from 'zod';
import { endpoint } from './http.ts';
import { Done, Id, Line, ListOf, Locale, Moment, Person } from './values.ts';

/** An address for signing in; compared without regard to case. */
export const EmailAddress = z.email().max(254);

/** A new password: length is what counts (OWASP ASVS 2.1: 12 to 128 characters, no composition rules). */
export const NewPassword = z.string().min(12).max(128);

/** The account that is signed in, as itself sees it. */
export const Account = Person.extend({ email: EmailAddress, locale: Locale.nullable() });
export type Account = z.output<typeof Account>;

/** One signed-in browser. */
export const Session = z.object({
  id: Id,
  device: z.string(),
  createdAt: Moment,
  lastSeenAt: Moment,
  current: z.boolean(),
});

/** POST /api/session with e-mail and password sets the httpOnly session cookie. */
export const signIn = endpoint({
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in with e-mail and password',
  audience: 'anyone',
  body: z.object({ email: EmailAddress, password: z.string().min(1).max(1024) }),
  output: Account,
});

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out of this browser',
  audience: 'anyone',
  output: Done,
});

/** The account of the session, or null: asked once when the client opens. */
export const currentAccount = endpoint({
  method: 'GET',
  path: '/api/session',
  summary: 'Who is signed in here, if anyone',
  audience: 'anyone',
  output: z.object({ account: Account.nullable() }),
});

export const listSessions = endpoint({
  method: 'GET',
  path: '/api/sessions',
  summary: 'The browsers in which I am signed in',
  audience: 'account',
  output: ListOf(Session),
});

export const signOutEverywhere = endpoint({
  method: 'DELETE',
  path: '/api/sessions',
  summary: 'Sign out of every browser, this one included',
  audience: 'account',
  output: Done,
});

export const updateAccount = endpoint({
  method: 'PATCH',
  path: '/api/account',
  summary: 'Change my name or language',
  audience: 'account',
  body: z.object({ name: Line(60).optional(), locale: Locale.optional() }),
  output: Account,
});

export const changePassword = endpoint({
  method: 'POST',
  path: '/api/account/password',
  summary: 'Change my password; every other browser is signed out',
  audience: 'account',
  body: z.object({ currentPassword: z.string().min(1).max(1024), newPassword: NewPassword }),
  output: Done,
});

/** The people of the demo, for the one-click sign-in. Empty unless the demo runs on loopback. */
export const listDemoPeople = endpoint({
  method: 'GET',
  path: '/api/demo/people',
  summary: 'The people one can enter as, in demo mode only',
  audience: 'anyone',
  output: ListOf(Person.extend({ role: z.string(), organisation: z.string() })),
});

export const enterDemo = endpoint({
  method: 'POST',
  path: '/api/demo/session',
  summary: 'Sign in as one of the demo people, in demo mode only',
  audience: 'anyone',
  body: z.object({ personId: Id }),
  output: Account,
});
