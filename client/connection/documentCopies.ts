import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { copyName, markUnsent, readCopies, writeCopies } from './copyRegister.ts';
import { noticeFull, noticeRoom } from './offline/storage.ts';

/** The copy of a document in this browser, one for each history and person: nobody reads what another left on a shared device. */
export interface DocumentCopy {
  /** Whether the copy holds something that the server may not have. */
  wasUnsaved: boolean;
  markUnsaved: (unsaved: boolean) => void;
  close: () => void;
}

const unsavedKey = 'unsaved';
/** How long a device that was full is left alone before the copy is offered to it again, in milliseconds. */
const fullMs = 5_000;

/**
 * Loads the copy into the document and keeps it up to date. Answers null where the browser stores nothing.
 * @param onKept Told whether what is written is kept: false once the device is full, true as soon as it holds all of it again.
 * @param onKeeping Told true when something is on its way into the copy, and false when all of it is committed there.
 */
export async function openCopy(
  doc: Y.Doc,
  {
    documentId,
    epoch,
    accountId,
    onKept,
    onKeeping,
  }: {
    documentId: string;
    epoch: number;
    accountId: string;
    onKept: (kept: boolean) => void;
    onKeeping: (keeping: boolean) => void;
  },
): Promise<DocumentCopy | null> {
  if (typeof indexedDB === 'undefined' || !(await canStore())) return null;
  writeCopies(accountId, { ...readCopies(accountId), [documentId]: epoch });
  const persistence = new IndexeddbPersistence(copyName(documentId, epoch, accountId), doc);
  const db = await opened(persistence);
  // A device that is full does not make a new copy, and says so; what is open is read and written without one.
  if (db === null) {
    // oxlint-disable-next-line typescript/no-misused-promises -- it is what the package has registered there, and would fail once more.
    doc.off('destroy', persistence.destroy);
    return null;
  }
  const unwatch = [watchRoom(db, doc, onKept), watchWrites(db, doc, persistence, onKeeping)];
  await persistence.whenSynced;
  onKept(true);
  const wasUnsaved = (await persistence.get(unsavedKey)) === 1;
  let marked = wasUnsaved;
  return {
    wasUnsaved,
    markUnsaved(unsaved) {
      if (unsaved === marked) return;
      marked = unsaved;
      markUnsent(accountId, documentId, unsaved);
      persistence.set(unsavedKey, unsaved ? 1 : 0).catch(noticeFull);
    },
    close() {
      for (const stop of unwatch) stop();
      void persistence.destroy();
    },
  };
}

const opened = (persistence: IndexeddbPersistence): Promise<IDBDatabase | null> =>
  persistence._db.catch((error: unknown) => {
    noticeFull(error);
    return null;
  });

/**
 * Hears when the device refuses a change of the copy, and stores the document as a whole once there is room: without the change
 * that is missing, those after it could never be read. Answers the function that stops it.
 */
function watchRoom(db: IDBDatabase, doc: Y.Doc, told: (kept: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const store = () => {
    const transaction = db.transaction('updates', 'readwrite');
    transaction.objectStore('updates').add(Y.encodeStateAsUpdate(doc));
    transaction.addEventListener('complete', () => {
      told(true);
      noticeRoom();
    });
  };
  const refused = ({ target }: Event) => {
    if (!(target instanceof IDBTransaction) || target.error === null) return;
    told(false);
    noticeFull(target.error);
    clearTimeout(timer);
    timer = setTimeout(store, fullMs);
  };
  db.addEventListener('abort', refused);
  return () => {
    clearTimeout(timer);
    db.removeEventListener('abort', refused);
  };
}

/**
 * Tells when changes are on their way into the copy and when they are there: a transaction that only reads begins after those that
 * were asked to write before it have ended. Answers the function that stops it.
 */
function watchWrites(db: IDBDatabase, doc: Y.Doc, copy: unknown, told: (keeping: boolean) => void): () => void {
  let following = false;
  let more = false;
  let stopped = false;
  const follow = () => {
    more = false;
    const behind = db.transaction('updates', 'readonly');
    behind.objectStore('updates').getKey(0);
    const ended = () => {
      if (more && !stopped) return follow();
      following = false;
      told(false);
    };
    behind.addEventListener('complete', ended);
    behind.addEventListener('abort', ended);
  };
  const listen = (_update: Uint8Array, origin: unknown) => {
    if (origin === copy) return;
    more = true;
    if (following) return;
    following = true;
    told(true);
    follow();
  };
  doc.on('update', listen);
  return () => {
    stopped = true;
    doc.off('update', listen);
  };
}

/** What a copy holds, to be read without the server. */
export async function readCopy(documentId: string, epoch: number, accountId: string): Promise<Y.Doc> {
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence(copyName(documentId, epoch, accountId), doc);
  await persistence._db;
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
