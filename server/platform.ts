import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Readiness } from '../shared/health.ts';
import { createClassroom, type Classroom } from './classroom/index.ts';
import { offersDemoSignIn, type Config } from './config.ts';
import type { OpenDatabase } from './database/open.ts';
import { createDemo } from './demo/index.ts';
import { loggableError, StartupError } from './errors.ts';
import { createFeedback } from './feedback/index.ts';
import { createFiles, type Files } from './files/index.ts';
import { createHttp, type Http } from './http/app.ts';
import type { Caller } from './http/caller.ts';
import { createOriginRule } from './http/origin.ts';
import { createIdentity, type Identity } from './identity/index.ts';
import { createIceServers } from './media/iceServers.ts';
import { startMedia, type Media } from './media/index.ts';
import { createNotifications } from './notifications/index.ts';
import { createPlanning, type Planning } from './planning/index.ts';
import { createProgramme, type Programme } from './programme/index.ts';
import { createConnections, type EndReason } from './realtime/connections.ts';
import { createDocuments } from './realtime/documents.ts';
import type { Documents } from './realtime/documentTypes.ts';
import { createGateway } from './realtime/gateway.ts';
import { createRecording } from './recording/index.ts';
import { createSearch, type Search } from './search/index.ts';

export interface PlatformOptions {
  config: Config;
  database: OpenDatabase;
  log: Logger;
  version: string;
  /** Folder of the built client, when this process serves it. */
  clientDir?: string | undefined;
  /** How often open sockets are checked for ended sessions and terms. */
  recheckMs?: number;
  /** How long someone whose connection is lost is expected back in class. */
  graceMs?: number | undefined;
  /** How long a media transport may take until it is connected. */
  connectWithinMs?: number | undefined;
  /** How long a plan is left alone before a version of it is kept. */
  quietMs?: number | undefined;
  /** How often it is looked for plans that were written in, so that they can be found. */
  searchMs?: number | undefined;
}

const megabyte = 1024 * 1024;
/** A file of the largest size on a slow village line takes so long, in milliseconds; one that stands still ends sooner. */
const longestUpload = 30 * 60_000;

/** A running installation. */
export interface Platform {
  httpServer: http.Server;
  /** Where it can be reached from this machine. */
  url: string;
  identity: Identity;
  programme: Programme;
  files: Files;
  planning: Planning;
  documents: Documents;
  search: Search;
  media: Media;
  endpoints: Http['endpoints'];
  /**
   * Stops accepting, lets documents and classes write what they hold, and closes every socket with 1012. With `handOver` a
   * media process in which a class goes on is left to the next web process; else it ends too.
   */
  close: (options?: { handOver: boolean }) => Promise<void>;
}

