import { useMemo } from 'react';
import { getLanguage, languageTag, useLanguage, type Language } from './language.ts';

/** A sentence with `{{name}}` places to fill, or its two forms in English when a `count` decides between them. */
export type Phrase = string | { one: string; other: string };

/** The words of one room in both languages. English must have exactly the keys that Chinese has. */
export interface Words<Key extends string = string> {
  room: string;
  zh: Record<Key, string>;
  en: Record<Key, Phrase>;
}

/** What `{{name}}` places are filled with. */
export type Fill = Record<string, string | number>;

/** Gives the sentence of a key in the language of the interface. */
export type Translate<Key extends string> = (key: Key, fill?: Fill) => string;

const rooms = new Map<string, Words>();

/** Declares the words of a room. Keys `error.<code>` are found by `explainError` from everywhere. */
export function defineWords<const Zh extends Record<string, string>>(
  room: string,
  words: { zh: Zh; en: Record<keyof Zh & string, Phrase> },
): Words<keyof Zh & string> {
  const defined = { room, ...words };
  rooms.set(room, defined);
  return defined;
}

/** The words of a room for a component: `const t = useWords(words)`, then `t('key', { name })`. */
export function useWords<Key extends string>(words: Words<Key>): Translate<Key> {
  const language = useLanguage();
  return useMemo(() => (key, fill) => translate(words, key, fill, language), [words, language]);
}

/** The sentence of a key outside of components. */
export function translate<Key extends string>(words: Words<Key>, key: Key, fill: Fill = {}, language = getLanguage()): string {
  return fillIn(words[language][key], fill, language);
}

/** Looks a key up in the words of every room loaded so far; null when none has it. */
export function findPhrase(key: string, fill: Fill = {}, language = getLanguage()): string | null {
  for (const words of rooms.values()) {
    const phrase = words[language][key];
    if (phrase !== undefined) return fillIn(phrase, fill, language);
  }
  return null;
}

function fillIn(phrase: Phrase, fill: Fill, language: Language): string {
  const chosen = typeof phrase === 'string' ? phrase : phrase[isOne(fill['count'], language) ? 'one' : 'other'];
  return chosen.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(fill[name] ?? place));
}

const isOne = (count: string | number | undefined, language: Language): boolean =>
  new Intl.PluralRules(languageTag(language)).select(Number(count ?? 0)) === 'one';
