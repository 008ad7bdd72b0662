import { describe, expect, it } from 'vitest';
import type { Words } from '../../client/ui/words.ts';

const modules = import.meta.glob<Record<string, unknown>>('../../client/**/{*[wW]ords,errors}.ts', { eager: true });
const rooms = Object.entries(modules).flatMap(([file, exported]) =>
  Object.values(exported)
    .filter(isWords)
    .map((words) => [`${words.room} (${file.slice('../../client/'.length)})`, words] as const),
);

const han = /\p{Script=Han}/u;
const letter = /\p{L}/u;
/** What stays as it is in both languages: names of the languages, of programs and of what one types. */
const borrowed = /\{\{\w+\}\}|中文|English|PowerPoint|POST \/api\/session|Cookie|JavaScript|[\w.]+@[\w.]+/g;

describe('the words of the interface', () => {
  it('are found in every room', () => {
    expect(rooms.map(([, { room }]) => room)).toEqual(
      expect.arrayContaining(['app', 'common', 'errors', 'identity', 'programme']),
    );
  });

  it.each(rooms)('of %s have the same keys in both languages', (_name, { zh, en }) => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });

  it.each(rooms)('of %s are Chinese in Chinese', (_name, { zh }) => {
    const foreign = Object.entries(zh).filter(([, text]) => {
      const rest = text.replaceAll(borrowed, '');
      return letter.test(rest) && !han.test(rest);
    });
    expect(foreign).toEqual([]);
  });

  it.each(rooms)('of %s hold no Chinese in English', (_name, words) => {
    expect(english(words).filter(([, text]) => han.test(text.replaceAll(borrowed, '')))).toEqual([]);
  });

  it.each(rooms)('of %s fill in the same places in both languages', (_name, words) => {
    const different = english(words).filter(([key, text]) => !sameList(places(text), places(words.zh[key] ?? '')));
    expect(different).toEqual([]);
  });

  it.each(rooms)('of %s are never empty', (_name, words) => {
    expect([...Object.entries(words.zh), ...english(words)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value && 'room' in value;
}

function english({ en }: Words): [key: string, text: string][] {
  return Object.entries(en).flatMap(([key, phrase]) =>
    typeof phrase === 'string'
      ? [[key, phrase] as [string, string]]
      : Object.values(phrase).map((text): [string, string] => [key, text]),
  );
}

const places = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''))].sort();

const sameList = (one: string[], other: string[]): boolean => one.join() === other.join();