/**
 * The composition root: makes every room, hands each its dependencies as arguments, and listens.
 * Only this file knows everything.
 * @throws StartupError `port_taken`
 */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const { config, database } = options;
  const log = options.log.child({}, { serializers: { err: loggableError } });
  const { db } = database;
  const secure = config.PUBLIC_URL?.startsWith('https:') ?? false;
  const originAllowed = createOriginRule(config.PUBLIC_URL);
  const media = await startMedia({
    dataDir: config.DATA_DIR,
    port: config.MEDIA_PORT,
    listenIp: config.MEDIA_LISTEN_IP,
    announcedAddress: config.MEDIA_ANNOUNCED_ADDRESS,
    workers: config.MEDIA_WORKERS,
    receiversPerWorker: config.MEDIA_RECEIVERS_PER_WORKER,
    connectWithinMs: options.connectWithinMs,
    workerBin: config.MEDIASOUP_WORKER_BIN,
    log: log.child({ room: 'media' }),
  });

  const web = createHttp({
    authenticate: (cookie) => identity.authenticate(cookie),
    originAllowed,
    log: log.child({ room: 'http' }),
    version: options.version,
    trustProxy: config.TRUST_PROXY,
    secure,
    clientDir: options.clientDir,
    offline: config.OFFLINE,
    readiness: async () => ({
      database: await databaseReadiness(database),
      media: mediaReadiness(),
      recording: await recording.readiness(),
    }),
  });
  const mediaReadiness = (): Readiness => {
    const missing = media.missing();
    return missing === null ? { ready: true } : { ready: false, ...missing };
  };
  const httpServer = http.createServer({ requestTimeout: longestUpload }, web.app);
  const { handle } = web;

  const accessChanged = (accountIds: readonly string[]) => connections.recheck(accountIds);
  const identity = createIdentity({ db, handle, secureCookies: secure, accessChanged });
  const connections = createConnections({
    endedAmong: (callers) => endedAmong(callers, { identity, programme, classroom }),
    intervalMs: options.recheckMs ?? 2_000,
    log: log.child({ room: 'realtime' }),
  });
  const { authenticate } = identity;
  const documents = createDocuments({
    httpServer,
    db,
    authenticate,
    originAllowed,
    connections,
    log: log.child({ room: 'documents' }),
  });
  const gateway = createGateway({ httpServer, authenticate, originAllowed, connections, log: log.child({ room: 'realtime' }) });
  const notifications = createNotifications({ db, handle, gateway, identity });
  const programme = createProgramme({
    db,
    handle,
    identity,
    notifications,
    timeZone: config.TIME_ZONE,
    publicUrl: config.PUBLIC_URL,
    canLoadDemo: offersDemoSignIn({ ...config, DEMO: true }),
    accessChanged,
  });
  const files = await createFiles({
    db,
    handle,
    identity,
    programme,
    lessons: {
      access: (lessonId, caller) => planning.lessons.access(lessonId, caller),
      seenAmong: (lessonIds, caller) => planning.lessons.seenAmong(lessonIds, caller),
      shownInClass: (fileId, caller) => classroom.showsToDevice(fileId, caller),
    },
    dataDir: config.DATA_DIR,
    organisationBytes: config.FILES_PER_ORGANISATION_MB * megabyte,
    reserveBytes: config.DISK_RESERVE_MB * megabyte,
    log: log.child({ room: 'files' }),
  });
  const planning = createPlanning({
    db,
    handle,
    gateway,
    identity,
    notifications,
    programme,
    files,
    documents,
    dataDir: config.DATA_DIR,
    timeZone: config.TIME_ZONE,
    chromium: config.CHROMIUM_BIN,
    log: log.child({ room: 'planning' }),
    quietMs: options.quietMs,
  });
  const classroom = createClassroom({
    db,
    handle,
    gateway,
    connections,
    identity,
    notifications,
    programme,
    files,
    planning,
    documents,
    media,
    iceServers: createIceServers({ urls: config.TURN_URLS, secret: config.TURN_SECRET }),
    log: log.child({ room: 'classroom' }),
    secureCookies: secure,
    graceMs: options.graceMs,
  });
  const recording = createRecording({
    db,
    handle,
    gateway,
    identity,
    programme,
    classroom,
    media,
    dataDir: config.DATA_DIR,
    ffmpeg: { ffmpeg: config.FFMPEG_BIN, ffprobe: config.FFPROBE_BIN },
    keepDays: config.RECORDING_DAYS,
    log: log.child({ room: 'recording' }),
  });
  createFeedback({ db, handle, gateway, identity, notifications, planning, log: log.child({ room: 'feedback' }) });
  const search = createSearch({
    db,
    handle,
    programme,
    planning,
    documents,
    intervalMs: options.searchMs,
    log: log.child({ room: 'search' }),
  });
  const demo = createDemo({ db, handle, identity, planning, documents, config });
  web.finish();

  const close = async (options = { handOver: false }) => {
    connections.close();
    await recording.close();
    await search.close();
    await files.close();
    await classroom.close();
    await planning.close();
    await documents.close();
    await gateway.close();
    httpServer.closeAllConnections();
    await media.close(options);
  };
  try {
    await demo.start();
    const url = await listen(httpServer, config);
    return { httpServer, url, identity, programme, files, planning, documents, search, media, endpoints: web.endpoints, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function endedAmong(
  callers: readonly Caller[],
  { identity, programme, classroom }: { identity: Identity; programme: Programme; classroom: Classroom },
): Promise<Map<string, EndReason>> {
  const [signedOut, without, devices] = await Promise.all([
    identity.sessions.endedAmong(callers),
    programme.withoutTermAmong(callers),
    classroom.devicesAmong(callers.map(({ accountId }) => accountId)),
  ]);
  const ofDevices = new Set(callers.filter(({ accountId }) => devices.has(accountId)).map(({ sessionId }) => sessionId));
  const withoutTerm = [...without].filter((sessionId) => !ofDevices.has(sessionId));
  return new Map([
    ...withoutTerm.map((sessionId) => [sessionId, 'term_ended'] as const),
    ...[...signedOut].map((sessionId) => [sessionId, 'signed_out'] as const),
  ]);
}

async function databaseReadiness({ pool }: OpenDatabase): Promise<Readiness> {
  const late = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('timeout')), 2_000).unref());
  try {
    await Promise.race([pool.query('select 1'), late]);
    return { ready: true };
  } catch {
    return { ready: false, reason: 'database_gone', message: 'The database does not answer.' };
  }
}

async function listen(server: http.Server, config: Config): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toStartupError(error, config)));
    server.listen(config.PORT, config.HOST, resolve);
  });
  const { port, address, family } = server.address() as AddressInfo;
  const loopback = /^(127\.|::1$|::$|0\.0\.0\.0$)/.test(address);
  return `http://${loopback ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function toStartupError(error: NodeJS.ErrnoException, config: Config): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartupError(
      'port_taken',
      `Port ${config.PORT} is already in use. Stop the other program, or start with another port: PORT=3001 npm start`,
    );
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
    return new StartupError(
      'cannot_listen',
      `Cannot listen on ${config.HOST}:${config.PORT} (${error.code}). Choose another HOST or PORT.`,
    );
  }
  return error;
}

/** The folder of the built client beside the compiled server. */
export function builtClientDir(): string {
  return path.resolve(import.meta.dirname, '..', 'client');
}
