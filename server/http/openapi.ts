import { OpenApiGeneratorV31, OpenAPIRegistry, extendZodWithOpenApi, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { AnyEndpoint } from './handle.ts';

extendZodWithOpenApi(z);

/** The OpenAPI 3.1 description of every registered endpoint. */
export function describeApi(endpoints: readonly AnyEndpoint[], version: string): object {
  const registry = new OpenAPIRegistry();
  for (const endpoint of endpoints) registry.registerPath(toRoute(endpoint));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Tongke 同课', version, description: 'Sign in with POST /api/session; the answer sets the session cookie.' },
  });
}

const fileForm = z.object({ file: z.string().meta({ format: 'binary' }) });

function toRoute(endpoint: AnyEndpoint): RouteConfig {
  const { params, query, body } = endpoint as { params?: z.ZodObject; query?: z.ZodObject; body?: z.ZodType };
  const problem = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
  const error = (description: string) => ({ description, content: { 'application/json': { schema: problem } } });
  return {
    method: endpoint.method.toLowerCase() as RouteConfig['method'],
    path: endpoint.path.replace(/:(\w+)/g, '{$1}'),
    summary: endpoint.summary,
    tags: [endpoint.path.split('/')[2] ?? 'api'],
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(body === undefined ? {} : { body: { content: { 'application/json': { schema: body } } } }),
      ...(endpoint.upload === true ? { body: { content: { 'multipart/form-data': { schema: fileForm } } } } : {}),
    },
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: endpoint.output as z.ZodType } } },
      400: error('The input is not of the expected form'),
      ...(endpoint.audience === 'account' ? { 401: error('Nobody is signed in') } : {}),
      ...(params === undefined ? {} : { 404: error('Unknown, or not visible to this account') }),
    },
  };
}
