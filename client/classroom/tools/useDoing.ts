import { useState } from 'react';

/** What a panel does on clicks: whether something is still under way, and what went wrong the last time. */
export interface Doing {
  /** Does something; clicks that come quickly one after the other are all done. */
  run: (work: () => Promise<unknown>) => void;
  busy: boolean;
  error: unknown;
}

export function useDoing(): Doing {
  const [under, setUnder] = useState(0);
  const [error, setError] = useState<unknown>(null);
  return {
    busy: under > 0,
    error,
    run: (work) => {
      setUnder((count) => count + 1);
      setError(null);
      work()
        .catch(setError)
        .finally(() => setUnder((count) => count - 1));
    },
  };
}
