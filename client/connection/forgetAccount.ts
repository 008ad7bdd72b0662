import { forgetDocuments, forgetSentDocuments } from './forgetDocuments.ts';
import { forgetAnswers, forgetStore } from './offline/accountStore.ts';
import { forgetLastAccount } from './offline/lastAccount.ts';

/** Where a room keeps what an account has begun to write on this device; it is gone after signing out. */
export const draftKey = (accountId: string, name: string): string => `${draftPrefix(accountId)}${name}`;

/** Removes everything that this browser keeps for an account: drafts, copies of documents, what was to be sent. Called when it signs out. */
export async function forgetAccount(accountId: string): Promise<void> {
  forgetLastAccount();
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(draftPrefix(accountId))) localStorage.removeItem(key);
  }
  await Promise.all([forgetDocuments(accountId), forgetStore(accountId)]);
}

/** Removes what the server has as well, and keeps words that exist only here: the session ended, but not by a choice made here. */
export async function forgetWhatIsSent(accountId: string): Promise<void> {
  forgetLastAccount();
  await Promise.all([forgetSentDocuments(accountId), forgetAnswers(accountId)]);
}

const draftPrefix = (accountId: string) => `tongke.draft.${accountId}.`;
