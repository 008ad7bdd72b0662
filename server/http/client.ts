import fs from 'node:fs';
import path from 'node:path';
import express, { type Express, type Request } from 'express';
import { AppError, notFound } from '../errors.ts';
import { createCompressed } from './compressed.ts';

/** Addresses of pages are short and plain; anything else is a probe or a missing file. */
const longestPage = 500;

/**
 * The worker that reads PDF files decodes scanned pages with WebAssembly, which needs leave of its own. It may fetch from here and
 * nothing else; pages keep the policy that all have.
 */
const pdfWorkerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; font-src 'self'";

/** Takes the place of the service worker where the client is not to be kept: it removes what was kept, and itself. */
const retiredWorker = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => registration.unregister()),
));
`;

/**
 * Serves the built client; a page address answers its index, which carries the nonce of the answer.
 * @param offline Whether browsers may keep the client; else those that do are told to stop.
 */
export function serveClient(app: Express, clientDir: string, offline = true): void {
  const indexFile = path.join(clientDir, 'index.html');
  const index = fs.existsSync(indexFile) ? fs.readFileSync(indexFile, 'utf8') : null;
  const assets = path.join(clientDir, 'assets');
  app.get('/assets/*folder/pdf.worker.min.mjs', (_request, response, next) => {
    response.setHeader('Content-Security-Policy', pdfWorkerPolicy);
    next();
  });
  app.use('/assets', createCompressed(assets));
  app.use('/assets', express.static(assets, { immutable: true, maxAge: '1y', fallthrough: false }));
  // Asked for again every time: these two decide which version a browser keeps.
  app.get(['/sw.js', '/manifest.webmanifest'], (request, response, next) => {
    response.setHeader('Cache-Control', 'no-cache');
    if (!offline && request.path === '/sw.js') response.type('js').send(retiredWorker);
    else next();
  });
  app.use(express.static(clientDir, { index: false, maxAge: 0 }));
  app.get('/{*page}', (request, response) => {
    if (!isPage(request)) throw notFound();
    if (index === null) throw new AppError('client_missing', 503, 'The client has not been built yet: run "npm run build".');
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(index.replaceAll('__CSP_NONCE__', response.locals['nonce'] as string));
  });
}

/** Whether this can be the address of a page: no dots (as in file names and `..`), backslashes or control characters (F06). */
function isPage({ path: address }: Request): boolean {
  if (address.length > longestPage) return false;
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused.
  return !/[.\\\u0000-\u001f\u007f]/.test(decodeURIComponent(address));
}
