import { useEffect, useState } from 'react';

/** The present, a minute at a time: what is written from it stays right on a page that is left open. */
export function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
