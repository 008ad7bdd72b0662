/** Who a request, a socket or a document connection acts as. Made by identity from the session cookie, never from input. */
export interface Caller {
  accountId: string;
  sessionId: string;
}

/** Finds the caller of a `Cookie` header, or null when nobody is signed in. */
export type Authenticate = (cookieHeader: string | undefined) => Promise<Caller | null>;
