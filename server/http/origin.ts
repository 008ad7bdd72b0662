import type { IncomingMessage } from 'node:http';
import net from 'node:net';

/** Whether a request comes from a page of ours (or from no page at all, such as a script with its own cookie). */
export type OriginAllowed = (request: IncomingMessage) => boolean;

/**
 * The one rule on origins, used for HTTP writes, socket.io and document sockets alike (S04).
 * With a public URL only that origin may write. Without one the origin must be the very host that was asked, and that host
 * must be this machine by address or loopback name, so that a rebound DNS name does not pass.
 */
export function createOriginRule(publicUrl: string | undefined): OriginAllowed {
  return (request) => {
    const origin = request.headers.origin;
    if (origin === undefined) return request.headers['sec-fetch-site'] !== 'cross-site';
    if (publicUrl !== undefined) return origin === publicUrl;
    const page = parseOrigin(origin);
    return page !== null && page.host === request.headers.host && isOwnName(page.hostname);
  };
}

function parseOrigin(origin: string): URL | null {
  try {
    const url = new URL(origin);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

function isOwnName(hostname: string): boolean {
  return hostname === 'localhost' || net.isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
