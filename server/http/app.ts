import { randomBytes } from 'node:crypto';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Answer } from '../../shared/http.ts';
import { health, ready, type Readiness } from '../../shared/health.ts';
import { apiVersion, apiVersionHeader } from '../../shared/version.ts';
import { foreignOrigin, notFound } from '../errors.ts';
import type { Authenticate } from './caller.ts';
import { serveClient } from './client.ts';
import { createErrorMapper } from './errorMapper.ts';
import { createHandle, type AnyEndpoint, type Handle } from './handle.ts';
import { describeApi } from './openapi.ts';
import type { OriginAllowed } from './origin.ts';

export interface HttpOptions {
  authenticate: Authenticate;
  originAllowed: OriginAllowed;
  log: Logger;
  version: string;
  /** How many proxies in front are trusted for the client's address. */
  trustProxy: number;
  /** Whether the public address is https: then HSTS and upgrade are on. */
  secure: boolean;
  /** Folder of the built client; undefined while vite serves it in development. */
  clientDir: string | undefined;
  /** Whether browsers may keep the client for when there is no connection. */
  offline: boolean;
  /** Asked by /api/ready: by name, whether each thing is ready. */
  readiness: () => Promise<Record<string, Readiness>>;
}

export interface Http {
  app: Express;
  handle: Handle;
  /** Every endpoint registered so far. */
  endpoints: readonly AnyEndpoint[];
  /** Adds the client and the error mapper; called once after the rooms have registered their routes. */
  finish: () => void;
}

/** Makes the express app with its guards; rooms add their endpoints with `handle`. */
export function createHttp(options: HttpOptions): Http {
  const app = express();
  const endpoints: AnyEndpoint[] = [];
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy);
  app.use((_request, response, next) => {
    response.locals['nonce'] = randomBytes(16).toString('base64');
    next();
  });
  app.use(contentPolicy(options.secure));
  app.use('/api', (request, _response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    next(!reads && !options.originAllowed(request) ? foreignOrigin() : undefined);
  });
  app.use('/api', (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader(apiVersionHeader, String(apiVersion));
    next();
  });
  app.use('/api', express.json({ limit: '256kb' }));
  // These two answer without a look at the session, which would need the database.
  app.get(health.path, (_request, response) => void response.json({ healthy: true }));
  app.get(ready.path, async (_request, response) => {
    const parts = await options.readiness();
    const all = Object.values(parts).every((part) => part.ready || part.optional === true);
    const state: Answer<typeof ready> = { ready: all, version: options.version, parts };
    response.status(all ? 200 : 503).json(state);
  });
  app.get(
    '/api/openapi.json',
    (_request, response) => void response.json(describeApi([health, ready, ...endpoints], options.version)),
  );

  const finish = () => {
    app.use('/api', (_request, _response, next) => next(notFound()));
    if (options.clientDir !== undefined) serveClient(app, options.clientDir, options.offline);
    app.use(createErrorMapper(options.log));
  };
  return { app, handle: createHandle(app, options.authenticate, endpoints), endpoints, finish };
}

function contentPolicy(secure: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", (_request, response) => `'nonce-${(response as express.Response).locals['nonce'] as string}'`],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  });
}
