import { useEffect, useState } from 'react';
import { askOwnDevice, type OwnDevice } from '../../../shared/devices.ts';
import { call } from '../../connection/call.ts';
import { useSession } from '../../connection/session.tsx';

/** How often a device asks whether it has been paired, and how often a paired one whether it still is, in milliseconds. */
const askAgain = { waiting: 3000, paired: 30_000 };

/** What this browser is as a classroom device; it asks again and again. `error` is why the last question had no answer. */
export function useOwnDevice(): { own: OwnDevice | null; error: unknown } {
  const [own, setOwn] = useState<OwnDevice | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { refresh } = useSession();
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      let next = askAgain.waiting;
      try {
        const answer = await call(askOwnDevice);
        if (answer.state === 'paired' && answer.renewed) await refresh();
        next = askAgain[answer.state];
        if (!over) {
          setOwn(answer);
          setError(null);
        }
      } catch (problem) {
        if (!over) setError(problem);
      }
      if (!over) timer = setTimeout(() => void ask(), next);
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [refresh]);
  return { own, error };
}
