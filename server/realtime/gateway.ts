import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import type { z } from 'zod';
import {
  connectionEvents,
  type EventSet,
  type Outcome,
  type ParsedRequest,
  type PushName,
  type PushPayload,
  type RequestAnswer,
  type RequestName,
} from '../../shared/realtime.ts';
import { AppError, tooMany } from '../errors.ts';
import type { Authenticate, Caller } from '../http/caller.ts';
import { errorBody, toAppError } from '../http/errorMapper.ts';
import { parseInput } from '../http/handle.ts';
import type { OriginAllowed } from '../http/origin.ts';
import { createAccountLimits } from './accountLimits.ts';
import { createAllowance } from './allowance.ts';
import type { Connections } from './connections.ts';

/** One signed-in page, as rooms see it. */
export interface ClientSocket {
  readonly id: string;
  readonly caller: Caller;
  join: (channel: string) => void;
  leave: (channel: string) => void;
  push: <E extends EventSet, N extends PushName<E>>(events: E, name: N, payload: PushPayload<E, N>) => void;
}

/** The functions that answer a room's requests. */
export type RequestHandlers<E extends EventSet> = {
  [N in RequestName<E>]: (input: ParsedRequest<E, N>, socket: ClientSocket) => Promise<RequestAnswer<E, N>>;
};

export interface Gateway {
  /** Adds a room's requests. `gone` is told of every socket that has closed, whether it used the room or not. */
  register: <E extends EventSet>(events: E, handlers: RequestHandlers<E>, gone?: (socket: ClientSocket) => void) => void;
  /** Sends to all sockets that joined a channel. Each account's sockets are in `account:<id>` from the start. */
  push: <E extends EventSet, N extends PushName<E>>(events: E, channel: string, name: N, payload: PushPayload<E, N>) => void;
  close: () => Promise<void>;
}

/** Requests a second that one socket may make, on average and in one burst. */
const rate = { sustained: 40, burst: 200 };

/**
 * What a page gets on entering a class is some 12 kB of JSON, ten packets, of which a weak line loses one. Nothing is kept from message
 * to message, so that an idle socket costs no memory for it.
 */
const perMessageDeflate = { threshold: 2048, serverNoContextTakeover: true, clientNoContextTakeover: true };
const forbiddenUpgrade = 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * The socket.io server. Every payload is parsed by its schema and every error becomes an acknowledgement, so that a
 * room never sees malformed input and a bad request never costs more than its sender's answer (S14).
 * Origin and session are checked before the upgrade (S04); socket.io's connection state recovery stays off, so that a
 * socket that comes back is authorised again (S06).
 */
export function createGateway(options: {
  httpServer: HttpServer;
  authenticate: Authenticate;
  originAllowed: OriginAllowed;
  connections: Connections;
  log: Logger;
}): Gateway {
  const { log } = options;
  const io = new Server(options.httpServer, {
    serveClient: false,
    maxHttpBufferSize: 256 * 1024,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 5_000,
    perMessageDeflate,
    allowRequest: (request, decide) => {
      const allowed = options.originAllowed(request);
      // engine.io refuses an upgrade with 400 whatever the reason; a socket that has ended is only destroyed by it.
      if (!allowed && request.headers.upgrade !== undefined) request.socket.end(forbiddenUpgrade);
      decide(allowed ? null : 'foreign origin', allowed);
    },
  });
  const rooms: { names: Set<string>; answer: (name: string, payload: unknown, socket: ClientSocket) => Promise<unknown> }[] = [];
  const limits = createAccountLimits();
  const leaving: ((socket: ClientSocket) => void)[] = [];

  io.use((socket, next) => {
    options.authenticate(socket.handshake.headers.cookie).then(
      (caller) => {
        if (caller === null) return next(new Error('not_signed_in'));
        (socket.data as { caller: Caller }).caller = caller;
        next();
      },
      () => next(new Error('unavailable')),
    );
  });

  io.on('connection', (socket) => {
    const { caller } = socket.data as { caller: Caller };
    const share = limits.admit(caller.accountId);
    if (share === null) {
      log.warn({ accountId: caller.accountId }, 'an account has too many sockets');
      socket.disconnect(true);
      return;
    }
    const client = asClient(socket, caller);
    client.join(`account:${caller.accountId}`);
    const forget = options.connections.add({
      caller,
      end: (reason) => {
        client.push(connectionEvents, 'connection:ended', { reason });
        socket.disconnect(true);
      },
    });
    const allowance = createAllowance(rate);

    socket.onAny((name: string, ...args: unknown[]) => {
      const acknowledge = args.at(-1);
      if (typeof acknowledge !== 'function') return;
      const room = rooms.find((candidate) => candidate.names.has(name));
      const work =
        room === undefined
          ? Promise.reject(unknownEvent())
          : allowance.take() && share.requests.take()
            ? room.answer(name, args[0], client)
            : Promise.reject(tooMany(1));
      void settle(work, log, name).then((outcome) => (acknowledge as (outcome: Outcome<unknown>) => void)(outcome));
    });
    socket.on('disconnect', () => {
      forget();
      share.release();
      for (const gone of leaving) safely(() => gone(client), log);
    });
    socket.on('error', (error) => log.debug({ err: error }, 'socket error'));
  });

  return {
    register(events, handlers, gone) {
      rooms.push({
        names: new Set(Object.keys(events.requests)),
        answer: async (name, payload, socket) => {
          const request = events.requests[name];
          const handler = (handlers as Record<string, (input: unknown, socket: ClientSocket) => Promise<unknown>>)[name];
          if (request === undefined || handler === undefined) throw unknownEvent();
          return request.output.parse(await handler(parseInput(request.input, payload), socket));
        },
      });
      if (gone !== undefined) leaving.push(gone);
    },
    push: (events, channel, name, payload) => void io.to(channel).emit(name, encode(events, name, payload)),
    close: () => new Promise((resolve) => void io.close(() => resolve())),
  };
}

function asClient(socket: Socket, caller: Caller): ClientSocket {
  return {
    id: socket.id,
    caller,
    join: (channel) => void socket.join(channel),
    leave: (channel) => void socket.leave(channel),
    push: (events, name, payload) => void socket.emit(name, encode(events, name, payload)),
  };
}

/** What is sent is parsed too: unknown fields never leave the server by accident. */
function encode(events: EventSet, name: string, payload: unknown): unknown {
  return (events.pushes[name] as z.ZodType).parse(payload);
}

async function settle(work: Promise<unknown>, log: Logger, name: string): Promise<Outcome<unknown>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'internal') log.error({ err: error, event: name }, 'event failed');
    return { ok: false, ...errorBody(known) };
  }
}

const unknownEvent = () => new AppError('unknown_event', 404, 'This page is older or newer than the server. Please reload it.');

function safely(run: () => void, log: Logger): void {
  try {
    run();
  } catch (error) {
    log.error({ err: error }, 'a listener failed');
  }
}
