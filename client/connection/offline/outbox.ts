import { useSyncExternalStore } from 'react';
import type { CallInput } from '../../../shared/http.ts';
import type { openThread, reply, resolveThread } from '../../../shared/feedback.ts';
import { isPassing } from '../callError.ts';
import { keep, listKept, onStoreEntered, storeOwner, unkeep } from './accountStore.ts';
import { explainFull } from './storage.ts';

/** What can be written without the server, with everything that its endpoint takes. Ids are the client's, so that sending twice is harmless. */
export type Writing =
  | { kind: 'open'; input: CallInput<typeof openThread>; threadId: string }
  | { kind: 'reply'; input: CallInput<typeof reply>; threadId: string }
  | { kind: 'resolve'; input: CallInput<typeof resolveThread>; threadId: string };

/** What holds for everything that is not on the server yet. */
interface Waiting {
  id: string;
  lessonId: string;
  /** The plan that it is about: its own words have to be on the server first. */
  documentId: string;
  lessonTitle: string;
  /** When it was written, in ISO 8601. */
  at: string;
  /** Why the server did not take it; null while it waits to be sent. */
  refused: { code: string; details?: Record<string, unknown> | undefined } | null;
}

/** Something written. */
export type UnsentWriting = Writing & Waiting;

/** A file under the id that the server will know it by; its bytes are in the store of files. */
export interface UnsentFile extends Waiting {
  kind: 'file';
  name: string;
}

/** One thing that is not on the server yet. */
export type Unsent = UnsentWriting | UnsentFile;

const nothing: readonly Unsent[] = [];
let items: readonly Unsent[] = nothing;
const progress = new Map<string, number>();
const listeners = new Set<() => void>();
const others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('tongke.outbox');

others?.addEventListener('message', () => void load());
onStoreEntered(() => void load());

/** What is not on the server yet, in the order written. */
export const unsent = (): readonly Unsent[] => items;

/**
 * Sends something, or keeps it to be sent later and answers null: the server cannot be reached, or something written here before it
 * for the same lesson waits as well.
 */
export async function sendOrKeepUnsent<T>(item: UnsentWriting, send: () => Promise<T>): Promise<T | null> {
  const mustWait = items.some(({ lessonId, refused }) => lessonId === item.lessonId && refused === null);
  if (navigator.onLine && !mustWait) {
    try {
      return await send();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  }
  await addUnsent(item);
  return null;
}

/** Keeps something to be sent as soon as the server can be reached. @throws CallError `device_full` */
export async function addUnsent(item: Unsent): Promise<void> {
  await keep('outbox', item.id, item).catch((error: unknown) => {
    throw explainFull(error);
  });
  show([...items.filter(({ id }) => id !== item.id), item]);
  others?.postMessage(null);
}

/** It is on the server, or its author gave it up. */
export async function removeUnsent(id: string): Promise<void> {
  await unkeep('outbox', id);
  show(items.filter((item) => item.id !== id));
  others?.postMessage(null);
}

/** What is not on the server yet; the component renders again when that changes. */
export const useUnsent = (): readonly Unsent[] => useSyncExternalStore(onUnsentChanged, unsent);

/** How much of a file has been sent, from 0 to 1; undefined while it waits. */
export const progressOf = (id: string): number | undefined => progress.get(id);

export function setProgress(id: string, share: number): void {
  progress.set(id, share);
  show([...items]);
}

/** Hears of every change. Answers the function that stops it. */
export function onUnsentChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The words of something unsent, for showing and copying. */
export function wordsOf(item: Unsent): string {
  if (item.kind === 'file') return item.name;
  if (item.kind === 'resolve') return '';
  const wording = item.kind === 'open' ? item.input.body.wording : undefined;
  return [wording, item.input.body.body].filter((words) => words !== undefined && words !== '').join('\n');
}

async function load(): Promise<void> {
  const owner = storeOwner();
  const found = owner === null ? [] : await listKept<Unsent>('outbox').catch(() => []);
  if (storeOwner() === owner) show(found.toSorted((one, other) => one.at.localeCompare(other.at)));
}

function show(next: readonly Unsent[]): void {
  items = next;
  for (const listener of listeners) listener();
}
