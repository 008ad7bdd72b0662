import type { Response } from 'express';

/** The session cookie of an installation. */
export interface SessionCookie {
  /** The token in a `Cookie` header, if there is one. */
  read: (header: string | undefined) => string | undefined;
  write: (response: Response, token: string) => void;
  clear: (response: Response) => void;
}

/** Browsers keep no cookie for longer. The session itself ends sooner, in the database. */
const maxAge = 400 * 86_400_000;

/**
 * The cookie is out of reach of scripts and is not sent along by other sites. Over https it also carries the `__Host-` prefix,
 * which keeps sibling domains from planting one.
 */
export function createSessionCookie(secure: boolean): SessionCookie {
  const name = secure ? '__Host-tongke_session' : 'tongke_session';
  const attributes = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  return {
    read: (header) => {
      for (const pair of header?.split(';') ?? []) {
        const [key = '', value = ''] = pair.split('=', 2);
        if (key.trim() === name) return value.trim();
      }
      return undefined;
    },
    write: (response, token) => void response.cookie(name, token, { ...attributes, maxAge }),
    clear: (response) => void response.clearCookie(name, attributes),
  };
}
