import { clearDocument, IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';
import { clearRegister, markUnsent, readCopies, writeCopies } from './copyRegister.ts';

/** The copy of a document in this browser, one for each history and person: nobody reads what another left on a shared device. */
export interface DocumentCopy {
  /** Whether the copy holds something that the server may not have. */
  wasUnsaved: boolean;
  markUnsaved: (unsaved: boolean) => void;
  close: () => void;
}

const unsavedKey = 'unsaved';

/** The history (see `DocumentHello`) that this browser's copy is of; null when there is none. */
export function knownEpoch(documentId: string, accountId: string): number | null {
  return readCopies(accountId)[documentId] ?? null;
}

/** Loads the copy into the document and keeps it up to date. Answers null where the browser stores nothing. */
export async function openCopy(doc: Y.Doc, documentId: string, epoch: number, accountId: string): Promise<DocumentCopy | null> {
  if (typeof indexedDB === 'undefined' || !(await canStore())) return null;
  writeCopies(accountId, { ...readCopies(accountId), [documentId]: epoch });
  const persistence = new IndexeddbPersistence(nameOf(documentId, epoch, accountId), doc);
  await persistence.whenSynced;
  const wasUnsaved = (await persistence.get(unsavedKey)) === 1;
  let marked = wasUnsaved;
  return {
    wasUnsaved,
    markUnsaved(unsaved) {
      if (unsaved === marked) return;
      marked = unsaved;
      markUnsent(accountId, documentId, unsaved);
      void persistence.set(unsavedKey, unsaved ? 1 : 0);
    },
    close: () => void persistence.destroy(),
  };
}

/** Removes the copy of one document: access was taken away, or its history replaced. */
export async function forgetDocument(documentId: string, accountId: string): Promise<void> {
  const { [documentId]: epoch, ...rest } = readCopies(accountId);
  if (epoch === undefined) return;
  writeCopies(accountId, rest);
  markUnsent(accountId, documentId, false);
  await clearDocument(nameOf(documentId, epoch, accountId));
}

/** Removes all copies of an account from this browser. Called when it signs out. */
export async function forgetDocuments(accountId: string): Promise<void> {
  const register = readCopies(accountId);
  clearRegister(accountId);
  await Promise.all(Object.entries(register).map(([id, epoch]) => clearDocument(nameOf(id, epoch, accountId))));
}

const nameOf = (documentId: string, epoch: number, accountId: string) => `doc:${documentId}:${epoch}:${accountId}`;
/** Some private windows have databases that cannot be opened. */
function canStore(): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const probe = indexedDB.open('documents:probe');
      probe.onerror = () => resolve(false);
      probe.onsuccess = () => {
        probe.result.close();
        resolve(true);
      };
    } catch {
      resolve(false);
    }
  });
}
