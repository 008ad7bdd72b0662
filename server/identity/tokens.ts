import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits, as 43 characters that need no escaping in cookies and links. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: its SHA-256. A fast hash is enough, since a token cannot be guessed. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
