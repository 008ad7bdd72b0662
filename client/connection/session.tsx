import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { currentAccount, signOut, type Account } from '../../shared/identity.ts';
import { myMemberships, type Membership } from '../../shared/programme.ts';
import { connectionEvents } from '../../shared/realtime.ts';
import { call } from './call.ts';
import { isPassing, onCallError } from './callError.ts';
import { forgetAccount, forgetWhatIsSent } from './forgetAccount.ts';
import { enterStore } from './offline/accountStore.ts';
import { refreshOutdated } from './offline/keptAnswers.ts';
import { isLeaving, onForgotten, readLastAccount, rememberAccount, setLeaving } from './offline/lastAccount.ts';
import { closeSocket, onPush, onSocketOpen, openSocket } from './socket.ts';
import { answerKey } from './useAnswer.ts';

/** The account that is signed in, with the places it holds or held. */
export interface SignedIn extends Account {
  memberships: Membership[];
}

export type Departure = 'chosen' | 'ended';

/** `unknown` until the server has been asked, `unreachable` when it could not be; `account` is there when signed in. */
export interface SessionState {
  status: 'unknown' | 'unreachable' | 'signed-out' | 'signed-in';
  account: SignedIn | null;
  /** Why nobody is signed in any more: by choice on this page, or because the session ended by itself or from elsewhere. */
  departure: Departure | null;
  /** Takes on the account that signing in, setting up or accepting an invitation answered. */
  enter: (account: Account) => void;
  /** Signs out of this browser, which then keeps nothing of the account; without a connection the server is told later. */
  leave: () => Promise<void>;
  /** The same after the server has ended the session at this page's request. */
  forget: () => void;
  /** Asks the server again who is signed in and what they hold. */
  refresh: () => Promise<void>;
}

/** How long the server is waited for before a page opens as the last account, in milliseconds. */
const patience = 3_000;
/** How often the server is told again that somebody has left, while it cannot be reached. */
const leavingEvery = 5_000;

const Context = createContext<SessionState | null>(null);

/** Knows who is signed in, keeps the socket open for them, and notices when the session or the term ends. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [departure, setDeparture] = useState<Departure | null>(null);
  const known = useRef<string | null>(null);
  const asked = useQuery({ queryKey: answerKey(currentAccount), queryFn: askWho });
  // The server is not there: the page opens as whoever it was last, and asks again when it is back (SPEC-offline.md, A1).
  const late = useLate(asked.data === undefined);
  const unanswered = asked.data === undefined && (late || asked.failureCount > 0);
  const last = useMemo(() => (unanswered && !isLeaving() ? readLastAccount() : null), [unanswered]);
  const account = asked.data === undefined ? (last?.account ?? null) : asked.data.account;
  const accountId = account?.id ?? null;
  const held = useQuery({
    queryKey: answerKey(myMemberships),
    queryFn: () => call(myMemberships),
    enabled: accountId !== null,
  });
  const heldBefore = useLastMemberships(accountId, held.data === undefined && (late || held.failureCount > 0));
  useLayoutEffect(() => enterStore(accountId), [accountId]);

  const become = useCallback(
    (next: Account | null, why: Departure | null) => {
      known.current = next?.id ?? null;
      setDeparture(why);
      // What one account has read must not be shown to the next.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== currentAccount.path });
      queries.setQueryData(answerKey(currentAccount), { account: next });
    },
    [queries],
  );
  const refresh = useCallback(async () => {
    await queries.invalidateQueries({ queryKey: answerKey(currentAccount) });
    await queries.invalidateQueries({ queryKey: answerKey(myMemberships) });
  }, [queries]);

  useEffect(() => {
    if (known.current === accountId) return;
    // Somebody signed out, or in as another person, in another window of this browser.
    if (known.current === null) known.current = accountId;
    else if (accountId === null) become(null, 'ended');
    else location.reload();
  }, [accountId, become]);

  useEffect(() => {
    if (accountId === null) return;
    openSocket();
    const offs = [
      closeSocket,
      onSocketOpen(() => {
        refreshOutdated(queries);
        if (queries.getQueryData(answerKey(currentAccount)) === undefined) void refresh();
      }),
      onForgotten(() => location.reload()),
      onCallError(({ code }) => {
        if (code === 'not_signed_in') become(null, 'ended');
      }),
      onPush(connectionEvents, 'connection:ended', ({ reason }) => {
        closeSocket();
        if (reason === 'signed_out') become(null, 'ended');
        else void refresh();
      }),
    ];
    return () => offs.forEach((off) => off());
  }, [accountId, become, refresh, queries]);

  const memberships = held.data?.items ?? heldBefore;
  const verified = asked.data?.account;
  useEffect(() => {
    if (verified != null && held.data !== undefined) rememberAccount(verified, held.data.items);
    const before = verified === null ? readLastAccount() : null;
    // The session ended elsewhere or by itself. What exists only here waits for its author to sign in again.
    if (before !== null) void forgetWhatIsSent(before.account.id);
  }, [verified, held.data]);
  useFinishedLeaving(accountId === null);

  const state = useMemo((): SessionState => {
    const forget = () => {
      const removed = accountId === null ? undefined : forgetAccount(accountId);
      become(null, 'chosen');
      // Not waited for: a copy is free to go only when the page that showed it has gone.
      void removed;
    };
    const actions = {
      enter: (next: Account) => {
        setLeaving(false);
        become(next, null);
      },
      leave: async () => {
        await call(signOut).catch((error: unknown) => {
          if (!isPassing(error)) throw error;
          setLeaving(true);
        });
        forget();
      },
      forget,
      refresh,
    };
    const without = (status: SessionState['status']) => ({ status, account: null, departure, ...actions });
    if (asked.data === undefined && account === null) {
      if (isLeaving()) return without('signed-out');
      return without(asked.isError ? 'unreachable' : 'unknown');
    }
    if (account === null) return without('signed-out');
    if (memberships === undefined) return without(held.isError ? 'unreachable' : 'unknown');
    return { status: 'signed-in', account: { ...account, memberships }, departure, ...actions };
  }, [asked.data, asked.isError, held.isError, account, accountId, memberships, departure, become, refresh]);

  return <Context value={state}>{children}</Context>;
}

/** The session, signed in or not. */
export function useSession(): SessionState {
  const session = use(Context);
  if (session === null) throw new Error('useSession is used outside of SessionProvider.');
  return session;
}

/** The account that is signed in. Only for pages behind the sign-in, which the routes keep. */
export function useAccount(): SignedIn {
  const { account } = useSession();
  if (account === null) throw new Error('useAccount is used on a page that does not require an account.');
  return account;
}

/** Whoever signed out without a connection stays signed out: the server is told before it is asked. */
async function askWho() {
  await finishLeaving();
  return call(currentAccount);
}

async function finishLeaving(): Promise<void> {
  if (!isLeaving()) return;
  await call(signOut);
  setLeaving(false);
}

function useFinishedLeaving(nobody: boolean): void {
  useEffect(() => {
    if (!nobody) return;
    const timer = setInterval(() => void finishLeaving().catch(() => undefined), leavingEvery);
    return () => clearInterval(timer);
  }, [nobody]);
}

function useLastMemberships(accountId: string | null, unanswered: boolean): Membership[] | undefined {
  return useMemo(() => {
    const last = unanswered ? readLastAccount() : null;
    return last?.account.id === accountId ? last?.memberships : undefined;
  }, [accountId, unanswered]);
}

function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setLate(true), patience);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waiting]);
  return late;
}
