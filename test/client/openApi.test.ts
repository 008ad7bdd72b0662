import { describe, expect, it } from 'vitest';
import { byTag, describeSchema } from '../../client/app/openApi.ts';

describe('describeSchema', () => {
  it('writes a schema in a line', () => {
    expect(
      describeSchema({
        type: 'object',
        required: ['id', 'state'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          state: { type: 'string', enum: ['open', 'met'] },
          note: { type: ['string', 'null'] },
          tags: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
        },
      }),
    ).toBe('{ id: uuid, state: "open" | "met", note?: string | null, tags?: (string | number)[] }');
  });

  it('stops at a depth', () => {
    const deep = { properties: { a: { properties: { b: { properties: { c: { type: 'string' } } } } } } };
    expect(describeSchema(deep, 2)).toBe('{ a?: { b?: {…} } }');
  });
});

describe('byTag', () => {
  it('groups endpoints and keeps the order of the server', () => {
    const operation = (tag: string) => ({ tags: [tag], responses: {} });
    const paths = {
      '/b': { get: operation('b'), post: operation('b') },
      '/a': { get: operation('a') },
      '/b/c': { put: operation('b') },
    };
    const groups = byTag({ info: { title: '', version: '' }, paths });
    expect(groups.map(([tag, listed]) => [tag, listed.map(({ method, path }) => `${method} ${path}`)])).toEqual([
      ['b', ['GET /b', 'POST /b', 'PUT /b/c']],
      ['a', ['GET /a']],
    ]);
  });
});
