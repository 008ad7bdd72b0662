import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ErrorBody } from '../../shared/http.ts';
import { AppError, invalidInput, notFound, tooMany, unavailable } from '../errors.ts';

/** Turns whatever was thrown into a named error; what is not named becomes `internal`, its details kept in the log only. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof URIError) return invalidInput([{ path: 'path', message: 'not a valid address' }]);
  const { type, status, code, syscall, message } = traits(error);
  if (type === 'entity.too.large') return new AppError('too_large', 413, 'This is larger than the server accepts.');
  if (status === 404 || status === 403) return notFound();
  if (status !== undefined && status >= 400 && status < 500) {
    return invalidInput([{ path: type === undefined ? 'path' : 'body', message: 'not readable' }]);
  }
  if (code !== undefined && unstorable.has(code))
    return invalidInput([{ path: 'body', message: 'contains a character without meaning' }]);
  if (
    (code !== undefined && databaseGone.has(code)) ||
    syscall === 'connect' ||
    /^(Connection terminated|timeout exceeded)/.test(message)
  ) {
    return unavailable('database_gone', 'The server cannot reach its database just now. Please try again in a moment.');
  }
  return new AppError('internal', 500, 'Something went wrong on the server. Please try again.');
}

/** PostgreSQL: text that holds NUL, or an escape that is no character. */
const unstorable: ReadonlySet<string> = new Set(['22021', '22P05']);

/** PostgreSQL and sockets: shutting down, crashed, starting up, too many connections, connection lost. */
const databaseGone: ReadonlySet<string> = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08003',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);

/** What express, body-parser, send and pg put on their errors, some of it on their prototypes. */
function traits(error: unknown) {
  const read = (name: string): unknown => (error instanceof Error ? (Reflect.get(error, name) as unknown) : undefined);
  const text = (name: string) => {
    const value = read(name);
    return typeof value === 'string' ? value : undefined;
  };
  const status = read('status');
  return {
    type: text('type'),
    code: text('code'),
    syscall: text('syscall'),
    status: typeof status === 'number' ? status : undefined,
    message: text('message') ?? '',
  };
}

/** The one place where errors of HTTP routes become answers. */
export function createErrorMapper(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const known = toAppError(error);
    if (known.status >= 500 && known.code === 'internal') log.error({ err: error, method: request.method }, 'request failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    const retryAfter = known.details?.['retryAfterSeconds'];
    if (known.code === tooMany(0).code && typeof retryAfter === 'number') response.setHeader('Retry-After', String(retryAfter));
    response.status(known.status).json(errorBody(known));
  };
}

/** The body of an error answer, shared with acknowledgements of events. */
export function errorBody(error: AppError): ErrorBody {
  const { code, message, details } = error;
  return { error: details === undefined ? { code, message } : { code, message, details } };
}
