import type { FromWorker, ToWorker } from './workerMessages.ts';

/**
 * The service worker: opens the client without a connection. It keeps the client's own files and nothing that belongs to a
 * person: addresses under /api, /documents and /socket.io never pass through it. Rules K1–K8 of SPEC-offline.md.
 * It is built as one file that imports nothing; the build fills in the lists below (vite.config.ts).
 */
interface Build {
  /** Changes with any file of the client. */
  version: string;
  /** What the first page needs, and the pages one can go to from there. */
  shell: string[];
  /** What opening a plan needs beyond it. */
  plan: string[];
}

declare const __TONGKE_BUILD__: Build;
const build = __TONGKE_BUILD__;

/** Only what the worker uses of its scope: the library of types for workers cannot stand beside that for pages. */
interface Scope {
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: { claim: () => Promise<void> };
  skipWaiting: () => Promise<void>;
  addEventListener: <N extends keyof Events>(name: N, listener: (event: Events[N]) => void) => void;
}
interface Lasting extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}
interface Fetching extends Lasting {
  request: Request;
  respondWith: (response: Promise<Response>) => void;
}
interface Events {
  install: Lasting;
  activate: Lasting;
  fetch: Fetching;
  message: Lasting & MessageEvent<ToWorker>;
}

const scope = self as unknown as Scope;
const prefix = 'tongke-client-';
const cacheName = prefix + build.version;
const page = '/';
/** Stands in the cache when everything that a plan needs is there, too. */
const planMark = '/plan-kept';
const noncePlace = '__CSP_NONCE__';
/** How long a page waits for the server before the kept shell is opened, in milliseconds. */
const patience = 2_500;

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== scope.location.origin) return;
  if (request.mode === 'navigate' && isPage(pathname)) event.respondWith(openPage(request));
  else if (isOurs(pathname)) event.respondWith(openFile(request, pathname));
});
scope.addEventListener('message', (event) => {
  if (event.data.type === 'take-over') event.waitUntil(scope.skipWaiting());
  else event.waitUntil(keepPlan().then((kept) => event.ports[0]?.postMessage({ kept } satisfies FromWorker)));
});

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await keepAll(cache, build.shell);
  await cache.put(page, await fetchShell());
  // Whoever could open a plan offline before the update can do so after it.
  if ((await caches.match(planMark)) !== undefined) await keepPlan();
}

/** The version before this one stays for the windows that still show it; earlier ones go. */
async function activate(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function keepPlan(): Promise<boolean> {
  try {
    const cache = await caches.open(cacheName);
    await keepAll(cache, build.plan);
    await cache.put(planMark, new Response());
    return true;
  } catch {
    return false;
  }
}

/** Four at a time: on a weak line more would only fail together. Files whose name tells their content are taken from earlier versions. */
async function keepAll(cache: Cache, files: string[]): Promise<void> {
  const left = [...files];
  const work = async () => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) {
      if ((await cache.match(file, { ignoreVary: true })) !== undefined) continue;
      const same = file.startsWith('/assets/') ? await caches.match(file, { ignoreVary: true }) : undefined;
      const kept = same ?? (await fetch(file));
      if (!kept.ok) throw new Error(`${file} answered ${kept.status}.`);
      await cache.put(file, kept);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
}

/** The page as the server sends it, with the place of its nonce left open; see `withNonce`. */
async function fetchShell(): Promise<Response> {
  const response = await fetch(page, { cache: 'no-store', redirect: 'error' });
  const html = await response.text();
  const policy = response.headers.get('content-security-policy');
  const nonce = /name="csp-nonce" content="([^"]*)"/.exec(html)?.[1];
  // A server that was updated in this moment has another page, which names files that this worker does not keep.
  const entry = /<script[^>]+src="([^"]+)"/.exec(html)?.[1];
  if (!response.ok || policy === null || nonce === undefined || entry === undefined || !build.shell.includes(entry))
    throw new Error('The page is not of this version.');
  const headers = new Headers(response.headers);
  headers.set('content-security-policy', policy.replaceAll(nonce, noncePlace));
  return new Response(html.replaceAll(nonce, noncePlace), { headers });
}

/** A kept page gets a nonce of its own every time it is opened, in its policy and in itself, as from the server. */
async function withNonce(kept: Response): Promise<Response> {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const headers = new Headers(kept.headers);
  headers.set('content-security-policy', (headers.get('content-security-policy') ?? '').replaceAll(noncePlace, nonce));
  return new Response((await kept.text()).replaceAll(noncePlace, nonce), { headers });
}

/** The server's page where it answers soon; else the kept one. */
async function openPage(request: Request): Promise<Response> {
  const asked = fetch(request);
  const soon = await Promise.race([asked, wait(patience)]).catch(() => null);
  if (soon !== null && soon.status < 500) return soon;
  const cache = await caches.open(cacheName);
  const kept = await cache.match(page);
  return kept === undefined ? asked : withNonce(kept);
}

async function openFile(request: Request, pathname: string): Promise<Response> {
  const kept = await caches.match(pathname, { ignoreVary: true });
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok && build.plan.includes(pathname)) {
    const copy = response.clone();
    await caches.open(cacheName).then((cache) => cache.put(pathname, copy));
  }
  return response;
}

/** Addresses of pages have no dots; those of the server are left alone. */
const isPage = (pathname: string): boolean => !/^\/(api|documents|socket\.io)(\/|$)|\./.test(pathname);
const isOurs = (pathname: string): boolean => pathname.startsWith('/assets/') || build.shell.includes(pathname);
const wait = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms));
