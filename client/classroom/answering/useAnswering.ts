import { useCallback, useEffect, useState } from 'react';
import { answeringStream, getAnswering, type AnsweringEvent, type AnsweringView } from '../../../shared/classroom/answering.ts';
import { call } from '../../connection/call.ts';

/** Why a device is not in a class any more. */
export type Over = 'ended' | 'let_go' | 'gone';

/** What a student's device holds of its class. */
export interface Answering {
  view: AnsweringView | null;
  /** Whether the line to the server is lost; it comes back by itself. */
  lost: boolean;
  over: Over | null;
  /** The server's time minus this device's, in milliseconds. */
  offset: number;
  /** Takes on what an answer of the server says. */
  take: (view: AnsweringView) => void;
}

/** How long it takes to look again after the server has refused or could not be reached, in milliseconds. */
const lookAgain = 3000;

/** Follows a class as a student's device. The stream comes back by itself; when it is refused, it is asked why. */
export function useAnswering(token: string, first: AnsweringView | null): Answering {
  const [view, setView] = useState(first);
  const [offset, setOffset] = useState(() => offsetOf(first));
  const [lost, setLost] = useState(false);
  const [over, setOver] = useState<Over | null>(null);
  const [attempt, setAttempt] = useState(0);
  const take = useCallback((next: AnsweringView) => {
    setView(next);
    setOffset(offsetOf(next));
  }, []);

  useEffect(() => {
    const stream = new EventSource(answeringStream(token));
    let timer: ReturnType<typeof setTimeout> | undefined;
    stream.addEventListener('open', () => setLost(false));
    stream.addEventListener('message', ({ data }) => {
      const event = JSON.parse(String(data)) as AnsweringEvent;
      setLost(false);
      if ('view' in event) return take(event.view);
      stream.close();
      setOver(event.over);
    });
    stream.addEventListener('error', () => {
      setLost(true);
      // A stream that only broke opens again by itself.
      if (stream.readyState !== EventSource.CLOSED) return;
      call(getAnswering, { params: { token } }).catch((error: unknown) => {
        if ((error as { code?: unknown }).code === 'not_found') setOver('gone');
      });
      timer = setTimeout(() => setAttempt((count) => count + 1), lookAgain);
    });
    return () => {
      stream.close();
      clearTimeout(timer);
    };
  }, [token, take, attempt]);

  return { view, lost, over, offset, take };
}

const offsetOf = (view: AnsweringView | null): number => (view === null ? 0 : Date.parse(view.serverTime) - Date.now());
