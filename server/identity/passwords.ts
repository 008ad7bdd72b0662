import { hash, verify } from '@node-rs/argon2';
import { newToken } from './tokens.ts';

/** Argon2id (what the library makes unless told otherwise; a test holds it to that) with the parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let decoy: Promise<string> | undefined;

/** The hash to store of a password, its salt and parameters included. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), parameters);
}

/**
 * Whether a password belongs to a stored hash. Without a hash (there is no such account) the same work is done against
 * a decoy, so that the time taken does not tell whether an address is known (A01).
 */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await decoyHash()), password.normalize('NFC'));
  return matches && stored !== undefined;
}

/** Made once, of a password that nobody knows. */
export function decoyHash(): Promise<string> {
  return (decoy ??= hashPassword(newToken()));
}
