import type { z } from 'zod';

/** The verbs an endpoint may have. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call an endpoint at all; what they may do there is the room's policy. */
export type Audience = 'anyone' | 'account';

/**
 * One HTTP endpoint, declared once: the server registers it, the client calls it, the OpenAPI page lists it.
 * `path` is in express form (`/api/lessons/:lessonId`); each `:name` must be a key of `params`.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Who extends Audience = Audience,
> {
  method: Method;
  path: string;
  summary: string;
  audience: Who;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Whether the body is a file instead: `multipart/form-data` with one part named `file`. */
  upload?: true;
  output: Output;
}

/** Declares an endpoint and keeps its exact types. */
export function endpoint<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Output extends z.ZodType = z.ZodType,
  const Who extends Audience = Audience,
>(definition: Endpoint<Params, Query, Body, Output, Who>): Endpoint<Params, Query, Body, Output, Who> {
  return definition;
}

type Part<Name extends string, Schema, Type> = Schema extends z.ZodUndefined ? unknown : Record<Name, Type>;

/** What a caller passes: only the parts the endpoint declares. */
export type CallInput<E> =
  E extends Endpoint<infer P, infer Q, infer B>
    ? Part<'params', P, z.input<P>> & Part<'query', Q, z.input<Q>> & Part<'body', B, z.input<B>>
    : never;

/** What the server's function receives: the parsed parts. */
export type ParsedInput<E> =
  E extends Endpoint<infer P, infer Q, infer B>
    ? Part<'params', P, z.output<P>> & Part<'query', Q, z.output<Q>> & Part<'body', B, z.output<B>>
    : never;

/** What the caller gets back. */
export type Answer<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer Output> ? z.output<Output> : never;

/** The body of every answer that is not a success. `code` is stable and translated by the client. */
export interface ErrorBody {
  error: { code: string; message: string; details?: Record<string, unknown> };
}
