import type { Answer, CallInput, Endpoint, ErrorBody } from '../../shared/http.ts';
import { apiVersionHeader } from '../../shared/version.ts';
import { announced, CallError } from './callError.ts';
import { noticeVersion } from './clientVersion.ts';

export { CallError } from './callError.ts';

/** The input of an endpoint; left out when it takes none. */
export type InputOf<E extends Endpoint> = unknown extends CallInput<E> ? [] : [input: CallInput<E>];

interface Parts {
  params?: Record<string, AddressValue>;
  query?: Record<string, AddressValue>;
  body?: unknown;
}

/** What an address can carry. */
type AddressValue = string | number | boolean | null | undefined;

/** How long one waits for an answer: long enough for a bad line, short enough to say so. */
const timeoutMs = 20_000;

/**
 * Calls an endpoint declared in `shared`. The answer is not parsed again: it comes from our own server, which parsed it.
 * @throws CallError with the server's code, or `offline`, `timeout`, `bad_answer`.
 */
export async function call<E extends Endpoint>(endpoint: E, ...[input]: InputOf<E>): Promise<Answer<E>> {
  const { params, query, body } = (input ?? {}) as Parts;
  const address = addressOf(endpoint.path, params, query);
  const response = await send(address, {
    method: endpoint.method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  noticeVersion(response.headers.get(apiVersionHeader));
  const answer = (await response.json().catch(() => undefined)) as unknown;
  if (!response.ok) throw announced(toCallError(response.status, answer));
  if (answer === undefined) throw announced(new CallError('bad_answer', response.status, 'The answer could not be read.'));
  return answer as Answer<E>;
}

/** The address of an endpoint with its parameters filled in. */
export function addressOf(
  path: string,
  params: Record<string, AddressValue> = {},
  query: Record<string, AddressValue> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_place, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, String(value)]])),
  ).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

async function send(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    throw announced(
      late
        ? new CallError('timeout', 0, 'The server did not answer in time.')
        : new CallError('offline', 0, 'The server could not be reached.'),
    );
  }
}

/** What an answer that is no success says, for those who send in another way than `call`; told to the session too. */
export const failureOf = (status: number, answer: unknown): CallError => announced(toCallError(status, answer));

function toCallError(status: number, answer: unknown): CallError {
  if (!isErrorBody(answer)) return new CallError('bad_answer', status, `The server answered ${status}.`);
  return new CallError(answer.error.code, status, answer.error.message, answer.error.details);
}

function isErrorBody(answer: unknown): answer is ErrorBody {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return false;
  const { error } = answer;
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
