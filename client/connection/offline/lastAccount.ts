import type { Account } from '../../../shared/identity.ts';
import type { Membership } from '../../../shared/programme.ts';

/** Who was signed in here last, as the server said: the page opens as them while the server cannot be asked. */
export interface LastAccount {
  account: Account;
  memberships: Membership[];
  /** When the server said so, in milliseconds since 1970. */
  at: number;
}

const accountKey = 'tongke.account';
const leavingKey = 'tongke.leaving';
/** How long a page opens without asking the server, in milliseconds; after that somebody has to be reached once. */
const longest = 30 * 24 * 60 * 60_000;

/** The last account; null when there is none, or it was too long ago. Places whose term has ended since are not active any more. */
export function readLastAccount(): LastAccount | null {
  const last = parse(localStorage.getItem(accountKey));
  if (last === null || Date.now() - last.at > longest) return null;
  const today = new Intl.DateTimeFormat('en-CA').format(new Date());
  const memberships = last.memberships.map((held) => ({
    ...held,
    active: held.active && (held.endsOn === null || held.endsOn >= today),
  }));
  return { ...last, memberships };
}

export function rememberAccount(account: Account, memberships: Membership[]): void {
  try {
    localStorage.setItem(accountKey, JSON.stringify({ account, memberships, at: Date.now() } satisfies LastAccount));
  } catch {
    // A full or forbidden storage: the page then opens only when the server can be reached.
  }
}

export const forgetLastAccount = (): void => localStorage.removeItem(accountKey);

/** Somebody signed out without a connection: the server is told as soon as it can be reached, before it is asked anything else. */
export const isLeaving = (): boolean => localStorage.getItem(leavingKey) !== null;

export function setLeaving(leaving: boolean): void {
  if (leaving) localStorage.setItem(leavingKey, '1');
  else localStorage.removeItem(leavingKey);
}

/** Hears when another window of this browser signed out. Answers the function that stops it. */
export function onForgotten(listener: () => void): () => void {
  const heard = ({ key, newValue }: StorageEvent) => {
    if (key === accountKey && newValue === null) listener();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

function parse(stored: string | null): LastAccount | null {
  try {
    return JSON.parse(stored ?? 'null') as LastAccount | null;
  } catch {
    return null;
  }
}
