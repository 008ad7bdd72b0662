import { useEffect, useState } from 'react';

/** The time on the server in milliseconds, renewed every second. `offset` is the server's time minus this device's. */
export function useServerNow(offset: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  // A push may be newer than the last tick: the time never runs behind what has been shown already.
  return Math.max(now, Date.now() - 1000) + offset;
}
