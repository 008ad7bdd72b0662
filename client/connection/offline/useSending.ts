import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { aboutCopies, onCopiesChanged, refusedCopies, unsentCopies, type AboutCopy, type RefusedCopy } from '../copyRegister.ts';
import { keepPlanCode } from '../clientVersion.ts';
import { useSession } from '../session.tsx';
import { getSocketState, onSocketOpen } from '../socket.ts';
import { keepAnswers } from './keptAnswers.ts';
import { onUnsentChanged, unsent } from './outbox.ts';

/** A pause after something has changed: typing offline should not set off a sending with every stroke. */
const calmMs = 400;
/** When what the server could not take just now is offered again, although nothing has changed here. */
const againMs = 30_000;
/** How long the page is left to itself before what a plan needs is loaded beside it. */
const idleMs = 4_000;

interface Slow {
  saveData?: boolean;
  effectiveType?: string;
}

/** While the page is open: sends what is not on the server as soon as it can be reached, and keeps what plans need for later. */
export function useSending(): void {
  const queries = useQueryClient();
  const { account } = useSession();
  const accountId = account?.id;
  // Whose term has ended has no socket; their words are refused, and have to be offered to them.
  const former = account !== null && !account.memberships.some(({ active }) => active);
  useEffect(() => {
    if (accountId === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let freshened = false;
    let left = false;
    const send = async () => {
      // A socket that was open stays so for a while after the network has gone.
      if (!navigator.onLine || (getSocketState() !== 'open' && !former)) return;
      const waiting = unsentCopies(accountId).length > 0 || unsent().some(({ refused }) => refused === null);
      const pinned = !freshened && Object.values(aboutCopies(accountId)).some((about) => about.pinned);
      if (!waiting && !pinned) return;
      // Loaded only where there is something to send: it needs all that a document needs. On a line that has just gone it cannot be.
      const sending = await import('./sendUnsent.ts').catch(() => null);
      if (sending === null) return again();
      const { refreshPinned, sendUnsent } = sending;
      if (waiting) await sendUnsent(accountId, queries);
      if (unsent().some(({ refused }) => refused === null)) again();
      if (pinned && !isWeak()) await refreshPinned(accountId, queries);
      freshened = true;
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void send().catch(reportError), calmMs);
    };
    const again = () => {
      clearTimeout(retry);
      if (!left) retry = setTimeout(soon, againMs);
    };
    const idle = setTimeout(() => {
      if (!isWeak() && getSocketState() === 'open') void Promise.all([keepPlanCode(), keepAnswers(queries)]);
    }, idleMs);
    addEventListener('online', soon);
    const offs = [onSocketOpen(soon), onUnsentChanged(soon), onCopiesChanged(soon)];
    soon();
    return () => {
      left = true;
      clearTimeout(timer);
      clearTimeout(retry);
      clearTimeout(idle);
      removeEventListener('online', soon);
      offs.forEach((off) => off());
    };
  }, [accountId, former, queries]);
}

/** How the copies on this device stand; the component renders again when that changes. */
export function useCopies(accountId: string): { unsentIds: string[]; refused: RefusedCopy[]; about: Record<string, AboutCopy> } {
  const snapshot = useSyncExternalStore(onCopiesChanged, () =>
    JSON.stringify([unsentCopies(accountId), refusedCopies(accountId), aboutCopies(accountId)]),
  );
  const [unsentIds, refused, about] = JSON.parse(snapshot) as [string[], RefusedCopy[], Record<string, AboutCopy>];
  return { unsentIds, refused, about };
}

/** Whether the person saves data or is on a line that has better things to carry. */
function isWeak(): boolean {
  const { connection } = navigator as Navigator & { connection?: Slow };
  return connection?.saveData === true || /2g/.test(connection?.effectiveType ?? '');
}
