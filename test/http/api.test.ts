import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { apiVersion, apiVersionHeader } from '../../shared/version.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const get = async (path: string) => {
  const response = await platform.api().raw(path);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

/** The parts of an OpenAPI document that the checks below look at. */
interface Description {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
}
interface Operation {
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

test('every answer says which version of the contract it is of, refusals too (K8)', async () => {
  for (const path of ['/api/session', '/api/lessons', '/api/nothing']) {
    expect((await platform.api().raw(path)).headers.get(apiVersionHeader)).toBe(String(apiVersion));
  }
});

describe('the description of the API', () => {
  it('has every endpoint, with its input, its answer and its errors', async () => {
    const { status, body } = await get('/api/openapi.json');
    expect(status).toBe(200);
    const api = body as unknown as Description;
    expect(api.openapi).toBe('3.1.0');
    expect(api.info).toMatchObject({ title: 'Tongke 同课', version: 'test' });
    for (const endpoint of platform.endpoints) {
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
      const operation = api.paths[path]?.[endpoint.method.toLowerCase()];
      expect(operation?.summary, `${endpoint.method} ${path}`).toBe(endpoint.summary);
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inPath = (operation?.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => name)).toEqual(names);
      expect(inPath.every(({ required }) => required === true)).toBe(true);
      expect(operation?.requestBody !== undefined).toBe(endpoint.upload === true || endpoint.body !== undefined);
      expect(operation?.responses['200']?.content?.['application/json']?.schema).toBeTypeOf('object');
      expect(operation?.responses['400']).toBeDefined();
      expect(operation?.responses['401'] !== undefined).toBe(endpoint.audience === 'account');
    }
    expect(Object.keys(api.paths)).toEqual(expect.arrayContaining(['/api/health', '/api/ready', '/api/lessons', '/api/session']));
  });

  it('refers to nothing that it does not contain', async () => {
    const { body } = await get('/api/openapi.json');
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, reference]) => reference ?? '');
    for (const reference of references) {
      const target = reference
        .split('/')
        .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], body);
      expect(target, reference).toBeDefined();
    }
  });

  it('tells a program what it needs to sign in and to find a plan', async () => {
    const { body } = await get('/api/openapi.json');
    const { paths } = body as unknown as Description;
    const signIn = JSON.stringify(paths['/api/session']?.['post']?.requestBody);
    expect(signIn).toContain('"email"');
    expect(signIn).toContain('"password"');
    const lessons = JSON.stringify(paths['/api/lessons']?.['get']?.responses['200']);
    for (const field of ['items', 'id', 'title', 'state', 'documentId']) expect(lessons).toContain(`"${field}"`);
  });
});

describe('health', () => {
  it('is told to anybody, while the process answers', async () => {
    expect(await get('/api/health')).toEqual({ status: 200, body: { healthy: true } });
  });

  it('is apart from readiness, which is 503 with the reason while something is missing', async () => {
    const { status, body } = await get('/api/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({
      ready: false,
      version: 'test',
      parts: {
        database: { ready: true },
        media: { ready: false, reason: expect.stringMatching(/^media_/), message: expect.any(String) },
      },
    });
  });

  it('names the database when that does not answer, and a request then gets 503 and not a stack', async () => {
    const broken = await startPlatform();
    await broken.database.close();
    const ready = await broken.api().raw('/api/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ parts: { database: { ready: false, reason: 'database_gone' } } });
    expect((await broken.api().raw('/api/health')).status).toBe(200);
    await broken.close();
  });
});
