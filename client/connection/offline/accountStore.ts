/**
 * What this browser keeps of one account beside its documents: answers of the server for reading without it, what was written
 * and not sent yet, and files. A database for each account, so that nobody reads what another left and signing out removes it whole.
 */
const stores = ['answers', 'outbox', 'files'] as const;
export type StoreName = (typeof stores)[number];

interface Entered {
  accountId: string;
  /** Null where the browser stores nothing. */
  db: Promise<IDBDatabase | null>;
}

let entered: Entered | null = null;
const watchers = new Set<(accountId: string | null) => void>();

/** Says whose store is read and written from now on; null when nobody is signed in. */
export function enterStore(accountId: string | null): void {
  if (entered?.accountId === accountId || (entered === null && accountId === null)) return;
  void entered?.db.then((db) => db?.close());
  entered = accountId === null ? null : { accountId, db: openDatabase(nameOf(accountId)) };
  for (const watcher of watchers) watcher(accountId);
}

/** Whose store it is; null when nobody is signed in. */
export const storeOwner = (): string | null => entered?.accountId ?? null;

/** Hears of every change of whose store it is. */
export const onStoreEntered = (watcher: (accountId: string | null) => void): void => void watchers.add(watcher);

/** What is kept under a key; undefined when there is nothing, or nothing can be kept. */
export const readKept = <T>(store: StoreName, key: string): Promise<T | undefined> =>
  through(store, 'readonly', (open) => open.get(key) as IDBRequest<T | undefined>);

/** Everything that is kept in a store. */
export const listKept = async <T>(store: StoreName): Promise<T[]> =>
  (await through(store, 'readonly', (open) => open.getAll() as IDBRequest<T[]>)) ?? [];

/** Keeps a value; it is on the device when this resolves. @throws DOMException `QuotaExceededError` when the device is full. */
export async function keep(store: StoreName, key: string, value: object): Promise<void> {
  await through(store, 'readwrite', (open) => open.put(value, key));
}

export async function unkeep(store: StoreName, key: string): Promise<void> {
  await through(store, 'readwrite', (open) => open.delete(key));
}

/** Removes the whole store of an account from this browser. */
export async function forgetStore(accountId: string): Promise<void> {
  if (entered?.accountId === accountId) enterStore(null);
  if (typeof indexedDB !== 'undefined') await settled(indexedDB.deleteDatabase(nameOf(accountId)));
}

/** Removes from an account's store what the server has as well, and leaves what it does not have. */
export async function forgetAnswers(accountId: string): Promise<void> {
  const db = await openDatabase(nameOf(accountId));
  if (db === null) return;
  await run(db, 'answers', 'readwrite', (open) => open.clear());
  db.close();
}

const nameOf = (accountId: string) => `account:${accountId}`;

async function through<T>(store: StoreName, mode: IDBTransactionMode, use: (open: IDBObjectStore) => IDBRequest<T>) {
  const db = await entered?.db;
  return db === null || db === undefined ? undefined : run(db, store, mode, use);
}

/** One request in a transaction of its own. */
function run<T>(db: IDBDatabase, store: StoreName, mode: IDBTransactionMode, use: (open: IDBObjectStore) => IDBRequest<T>) {
  return new Promise<T>((resolve, reject) => {
    const transaction = db.transaction(store, mode);
    const request = use(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new DOMException('The store was closed.', 'AbortError'));
  });
}

/** Some private windows have databases that cannot be opened. */
async function openDatabase(name: string): Promise<IDBDatabase | null> {
  try {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store));
    const db = await settled(request);
    // Another window signs out: the database is free to go at once.
    db.onversionchange = () => db.close();
    return db;
  } catch {
    return null;
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('The browser gave no reason.', 'UnknownError'));
  });
}
