import type { Answer, CallInput, ErrorBody } from '../../shared/http.ts';
import type { AnyEndpoint } from '../../server/http/handle.ts';

/** What the server answered when it was not a success. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown> | undefined;

  constructor(status: number, { error }: ErrorBody) {
    super(`${status} ${error.code}: ${error.message} ${JSON.stringify(error.details ?? {})}`);
    this.status = status;
    this.code = error.code;
    this.details = error.details;
  }
}

/** One HTTP client with a cookie jar of its own. */
export interface Api {
  /** Calls an endpoint as the client would. @throws ApiError */
  call: <E extends AnyEndpoint>(endpoint: E, ...input: unknown extends CallInput<E> ? [] : [CallInput<E>]) => Promise<Answer<E>>;
  /** Sends a request as it is, for what an endpoint would refuse. */
  raw: (path: string, init?: RequestInit) => Promise<Response>;
  /** The `Cookie` header, for sockets. */
  cookie: () => string;
}

/** Makes a client of a server; it keeps the cookies it is given, as a browser does. */
export function createApi(url: string): Api {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const raw: Api['raw'] = async (path, init = {}) => {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', cookie());
    const response = await fetch(new URL(path, url), { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (pair.slice(at + 1) === '') jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  return {
    raw,
    cookie,
    call: async (endpoint, ...[given]) => {
      const input = (given ?? {}) as { params?: Record<string, string>; query?: Record<string, string>; body?: unknown };
      const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
      const query = input.query === undefined ? '' : `?${new URLSearchParams(input.query).toString()}`;
      const response = await raw(path + query, {
        method: endpoint.method,
        ...(endpoint.body === undefined
          ? {}
          : { body: JSON.stringify(input.body ?? {}), headers: { 'content-type': 'application/json' } }),
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw new ApiError(response.status, answer as ErrorBody);
      return answer as Answer<typeof endpoint>;
    },
  };
}
