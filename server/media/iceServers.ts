import { createHmac } from 'node:crypto';

/** An entry of a browser's `RTCConfiguration.iceServers`. */
export interface IceServer {
  urls: string[];
  username: string;
  credential: string;
}

/** How long a TURN credential is good for: longer than any class. */
const lifetimeSeconds = 6 * 60 * 60;

/**
 * Makes the function that gives an account its TURN servers, with credentials limited in time as coturn's
 * `use-auth-secret` expects them (draft-uberti-behave-turn-rest-00): the user name is `<expiry>:<id>`, the password the
 * base64 HMAC-SHA1 of it. Answers an empty list when no TURN server is configured.
 */
export function createIceServers(options: {
  urls: string | undefined;
  secret: string | undefined;
}): (accountId: string) => IceServer[] {
  const { urls, secret } = options;
  if (urls === undefined || secret === undefined) return () => [];
  return (accountId) => {
    const username = `${Math.floor(Date.now() / 1000) + lifetimeSeconds}:${accountId}`;
    const credential = createHmac('sha1', secret).update(username).digest('base64');
    return [{ urls: urls.split(',').map((url) => url.trim()), username, credential }];
  };
}
