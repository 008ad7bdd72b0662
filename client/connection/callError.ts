/**
 * What went wrong with a call or a request. `code` is the server's stable code, or one of the connection's own:
 * `offline` (the server was not reached), `timeout` (it did not answer in time), `bad_answer` (something in between answered).
 */
export class CallError extends Error {
  readonly code: string;
  /** The HTTP status; 0 when no answer came or it came over the socket. */
  readonly status: number;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: string, status: number, message: string, details?: Record<string, unknown>) {
    super(message);
    this.name = 'CallError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Whether trying again may help without anything being changed. */
export function isPassing(error: unknown): boolean {
  return error instanceof CallError && (['offline', 'timeout', 'bad_answer'].includes(error.code) || error.status >= 502);
}

type Listener = (error: CallError) => void;
const listeners = new Set<Listener>();

/** Hears of every failed call and request, whoever made it: the session learns in this way that it has ended. */
export function onCallError(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Tells the listeners, and answers the error to throw. */
export function announced(error: CallError): CallError {
  for (const listener of listeners) listener(error);
  return error;
}
