import { z } from 'zod';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addressOf, call, CallError } from '../../client/connection/call.ts';
import { isPassing, onCallError } from '../../client/connection/callError.ts';
import { endpoint } from '../../shared/http.ts';

const change = endpoint({
  method: 'PATCH',
  path: '/api/things/:thingId',
  summary: 'Change a thing',
  audience: 'account',
  params: z.object({ thingId: z.string() }),
  body: z.object({ name: z.string() }),
  output: z.object({ id: z.string() }),
});
const input = { params: { thingId: 'a/b' }, body: { name: '分数' } };

const answerWith = (status: number, body: string) => {
  const fetching = vi.fn<typeof fetch>(async () => new Response(body, { status }));
  vi.stubGlobal('fetch', fetching);
  return fetching;
};

afterEach(() => vi.unstubAllGlobals());

describe('addressOf', () => {
  it('fills in parameters so that none can leave its place in the path', () => {
    expect(addressOf('/api/a/:one/b/:two', { one: '../x', two: '课?' })).toBe('/api/a/..%2Fx/b/%E8%AF%BE%3F');
  });

  it('leaves out what a query does not say', () => {
    expect(addressOf('/api/a', {}, { q: '分 数', page: 2, none: undefined, nil: null })).toBe(
      '/api/a?q=%E5%88%86+%E6%95%B0&page=2',
    );
  });
});

describe('call', () => {
  it('sends method, address and JSON, and gives the answer', async () => {
    const fetching = answerWith(200, '{"id":"1"}');
    await expect(call(change, input)).resolves.toEqual({ id: '1' });
    const [address, request] = fetching.mock.calls[0] ?? [];
    expect(address).toBe('/api/things/a%2Fb');
    expect(request).toMatchObject({ method: 'PATCH', body: '{"name":"分数"}', headers: { 'content-type': 'application/json' } });
  });

  it('throws the code, status and details that the server named', async () => {
    answerWith(409, '{"error":{"code":"plan_incomplete","message":"…","details":{"missing":["x"]}}}');
    await expect(call(change, input)).rejects.toMatchObject({
      code: 'plan_incomplete',
      status: 409,
      details: { missing: ['x'] },
    });
  });

  it.each([
    [502, '<html>Bad gateway</html>'],
    [200, '<html>Log in to the school network</html>'],
    [403, '{"error":"no"}'],
  ])('says bad_answer when %i %s comes from something in between', async (status, body) => {
    answerWith(status, body);
    await expect(call(change, input)).rejects.toMatchObject({ code: 'bad_answer', status });
  });

  it('tells a server that is away from one that does not answer in time', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(call(change, input)).rejects.toMatchObject({ code: 'offline', status: 0 });
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('late', 'TimeoutError')));
    await expect(call(change, input)).rejects.toMatchObject({ code: 'timeout', status: 0 });
  });

  it('tells everyone who listens of a failure, once each, until they stop', async () => {
    answerWith(401, '{"error":{"code":"not_signed_in","message":"…"}}');
    const heard: string[] = [];
    const off = onCallError(({ code }) => heard.push(code));
    await call(change, input).catch(() => undefined);
    off();
    await call(change, input).catch(() => undefined);
    expect(heard).toEqual(['not_signed_in']);
  });
});

describe('isPassing', () => {
  it('holds for a lost line and a restarting server, not for a refusal', () => {
    expect(isPassing(new CallError('offline', 0, ''))).toBe(true);
    expect(isPassing(new CallError('media_missing', 503, ''))).toBe(true);
    expect(isPassing(new CallError('forbidden', 403, ''))).toBe(false);
    expect(isPassing(new Error('a mistake of ours'))).toBe(false);
  });
});
