import { useCallback, useEffect, useState } from 'react';
import { floatVideo, openFloating, waysToFloat } from './floating.ts';

export interface Floating {
  /** The small window, while it is open and of our own making. */
  opened: Window | null;
  /** Opens it, or closes it again; undefined where the browser knows no such thing. */
  toggle: (() => void) | undefined;
}

/** The class in a small window over everything else, for whoever looks something up meanwhile. It closes with the class. */
export function useFloating(): Floating {
  const [opened, setOpened] = useState<Window | null>(null);
  useEffect(() => {
    if (opened === null) return;
    const gone = () => setOpened(null);
    opened.addEventListener('pagehide', gone);
    return () => {
      opened.removeEventListener('pagehide', gone);
      opened.close();
    };
  }, [opened]);
  const way = waysToFloat();
  const toggle = useCallback(() => {
    if (opened !== null) setOpened(null);
    else if (way === 'video') void floatVideo();
    else void openFloating().then(setOpened);
  }, [opened, way]);
  return { opened, toggle: way === null ? undefined : toggle };
}
