import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { copyName, markUnsent, readCopies, writeCopies } from './copyRegister.ts';

/** The copy of a document in this browser, one for each history and person: nobody reads what another left on a shared device. */
export interface DocumentCopy {
  /** Whether the copy holds something that the server may not have. */
  wasUnsaved: boolean;
  markUnsaved: (unsaved: boolean) => void;
  close: () => void;
}

const unsavedKey = 'unsaved';

/** Loads the copy into the document and keeps it up to date. Answers null where the browser stores nothing. */
export async function openCopy(doc: Y.Doc, documentId: string, epoch: number, accountId: string): Promise<DocumentCopy | null> {
  if (typeof indexedDB === 'undefined' || !(await canStore())) return null;
  writeCopies(accountId, { ...readCopies(accountId), [documentId]: epoch });
  const persistence = new IndexeddbPersistence(copyName(documentId, epoch, accountId), doc);
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

/** What a copy holds, to be read without the server. */
export async function readCopy(documentId: string, epoch: number, accountId: string): Promise<Y.Doc> {
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence(copyName(documentId, epoch, accountId), doc);
  await persistence.whenSynced;
  await persistence.destroy();
  return doc;
}

/** How much a copy takes, in bytes. */
export async function copySize(documentId: string, epoch: number, accountId: string): Promise<number> {
  return Y.encodeStateAsUpdate(await readCopy(documentId, epoch, accountId)).byteLength;
}

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
