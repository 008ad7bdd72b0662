/**
 * The named errors of the server. Each has a stable code that clients translate, and an HTTP status.
 * Routes, events and document sockets all answer with them; `http/errorMapper.ts` and the gateway are the only mappers.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: string, status: number, message: string, details?: Record<string, unknown>) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Input that does not fit its schema; `details.issues` names the fields. */
export const invalidInput = (issues: { path: string; message: string }[]) =>
  new AppError('invalid_input', 400, 'Some of the information is missing or not of the expected form.', { issues });

/** Nobody is signed in, or the session has ended. */
export const notSignedIn = () => new AppError('not_signed_in', 401, 'Please sign in first.');

/** Signed in and able to see the thing, but not allowed to do this to it. */
export const forbidden = (message = 'Your role does not allow this.') => new AppError('forbidden', 403, message);

/** The request came from a page of another origin. */
export const foreignOrigin = () => new AppError('foreign_origin', 403, 'This request came from another site and was refused.');

/** Unknown, or not visible to this account: the two are never told apart. */
export const notFound = () => new AppError('not_found', 404, 'This does not exist, or you do not have access to it.');

/** The request does not fit the present state of the thing; `code` says how. */
export const conflict = (code: string, message: string, details?: Record<string, unknown>) =>
  new AppError(code, 409, message, details);

/** Too many requests; `details.retryAfterSeconds` says when to try again. */
export const tooMany = (retryAfterSeconds: number) =>
  new AppError('too_many_requests', 429, 'Too many attempts. Please wait a little.', { retryAfterSeconds });

/** A part of the server is missing or starting; `code` says which. */
export const unavailable = (code: string, message: string) => new AppError(code, 503, message);

/** A reason for which the process cannot start. `main.ts` prints the sentence alone and exits with a non-zero code. */
export class StartupError extends Error {
  readonly code: string;

  constructor(code: string, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'StartupError';
    this.code = code;
  }
}

/**
 * What a log may say of an error: what it is and where it arose. PostgreSQL's `detail` and `where` quote whole rows, with
 * names, addresses and hashes, and are left out (A06).
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const read = (name: string) => Reflect.get(error, name) as unknown;
  const kept = ['code', 'status', 'syscall', 'table', 'constraint'].filter((name) => read(name) !== undefined);
  return {
    type: error.constructor.name,
    message: error.message,
    stack: error.stack,
    ...Object.fromEntries(kept.map((name) => [name, read(name)])),
    ...(error.cause === undefined ? {} : { cause: loggableError(error.cause) }),
  };
}
