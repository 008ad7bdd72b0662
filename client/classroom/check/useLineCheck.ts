import { useCallback, useEffect, useState } from 'react';
import { lineCheckEvents } from '../../../shared/classroom/lineCheck.ts';
import { request } from '../../connection/socket.ts';
import type { Checking } from '../useDeviceCheck.ts';
import { checkLine, type LineReport } from '../media/lineCheck.ts';

/** `looking` while it is being measured; an error says why it could not be. */
export interface LineChecking {
  looking: boolean;
  report: LineReport | null;
  error: unknown;
  again: () => void;
}

/** The look begins a moment after the page has settled: whoever goes straight in never starts it. In milliseconds. */
const beginAfter = 1500;

/** Looks at the line once the devices have been opened, and again when asked to. Leaving the page ends it. */
export function useLineCheck({ local }: Checking): LineChecking {
  const [count, setCount] = useState(0);
  const [state, setState] = useState<Omit<LineChecking, 'again'>>({ looking: true, report: null, error: null });
  const settled = local !== null && !local.camera.opening && !local.microphone.opening;
  useEffect(() => {
    if (!settled || local === null) return;
    const control = new AbortController();
    const look = async () => {
      setState({ looking: true, report: null, error: null });
      try {
        const report = await checkLine({
          ask: (name, input) => request(lineCheckEvents, name, input),
          track: local.camera.track ?? local.microphone.track,
          signal: control.signal,
        });
        if (!control.signal.aborted) setState({ looking: false, report, error: null });
      } catch (error) {
        if (!control.signal.aborted) setState({ looking: false, report: null, error });
      }
    };
    const timer = setTimeout(() => void look(), beginAfter);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [settled, local, count]);
  return { ...state, again: useCallback(() => setCount((before) => before + 1), []) };
}
