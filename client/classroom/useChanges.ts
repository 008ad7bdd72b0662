import { useCallback, useRef, useSyncExternalStore } from 'react';

interface Changing {
  on: (name: 'change', listener: () => void) => () => void;
}

/** Renders a component again whenever one of these says that it changed. What changed is read from the thing itself. */
export function useChanges(thing: Changing | null): void {
  const count = useRef(0);
  const subscribe = useCallback(
    (again: () => void) =>
      thing?.on('change', () => {
        count.current += 1;
        again();
      }) ?? (() => undefined),
    [thing],
  );
  useSyncExternalStore(subscribe, () => count.current);
}
