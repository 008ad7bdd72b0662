import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDemoPeople, signIn } from '../../shared/identity.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';

let platform: TestPlatform;
let world: World;
beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());

const json = { 'content-type': 'application/json' };
const post = (body: string, headers: Record<string, string> = json) =>
  platform.api().raw('/api/session', { method: 'POST', headers, body });

/** Sends a request line as it is, which `fetch` would tidy up, and answers the status and body. */
function rawGet(target: string): Promise<{ status: number; text: string }> {
  const { port } = new URL(platform.url);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('close', () => resolve({ status: Number(text.slice(9, 12)), text }));
    socket.on('error', reject);
    socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  });
}

describe('a request that makes no sense is answered with 4xx and a named error', () => {
  it.each([
    ['malformed JSON', '{"email":', 400],
    ['a JSON value that is no object', '"email"', 400],
    ['null', 'null', 400],
    ['an array', '[]', 400],
    ['missing fields', '{}', 400],
    ['fields of other types', '{"email":{"$ne":1},"password":["x"]}', 400],
    ['__proto__', '{"__proto__":{"email":"a@b.cn","password":"x"}}', 400],
    ['a body beyond the limit', JSON.stringify({ email: 'a@example.org', password: 'x'.repeat(400_000) }), 413],
    ['deep nesting', '['.repeat(100_000) + ']'.repeat(100_000), 400],
  ])('%s', async (_title, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: expect.stringMatching(/^(invalid_input|too_large)$/) } });
  });

  it.each([
    ['another content type', { 'content-type': 'text/plain' }],
    ['an unknown charset', { 'content-type': 'application/json; charset=klingon' }],
    ['an unknown encoding', { ...json, 'content-encoding': 'klingon' }],
    ['a body that is not what its encoding says', { ...json, 'content-encoding': 'gzip' }],
  ])('%s', async (_title, headers) => {
    const response = await post('{"email":"a@example.org","password":"x"}', headers);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_input' } });
  });

  it('names every field that does not fit', async () => {
    const answer = (await (await post('{"email":"nobody","password":""}')).json()) as {
      error: { details: { issues: { path: string }[] } };
    };
    expect(answer.error.details.issues.map(({ path }) => path)).toEqual(['body.email', 'body.password']);
  });

  it.each([
    ['an encoded way up', '/api/pairings/..%2f..%2fsession'],
    ['an encoded NUL', '/api/pairings/%00'],
    ['half an escape', '/api/pairings/%E0%A4%A'],
    ['a name of four thousand characters', `/api/pairings/${'a'.repeat(4096)}`],
    ['an id that is none', '/api/pairings/42'],
    ['an address that does not exist', '/api/nothing/here'],
  ])('%s (F06)', async (_title, path) => {
    const response = await world.people.rear.raw(path);
    expect([400, 404]).toContain(response.status);
    expect(await response.json()).toMatchObject({ error: { code: expect.stringMatching(/^(invalid_input|not_found)$/) } });
  });

  it('text that the database cannot hold', async () => {
    const response = await world.people.rear.raw('/api/account', {
      method: 'PATCH',
      headers: json,
      body: JSON.stringify({ name: 'a\u0000b' }),
    });
    expect(response.status).toBe(400);
  });

  it('a verb that is not offered', async () => {
    expect((await platform.api().raw('/api/session', { method: 'PUT' })).status).toBe(404);
  });

  it('and the server answers the next one as ever', async () => {
    expect((await platform.api().call(listDemoPeople)).items).toEqual([]);
    const { email, password, id } = world.people.rear;
    expect(await platform.api().call(signIn, { body: { email, password } })).toMatchObject({ id });
  });
});

describe('an unusual request line', () => {
  it.each([
    '/..%2f..%2fetc/passwd',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/a%00b',
    '/%5c..%5c',
    '//etc/passwd',
    '/%',
  ])('%s gets 4xx and no file (F06)', async (target) => {
    const { status, text } = await rawGet(target);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain('root:');
  });
});

describe('headers', () => {
  it('keep answers out of caches, frames and sniffing, and say nothing of the software', async () => {
    const response = await platform.api().raw('/api/session');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-powered-by')).toBeNull();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });
});
