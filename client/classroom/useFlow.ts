import { useCallback, useEffect, useRef } from 'react';

/** How a picture does: its frames come, they have stopped, or the first one is still awaited. */
export type Flow = 'moving' | 'stopped' | 'awaited';

/** A picture without a new frame for this long has stopped, in milliseconds. */
const stillAfter = 3000;

/**
 * Tells how a picture does, over all its tracks: one whose track was exchanged stands still until the first frame of the new
 * one. A page in the background is given no frames, which says nothing about the line. Answers what is to be called with every frame.
 */
export function useFlow(onFlow: ((flow: Flow) => void) | undefined): () => void {
  const told = useRef(onFlow);
  useEffect(() => {
    told.current = onFlow;
  });
  const flow = useRef<Flow>('moving');
  const tell = useCallback((now: Flow) => {
    if (flow.current === now) return;
    flow.current = now;
    told.current?.(now);
  }, []);
  const last = useRef(0);
  const begun = useRef(false);
  useEffect(() => {
    last.current = performance.now();
    const returned = () => {
      if (!document.hidden) last.current = performance.now();
    };
    document.addEventListener('visibilitychange', returned);
    const timer = setInterval(() => {
      if (document.hidden || performance.now() - last.current <= stillAfter) return;
      tell(begun.current ? 'stopped' : 'awaited');
    }, 500);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', returned);
      tell('moving');
    };
  }, [tell]);
  return useCallback(() => {
    last.current = performance.now();
    begun.current = true;
    tell('moving');
  }, [tell]);
}
