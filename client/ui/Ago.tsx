import { useSyncExternalStore } from 'react';
import { useDates } from './dates.ts';

const everyMs = 30_000;
const listeners = new Set<() => void>();
let ticks = 0;
let clock: ReturnType<typeof setInterval> | undefined;

/** How long ago a moment was, kept current while it is shown; pointing at it tells the moment itself. */
export function Ago({ at, className }: { at: string; className?: string | undefined }) {
  const dates = useDates();
  useSyncExternalStore(subscribe, () => ticks);
  return (
    <time dateTime={at} title={dates.moment(at)} className={className}>
      {dates.ago(at)}
    </time>
  );
}

/** One clock for all times on the page; it stands still while there are none. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  clock ??= setInterval(() => {
    ticks += 1;
    for (const heard of listeners) heard();
  }, everyMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}
