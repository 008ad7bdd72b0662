/**
 * Which documents have a copy in this browser, and which of those hold something that the server may not have.
 * Kept in local storage: not every browser can list its databases, and the question comes up where no document is open.
 */

/** What is known of a document without opening it. */
export interface AboutCopy {
  /** The lesson whose plan it is. */
  lessonId: string;
  title: string;
  /** The newest schema that the copy was written or brought up to date with. */
  schemaVersion: number;
  /** Chosen to be kept up to date on this device. */
  pinned: boolean;
  /** When it was opened last, in milliseconds since 1970. */
  openedAt: number;
}

/** Why the server does not take what a copy holds. */
export type CopyRefusal = 'forbidden' | 'not-found' | 'read-only' | 'replaced';

/** A copy whose words the server does not take; they stay until their author has saved or given them up. */
export interface RefusedCopy {
  documentId: string;
  epoch: number;
  title: string;
  reason: CopyRefusal;
}

/** Document ids with the epoch that the copy is of. */
export const readCopies = (accountId: string): Record<string, number> => read(copiesKey(accountId), {});

export const writeCopies = (accountId: string, copies: Record<string, number>): void => write(copiesKey(accountId), copies);

/** The history (see `DocumentHello`) that this browser's copy is of; null when there is none. */
export const knownEpoch = (documentId: string, accountId: string): number | null => readCopies(accountId)[documentId] ?? null;

/** The name of the database that holds a copy. */
export const copyName = (documentId: string, epoch: number, accountId: string): string =>
  `doc:${documentId}:${epoch}:${accountId}`;

/** The documents of an account whose copy in this browser holds words that may not be on the server. */
export const unsentCopies = (accountId: string): string[] => read<string[]>(unsentKey(accountId), []);

export function markUnsent(accountId: string, documentId: string, unsent: boolean): void {
  const others = unsentCopies(accountId).filter((id) => id !== documentId);
  write(unsentKey(accountId), unsent ? [...others, documentId] : others);
}

/** What is known of the account's copies, by document id. */
export const aboutCopies = (accountId: string): Record<string, AboutCopy> => read(aboutKey(accountId), {});

export function noteCopy(accountId: string, documentId: string, about: Partial<AboutCopy>): void {
  const all = aboutCopies(accountId);
  const before = all[documentId] ?? { lessonId: '', title: '', schemaVersion: 0, pinned: false, openedAt: 0 };
  const schemaVersion = Math.max(before.schemaVersion, about.schemaVersion ?? 0);
  write(aboutKey(accountId), { ...all, [documentId]: { ...before, ...about, schemaVersion } });
}

/** Whether a copy may hold what only a newer client than one of this schema knows. */
export const isNewerCopy = (accountId: string, documentId: string, schemaVersion: number): boolean =>
  (aboutCopies(accountId)[documentId]?.schemaVersion ?? 0) > schemaVersion;

export const refusedCopies = (accountId: string): RefusedCopy[] => read<RefusedCopy[]>(refusedKey(accountId), []);

/** Remembers that the server does not take what a copy holds, or that this is settled (`reason` null). */
export function markRefused(accountId: string, documentId: string, epoch: number, reason: CopyRefusal | null): void {
  const all = refusedCopies(accountId);
  const others = all.filter((one) => one.documentId !== documentId || one.epoch !== epoch);
  if (reason === null && others.length === all.length) return;
  const title = aboutCopies(accountId)[documentId]?.title ?? '';
  write(refusedKey(accountId), reason === null ? others : [...others, { documentId, epoch, title, reason }]);
}

/** Forgets one document. */
export function dropCopy(accountId: string, documentId: string): void {
  const { [documentId]: _epoch, ...copies } = readCopies(accountId);
  const { [documentId]: _about, ...about } = aboutCopies(accountId);
  write(copiesKey(accountId), copies);
  write(aboutKey(accountId), about);
  markUnsent(accountId, documentId, false);
}

/** Forgets that there were any. */
export function clearRegister(accountId: string): void {
  for (const key of [copiesKey, unsentKey, aboutKey, refusedKey]) localStorage.removeItem(key(accountId));
  changed();
}

/** Hears of every change, also from other windows of this browser. Answers the function that stops it. */
export function onCopiesChanged(listener: () => void): () => void {
  const elsewhere = ({ key }: StorageEvent) => {
    if (key?.startsWith('documents')) listener();
  };
  listeners.add(listener);
  addEventListener('storage', elsewhere);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', elsewhere);
  };
}

const listeners = new Set<() => void>();
const copiesKey = (accountId: string) => `documents:${accountId}`;
const unsentKey = (accountId: string) => `documents.unsent:${accountId}`;
const aboutKey = (accountId: string) => `documents.about:${accountId}`;
const refusedKey = (accountId: string) => `documents.refused:${accountId}`;

function changed(): void {
  for (const listener of listeners) listener();
}

function read<T>(key: string, otherwise: T): T {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(key: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    if (localStorage.getItem(key) === text) return;
    localStorage.setItem(key, text);
  } catch {
    // A full or forbidden storage only means that there will be no copy to find.
  }
  changed();
}
