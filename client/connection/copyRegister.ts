/**
 * Which documents have a copy in this browser, and which of those hold something that the server may not have.
 * Kept in local storage: not every browser can list its databases, and the question comes up where no document is open.
 */

/** Document ids with the epoch that the copy is of. */
export const readCopies = (accountId: string): Record<string, number> => read(copiesKey(accountId), {});

export const writeCopies = (accountId: string, copies: Record<string, number>): void => write(copiesKey(accountId), copies);

/** The documents of an account whose copy in this browser holds words that may not be on the server. */
export const unsentCopies = (accountId: string): string[] => read<string[]>(unsentKey(accountId), []);

export function markUnsent(accountId: string, documentId: string, unsent: boolean): void {
  const others = unsentCopies(accountId).filter((id) => id !== documentId);
  write(unsentKey(accountId), unsent ? [...others, documentId] : others);
}

/** Forgets that there were any. */
export function clearRegister(accountId: string): void {
  localStorage.removeItem(copiesKey(accountId));
  localStorage.removeItem(unsentKey(accountId));
}

const copiesKey = (accountId: string) => `documents:${accountId}`;
const unsentKey = (accountId: string) => `documents.unsent:${accountId}`;

function read<T>(key: string, otherwise: T): T {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only means that there will be no copy to find.
  }
}
