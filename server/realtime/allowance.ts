/** What somebody may do: so often a second on average, and so often at once. */
export interface Rate {
  sustained: number;
  burst: number;
}

export interface Allowance {
  /** Takes one; answers whether there was one left. */
  take: () => boolean;
  /** Whether nothing has been taken of late. */
  full: () => boolean;
}

/** A token bucket. */
export function createAllowance({ sustained, burst }: Rate): Allowance {
  let tokens = burst;
  let at = performance.now();
  const refill = () => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * sustained);
    at = now;
  };
  return {
    take() {
      refill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    full() {
      refill();
      return tokens === burst;
    },
  };
}

/** So many buckets are kept before those that are full are forgotten. */
const keptAtMost = 1_000;

/** A token bucket for each of many, such as accounts. */
export function createAllowances(rate: Rate): { take: (key: string) => boolean } {
  const allowances = new Map<string, Allowance>();
  return {
    take(key) {
      const allowance = allowances.get(key) ?? createAllowance(rate);
      if (!allowances.has(key) && allowances.size >= keptAtMost) {
        for (const [other, { full }] of allowances) if (full()) allowances.delete(other);
      }
      allowances.set(key, allowance);
      return allowance.take();
    },
  };
}
