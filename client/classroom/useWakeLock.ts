import { useEffect } from 'react';

/** Keeps the screen from going dark while a class is on, where the browser can; asked again whenever the page is back in view. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const ask = async () => {
      if (!('wakeLock' in navigator) || document.hidden) return;
      // Refused on a low battery, which is the device's right.
      const granted = await navigator.wakeLock.request('screen').catch(() => null);
      if (over) await granted?.release();
      else lock = granted;
    };
    const shown = () => void ask();
    void ask();
    document.addEventListener('visibilitychange', shown);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', shown);
      void lock?.release();
    };
  }, []);
}
