import { useCallback, useState } from 'react';
import type { ClassVisit } from '../media/ClassVisit.ts';
import type { ClassRequest, ClassRequestInput } from '../media/signalling.ts';

/** Asks something of the class after a click: whether it is being asked, and what went wrong the last time. */
export function useAsk(visit: ClassVisit) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const ask = useCallback(
    <N extends ClassRequest>(name: N, input: Omit<ClassRequestInput<N>, 'epoch'>) => {
      setBusy(true);
      setError(null);
      visit
        .ask(name, input)
        .catch(setError)
        .finally(() => setBusy(false));
    },
    [visit],
  );
  return { ask, busy, error };
}
