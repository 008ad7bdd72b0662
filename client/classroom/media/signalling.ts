import type { classEvents } from '../../../shared/classroom.ts';
import type { PushName, PushPayload, RequestAnswer, RequestInput, RequestName } from '../../../shared/realtime.ts';

type Events = typeof classEvents;
export type ClassRequest = RequestName<Events>;
export type ClassRequestInput<N extends ClassRequest> = RequestInput<Events, N>;
export type ClassRequestAnswer<N extends ClassRequest> = RequestAnswer<Events, N>;
export type ClassPush = PushName<Events>;

/** The line to the server as the class uses it. It is handed in, so that the media part knows no socket. */
export interface Signalling {
  /** Sends a request. @throws CallError, or another error whose `code` is `timeout` or `offline` when there is no answer. */
  request: <N extends ClassRequest>(name: N, input: RequestInput<Events, N>) => Promise<RequestAnswer<Events, N>>;
  /** Listens to a push until the returned function is called. */
  on: <N extends ClassPush>(name: N, listener: (payload: PushPayload<Events, N>) => void) => () => void;
  connected: () => boolean;
  /** Told of every change of `connected`, until the returned function is called. */
  onConnection: (listener: (connected: boolean) => void) => () => void;
  /** Asks for a new line now, without waiting for the socket's own turn. */
  reconnect: () => void;
}

/** The stable code of an error, or `unknown`. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown';
}
