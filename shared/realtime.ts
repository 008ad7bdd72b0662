import { z } from 'zod';

/** A request a client sends over socket.io, always acknowledged with `Outcome<answer>`. */
export interface RequestEvent {
  input: z.ZodType;
  output: z.ZodType;
}

/** A room's events: `requests` go to the server and are acknowledged, `pushes` come from it. Names are `room:verb`. */
export interface EventSet {
  requests: Record<string, RequestEvent>;
  pushes: Record<string, z.ZodType>;
}

/** Declares a room's events and keeps their exact types. */
export function defineEvents<const E extends EventSet>(events: E): E {
  return events;
}

/** The acknowledgement of every request: an answer, or a named error. */
export type Outcome<T> =
  { ok: true; value: T } | { ok: false; error: { code: string; message: string; details?: Record<string, unknown> } };

export type RequestName<E extends EventSet> = keyof E['requests'] & string;
export type RequestInput<E extends EventSet, N extends RequestName<E>> = z.input<E['requests'][N]['input']>;
export type ParsedRequest<E extends EventSet, N extends RequestName<E>> = z.output<E['requests'][N]['input']>;
export type RequestAnswer<E extends EventSet, N extends RequestName<E>> = z.output<E['requests'][N]['output']>;
export type PushName<E extends EventSet> = keyof E['pushes'] & string;
export type PushPayload<E extends EventSet, N extends PushName<E>> = z.output<E['pushes'][N]>;

/** Events of the connection itself, not of a room. */
export const connectionEvents = defineEvents({
  requests: {},
  pushes: {
    /** The server is about to close this socket for good; the client shows why and does not come back by itself. */
    'connection:ended': z.object({ reason: z.enum(['signed_out', 'term_ended', 'removed']) }),
  },
});
