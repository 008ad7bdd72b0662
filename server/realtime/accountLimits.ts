import { createAllowance, type Allowance } from './allowance.ts';

/** Sockets that one account may have open at once: many devices and tabs, and not thousands. */
const socketsAtMost = 50;
/** Requests a second that all sockets of one account may make together, on average and in one burst. */
const requests = { sustained: 120, burst: 600 };

/** What all open sockets of one account share. */
interface Account {
  sockets: number;
  requests: Allowance;
}

/** Counts the sockets of each account, and what they ask for together: more sockets buy nobody more than a share (M04, ME3.3). */
export function createAccountLimits() {
  const accounts = new Map<string, Account>();
  return {
    /** Takes in a socket; null when the account has too many. The returned function lets it go. */
    admit(accountId: string): { requests: Allowance; release: () => void } | null {
      const account = accounts.get(accountId) ?? { sockets: 0, requests: createAllowance(requests) };
      if (account.sockets >= socketsAtMost) return null;
      account.sockets += 1;
      accounts.set(accountId, account);
      const release = () => {
        account.sockets -= 1;
        if (account.sockets === 0 && accounts.get(accountId) === account) accounts.delete(accountId);
      };
      return { requests: account.requests, release };
    },
  };
}
