import { useCallback, useState } from 'react';

/** Runs something that may fail after a click: whether it is running, and what went wrong the last time. */
export function useAction(action: () => Promise<void>): { run: () => void; busy: boolean; error: unknown } {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = useCallback(() => {
    setBusy(true);
    setError(null);
    action()
      .catch(setError)
      .finally(() => setBusy(false));
  }, [action]);
  return { run, busy, error };
}
