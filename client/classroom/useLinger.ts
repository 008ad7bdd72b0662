import { useEffect, useState } from 'react';

/** True while something is so, and for `milliseconds` after. */
export function useLinger(so: boolean, milliseconds: number): boolean {
  const [lingers, setLingers] = useState(so);
  useEffect(() => {
    if (so) {
      setLingers(true);
      return;
    }
    const timer = setTimeout(() => setLingers(false), milliseconds);
    return () => clearTimeout(timer);
  }, [so, milliseconds]);
  return so || lingers;
}
