import { useSyncExternalStore } from 'react';
import type { Locale } from '../../shared/values.ts';

export type Language = Locale;

const storageKey = 'tongke.language';
const listeners = new Set<() => void>();
const chosenListeners = new Set<(language: Language) => void>();
let current: Language = remembered() ?? fromBrowser();

/** The language of the interface right now. Components use `useLanguage` or `useWords`, which follow changes. */
export const getLanguage = (): Language => current;

/** Switches the whole interface and remembers the choice in this browser. */
export function setLanguage(language: Language): void {
  current = language;
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Without storage (private windows of some browsers) the choice lasts as long as the page.
  }
  announceLanguage();
  for (const listener of listeners) listener();
}

/** Switches because a person asked for it; who keeps the choice elsewhere (the account) hears of it by `onLanguageChosen`. */
export function chooseLanguage(language: Language): void {
  setLanguage(language);
  for (const listener of chosenListeners) listener(language);
}

/** Hears of every choice a person makes. Answers the function that stops it. */
export function onLanguageChosen(listener: (language: Language) => void): () => void {
  chosenListeners.add(listener);
  return () => void chosenListeners.delete(listener);
}

/** The language of the interface; the component renders again when it is switched. */
export const useLanguage = (): Language => useSyncExternalStore(subscribe, getLanguage, getLanguage);

/** Tells browser and screen readers which language the page is in. */
export function announceLanguage(): void {
  document.documentElement.lang = languageTag(current);
}

/** The BCP 47 tag that `lang` attributes and `Intl` take. */
export const languageTag = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en');

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function remembered(): Language | null {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'zh' || stored === 'en' ? stored : null;
  } catch {
    return null;
  }
}

function fromBrowser(): Language {
  const preferred = typeof navigator === 'undefined' ? [] : navigator.languages;
  const known = preferred.find((tag) => /^(zh|en)\b/i.test(tag));
  return known !== undefined && /^en\b/i.test(known) ? 'en' : 'zh';
}
