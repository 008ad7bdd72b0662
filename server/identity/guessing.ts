import { createHash } from 'node:crypto';
import { ipKeyGenerator } from 'express-rate-limit';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { tooMany } from '../errors.ts';

/** How often a password may be tried. */
export interface GuessLimits {
  /** Wrong tries for one account from one address, in a quarter of an hour. */
  perAccount: number;
  /** Wrong tries from one address whatever the account; a school with one address has many forgetful people. */
  perAddress: number;
}

export const guessLimits: GuessLimits = { perAccount: 8, perAddress: 80 };
const windowSeconds = 15 * 60;

/** Holds guessing down without locking anyone out: the owner of an account still enters from another address (A02). */
export interface Guessing {
  /**
   * Runs one try, which answers null when the password was wrong. A try is counted before it runs, so that many at once
   * gain nothing, and is given back when it succeeds. Unknown accounts are counted alike.
   * @throws tooMany
   */
  attempt: <T>(account: string, address: string | undefined, run: () => Promise<T | null>) => Promise<T | null>;
}

export function createGuessing(limits = guessLimits): Guessing {
  const perAccount = new RateLimiterMemory({ points: limits.perAccount, duration: windowSeconds });
  const perAddress = new RateLimiterMemory({ points: limits.perAddress, duration: windowSeconds });
  return {
    async attempt(account, address, run) {
      const place = ipKeyGenerator(address ?? '');
      const pair = createHash('sha256').update(`${account}\n${place}`).digest('base64url');
      await consume(perAccount, pair);
      await consume(perAddress, place);
      const result = await run();
      if (result !== null) await Promise.all([perAccount.delete(pair), perAddress.reward(place)]);
      return result;
    },
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw tooMany(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
    throw refusal;
  }
}
