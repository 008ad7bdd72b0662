import { describe, expect, it } from 'vitest';
import { CallError } from '../../client/connection/callError.ts';
import { errorWords, explainError, fieldErrors } from '../../client/ui/errors.ts';
import { defineWords, translate } from '../../client/ui/words.ts';

defineWords('kitchen', { zh: { 'error.pot_empty': '锅里没有东西。' }, en: { 'error.pot_empty': 'The pot is empty.' } });

describe('explainError', () => {
  it("finds a room's own codes", () => {
    expect(explainError(new CallError('pot_empty', 409, 'pot is empty'))).toBe('锅里没有东西。');
  });

  it('fills in the details', () => {
    expect(explainError(new CallError('too_many_requests', 429, '', { retryAfterSeconds: 30 }))).toContain('30 秒');
  });

  it("never shows the server's words or a stack", () => {
    const general = translate(errorWords, 'error.unknown');
    expect(explainError(new CallError('new_code', 418, 'I am a teapot'))).toBe(general);
    expect(explainError(new TypeError('x is undefined'))).toBe(general);
    expect(explainError(undefined)).toBe(general);
  });
});

describe('fieldErrors', () => {
  const refused = new CallError('invalid_input', 400, '', {
    issues: [{ path: 'body.email', message: 'Invalid' }, { path: 'body.place.name', message: 'Too small' }, { nonsense: true }],
  });

  it("names the form's fields, with their own sentence where there is one", () => {
    expect(fieldErrors(refused, { email: '请填写邮箱' })).toEqual({
      email: '请填写邮箱',
      'place.name': translate(errorWords, 'issue.format'),
    });
  });

  it('is empty for every other error', () => {
    expect(fieldErrors(new CallError('forbidden', 403, ''))).toEqual({});
    expect(fieldErrors(new CallError('invalid_input', 400, ''))).toEqual({});
  });
});

describe('translate', () => {
  const words = defineWords('count', {
    zh: { people: '{{count}} 人' },
    en: { people: { one: '{{count}} person', other: '{{count}} people' } },
  });

  it('takes the form that the count asks for', () => {
    expect([0, 1, 2].map((count) => translate(words, 'people', { count }, 'en'))).toEqual(['0 people', '1 person', '2 people']);
    expect(translate(words, 'people', { count: 1 }, 'zh')).toBe('1 人');
  });

  it('puts text in as it is, markup and all', () => {
    expect(translate(words, 'people', { count: '<b>{{count}}</b>' }, 'zh')).toBe('<b>{{count}}</b> 人');
  });
});
