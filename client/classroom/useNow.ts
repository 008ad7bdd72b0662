import { useEffect, useState } from 'react';

/** The time on the server in milliseconds, renewed every second. `offset` is the server's time minus this device's. */
export function useServerNow(offset: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + offset;
}
