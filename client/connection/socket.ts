import { useSyncExternalStore } from 'react';
import { io, type Socket } from 'socket.io-client';
import {
  type EventSet,
  type Outcome,
  type PushName,
  type PushPayload,
  type RequestAnswer,
  type RequestInput,
  type RequestName,
} from '../../shared/realtime.ts';
import { announced, CallError } from './callError.ts';

/** `closed` before sign-in and after the session has ended; `waiting` while it is being opened or has been lost. */
export type SocketState = 'closed' | 'waiting' | 'open';

const acknowledgeMs = 10_000;
const listeners = new Map<string, Set<(payload: never) => void>>();
const watchers = new Set<() => void>();
let socket: Socket | null = null;
let state: SocketState = 'closed';

/** Opens the one connection of this page; it comes back by itself until `closeSocket`. */
export function openSocket(): void {
  if (socket !== null) return;
  const opened = io({ transports: ['websocket', 'polling'], tryAllTransports: true, reconnectionDelayMax: 5_000 });
  socket = opened;
  enter('waiting');
  opened.on('connect', () => enter('open'));
  opened.on('disconnect', (reason) => {
    if (socket !== opened) return;
    enter('waiting');
    // socket.io does not come back by itself when the server closed the socket (it was restarted, say).
    if (reason === 'io server disconnect') opened.connect();
  });
  opened.on('connect_error', (error) => {
    if (socket !== opened) return;
    enter('waiting');
    if (error.message === 'not_signed_in') announced(new CallError('not_signed_in', 401, 'The session has ended.'));
  });
  opened.onAny((name: string, payload: unknown) => dispatch(name, payload));
}

/** Closes the connection for good: signed out, or the session has ended. */
export function closeSocket(): void {
  const closing = socket;
  socket = null;
  closing?.disconnect();
  enter('closed');
}

/**
 * Sends a request of a room and waits for its acknowledgement.
 * @throws CallError with the server's code, `offline` while there is no connection, or `timeout`.
 */
export async function request<E extends EventSet, N extends RequestName<E>>(
  _events: E,
  name: N,
  input: RequestInput<E, N>,
): Promise<RequestAnswer<E, N>> {
  if (socket === null || !socket.connected) throw new CallError('offline', 0, 'There is no connection to the server.');
  const outcome = await acknowledged<RequestAnswer<E, N>>(socket, name, input);
  if (outcome.ok) return outcome.value;
  const { code, message, details } = outcome.error;
  throw announced(new CallError(code, 0, message, details));
}

/** Hears what the server sends; may be called before the connection is open. Answers the function that stops it. */
export function onPush<E extends EventSet, N extends PushName<E>>(
  _events: E,
  name: N,
  listener: (payload: PushPayload<E, N>) => void,
): () => void {
  const heard = listeners.get(name) ?? new Set();
  listeners.set(name, heard.add(listener));
  return () => void heard.delete(listener);
}

/** Hears each time the connection opens, the first time and after every loss: then what was missed is asked again. */
export function onSocketOpen(listener: () => void): () => void {
  let was = state;
  return watch(() => {
    const opened = state === 'open' && was !== 'open';
    was = state;
    if (opened) listener();
  });
}

/** Hears every change of the state of the connection. Answers the function that stops it. */
export const onSocketState = (listener: () => void): (() => void) => watch(listener);

/** Drops what is left of the connection and opens it anew at once, without waiting for the socket's own next attempt. */
export function reconnectSocket(): void {
  socket?.disconnect().connect();
}

export const getSocketState = (): SocketState => state;

/** The state of the connection; the component renders again when it changes. */
export const useSocketState = (): SocketState => useSyncExternalStore(watch, getSocketState, getSocketState);

async function acknowledged<T>(through: Socket, name: string, input: unknown): Promise<Outcome<T>> {
  try {
    return (await through.timeout(acknowledgeMs).emitWithAck(name, input)) as Outcome<T>;
  } catch {
    throw new CallError('timeout', 0, 'The server did not answer in time.');
  }
}

/** A listener that throws breaks no other; the browser reports its error as any other uncaught one. */
function dispatch(name: string, payload: unknown): void {
  for (const listener of listeners.get(name) ?? []) {
    try {
      listener(payload as never);
    } catch (error) {
      reportError(error);
    }
  }
}

function enter(next: SocketState): void {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}
