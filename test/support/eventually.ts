import { vi } from 'vitest';

/**
 * Waits until an assertion holds, and fails with what it says last. The limit of 20 s is for a machine with other work to do: how fast something
 * comes about is a matter for benchmarks.
 * @param options `interval` in milliseconds: how often it is tried
 */
export function eventually<T>(assertion: () => T | Promise<T>, options: { interval?: number } = {}): Promise<T> {
  return vi.waitFor(assertion, { timeout: 20_000, interval: options.interval ?? 20 });
}
