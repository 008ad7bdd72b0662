/** Where a room keeps what an account has begun to write on this device; it is gone after signing out. */
export const draftKey = (accountId: string, name: string): string => `${draftPrefix(accountId)}${name}`;

/** Removes everything that this browser keeps for an account: drafts and copies of documents. Called when it signs out. */
export async function forgetAccount(accountId: string): Promise<void> {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(draftPrefix(accountId))) localStorage.removeItem(key);
  }
  // Loaded only now: the sign-in page needs no database.
  const { forgetDocuments } = await import('./documentCopies.ts');
  await forgetDocuments(accountId);
}

const draftPrefix = (accountId: string) => `tongke.draft.${accountId}.`;
