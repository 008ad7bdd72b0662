import { useSyncExternalStore } from 'react';
import { apiVersion } from '../../shared/version.ts';
import type { FromWorker, ToWorker } from './offline/workerMessages.ts';

/**
 * How this page stands to the newest version: `ready` when a newer client has been loaded and waits to be opened; `newer` or
 * `older` when the server speaks another version than this page.
 */
export type ClientVersion = 'current' | 'ready' | 'newer' | 'older';

/** How often a page that is left open asks whether there is a newer client, in milliseconds. */
const lookEvery = 60 * 60_000;

const listeners = new Set<() => void>();
let version: ClientVersion = 'current';
let registration: ServiceWorkerRegistration | undefined;

/** Has the browser keep the client for when there is no connection. Called once, when the page has loaded. */
export async function registerWorker(): Promise<void> {
  try {
    registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  } catch {
    // Private windows and addresses without https have none; everything but opening without a connection goes on.
    return;
  }
  // Browsers under test answer with nothing when workers are blocked.
  const found: ServiceWorkerRegistration | undefined = registration;
  if (found === undefined) return;
  const look = () => {
    if (found.waiting !== null && navigator.serviceWorker.controller !== null) become('ready');
  };
  look();
  found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', look));
  setInterval(lookForUpdate, lookEvery);
}

/** Asks the server whether there is a newer client; it is loaded beside this one and offered. */
export function lookForUpdate(): void {
  registration?.update().catch(() => {
    // Without a connection there is nothing to find.
  });
}

/** Opens the page anew with the newest client there is. Words that are not on the server yet are asked about by the page itself. */
export function openNewest(): void {
  const waiting = registration?.waiting;
  if (waiting === null || waiting === undefined) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage({ type: 'take-over' } satisfies ToWorker);
}

/** Keeps the code that a plan needs in this browser. Answers whether all of it is there. */
export async function keepPlanCode(): Promise<boolean> {
  if (registration === undefined) return false;
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<FromWorker>) => resolve(data.kept);
    active?.postMessage({ type: 'keep-plan' } satisfies ToWorker, [port2]);
  });
}

/** Compares the version that an answer of the server carries with this page's; answers of others carry none. */
export function noticeVersion(spoken: string | null): void {
  const server = Number(spoken ?? apiVersion);
  if (server > apiVersion) become('newer');
  if (server < apiVersion) become('older');
}

/** How this page stands to the newest version; the component renders again when that changes. */
export const useClientVersion = (): ClientVersion =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => version,
  );

function become(next: ClientVersion): void {
  if (version === next) return;
  version = next;
  for (const listener of listeners) listener();
}
