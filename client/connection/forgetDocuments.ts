import {
  clearRegister,
  copyName,
  dropCopy,
  knownEpoch,
  markRefused,
  readCopies,
  refusedCopies,
  unsentCopies,
} from './copyRegister.ts';

/** Removes the copy of one document: access was taken away, its history replaced, or its owner wants it gone. */
export async function forgetDocument(documentId: string, accountId: string): Promise<void> {
  const epoch = knownEpoch(documentId, accountId);
  dropCopy(accountId, documentId);
  if (epoch !== null) await removeCopy(copyName(documentId, epoch, accountId));
}

/** Lets go of a copy whose history was replaced; its words stay where the server did not take them. */
export async function releaseDocument(documentId: string, accountId: string): Promise<void> {
  const epoch = knownEpoch(documentId, accountId);
  const refused = refusedCopies(accountId).some((one) => one.documentId === documentId && one.epoch === epoch);
  if (refused) dropCopy(accountId, documentId);
  else await forgetDocument(documentId, accountId);
}

/** Removes words that the server did not take, after their author has saved them or given them up. */
export async function forgetRefused(documentId: string, epoch: number, accountId: string): Promise<void> {
  markRefused(accountId, documentId, epoch, null);
  if (knownEpoch(documentId, accountId) === epoch) await forgetDocument(documentId, accountId);
  else await removeCopy(copyName(documentId, epoch, accountId));
}

/** Removes all copies of an account from this browser. Called when it signs out. */
export async function forgetDocuments(accountId: string): Promise<void> {
  const copies = Object.entries(readCopies(accountId));
  const refused = refusedCopies(accountId).map(({ documentId, epoch }) => [documentId, epoch] as const);
  clearRegister(accountId);
  await Promise.all([...copies, ...refused].map(([id, epoch]) => removeCopy(copyName(id, epoch, accountId))));
}

/** Removes the copies that the server has every word of. Called when a session ended without its owner doing it here. */
export async function forgetSentDocuments(accountId: string): Promise<void> {
  const kept = new Set([...unsentCopies(accountId), ...refusedCopies(accountId).map(({ documentId }) => documentId)]);
  const sent = Object.keys(readCopies(accountId)).filter((id) => !kept.has(id));
  await Promise.all(sent.map((id) => forgetDocument(id, accountId)));
}

/** Free of all that reads documents, so that signing out works where a plan's code was never loaded. */
function removeCopy(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new DOMException('The browser gave no reason.', 'UnknownError'));
  });
}
