import type { Response } from 'express';

/** A cookie that holds a secret of a browser, such as that of its session. */
export interface TokenCookie {
  /** The token in a `Cookie` header, if there is one. */
  read: (header: string | undefined) => string | undefined;
  write: (response: Response, token: string) => void;
  clear: (response: Response) => void;
}

/** Browsers keep no cookie for longer. What a token is good for ends sooner, in the database. */
const maxAge = 400 * 86_400_000;

/**
 * The cookie is out of reach of scripts and is not sent along by other sites. Over https it also carries the `__Host-` prefix,
 * which keeps sibling domains from planting one.
 */
export function createTokenCookie(plainName: string, secure: boolean): TokenCookie {
  const name = secure ? `__Host-${plainName}` : plainName;
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
