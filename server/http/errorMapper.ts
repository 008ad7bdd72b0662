import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ErrorBody } from '../../shared/http.ts';
import { AppError, invalidInput, tooMany } from '../errors.ts';

/** Turns whatever was thrown into a named error; what is not named becomes `internal`, its details kept in the log only. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') return new AppError('too_large', 413, 'This is larger than the server accepts.');
  if (type === 'entity.parse.failed' || type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return invalidInput([{ path: 'body', message: 'not valid JSON' }]);
  }
  if (error instanceof URIError) return invalidInput([{ path: 'path', message: 'not a valid address' }]);
  return new AppError('internal', 500, 'Something went wrong on the server. Please try again.');
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
