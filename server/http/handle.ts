import type { Express, Request, Response } from 'express';
import type { z } from 'zod';
import type { Answer, Audience, Endpoint, ParsedInput } from '../../shared/http.ts';
import { invalidInput, notSignedIn } from '../errors.ts';
import type { Authenticate, Caller } from './caller.ts';

/** What a route's function gets beside its parsed input. */
export interface RouteContext<Who extends Audience> {
  caller: Who extends 'account' ? Caller : Caller | null;
  request: Request;
  response: Response;
}

/** Any endpoint, as a bound for generics. */
// oxlint-disable-next-line typescript/no-explicit-any -- variance: a concrete endpoint is not assignable to one of base schemas.
export type AnyEndpoint = Endpoint<any, any, any, any, Audience>;

/** Registers the function that answers an endpoint. Input is parsed before it runs, output is parsed after it. */
export type Handle = <E extends AnyEndpoint>(
  endpoint: E,
  answer: (input: ParsedInput<E>, context: RouteContext<E['audience']>) => Promise<Answer<E>>,
) => void;

/**
 * Makes the `handle` of an app. Every registered endpoint is remembered in `registry`, from which the OpenAPI page
 * and the isolation test are made, so that no route escapes them.
 */
export function createHandle(app: Express, authenticate: Authenticate, registry: AnyEndpoint[]): Handle {
  return (endpoint, answer) => {
    registry.push(endpoint);
    const verb = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    app[verb](endpoint.path, async (request: Request, response: Response) => {
      const caller = await authenticate(request.headers.cookie);
      if (endpoint.audience === 'account' && caller === null) throw notSignedIn();
      const input = {
        ...part('params', endpoint.params, request.params),
        ...part('query', endpoint.query, request.query),
        ...part('body', endpoint.body, request.body as unknown),
      } as ParsedInput<typeof endpoint>;
      const context = { caller, request, response } as RouteContext<(typeof endpoint)['audience']>;
      const value = await answer(input, context);
      if (!response.headersSent) response.json((endpoint.output as z.ZodType).parse(value));
    });
  };
}

/** Parses a value by a schema, naming every field that does not fit. */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown, prefix = ''): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidInput(
    result.error.issues.map((issue) => ({
      path: [prefix, ...issue.path.map(String)].filter((step) => step !== '').join('.'),
      message: issue.message,
    })),
  );
}

function part(name: string, schema: z.ZodType | undefined, value: unknown): Record<string, unknown> {
  return schema === undefined ? {} : { [name]: parseInput(schema, value ?? {}, name) };
}
