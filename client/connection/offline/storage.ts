import { CallError } from '../callError.ts';

/** Whether this device has room for what is kept on it; told in plain words where it has not. */
let full = false;
const listeners = new Set<() => void>();

/** Looks at an error of keeping something: a full device is said on the page, anything else is reported as an uncaught error. */
export function noticeFull(error: unknown): void {
  if (isFull(error)) setFull(true);
  else if (!/AbortError|InvalidStateError/.test(told(error))) reportError(error);
}

/** What somebody is told who writes something that a full device cannot keep; any other error as it is. */
export const explainFull = (error: unknown): unknown =>
  isFull(error) ? new CallError('device_full', 0, 'This device has no room for it.') : error;

/** The copies of documents are written by a package that leaves its errors to the browser. */
export function watchForFullDevice(): void {
  addEventListener('unhandledrejection', (event) => {
    if (!isFull(event.reason)) return;
    event.preventDefault();
    setFull(true);
  });
}

/** Whether the device was full when something should have been kept. */
export const deviceFull = (): boolean => full;

/** Tells of every change of `deviceFull` until the returned function is called. */
export function onDeviceFull(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** After something was removed there may be room again. */
export const noticeRoom = (): void => setFull(false);

/** Asks the browser not to clear away by itself what is kept. Answers whether it agreed. */
export const askToPersist = async (): Promise<boolean> => (await navigator.storage?.persist?.().catch(() => false)) ?? false;

/** How much this site keeps on the device and how much it may, in bytes; null where the browser does not say. */
export async function storageUse(): Promise<{ used: number; limit: number } | null> {
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  return estimate?.usage === undefined || estimate.quota === undefined ? null : { used: estimate.usage, limit: estimate.quota };
}

const isFull = (error: unknown): boolean =>
  error instanceof CallError ? error.code === 'device_full' : /QuotaExceeded/.test(told(error));
const told = (error: unknown): string => (error instanceof Error ? `${error.name} ${error.message}` : '');

function setFull(now: boolean): void {
  if (full === now) return;
  full = now;
  for (const listener of listeners) listener();
}
