import { format } from 'node:util';
import { afterEach, beforeEach, expect, vi } from 'vitest';

/** An error or warning on the console that a test does not expect makes it fail; one that does spies on the console itself. */
const said: string[] = [];

beforeEach(() => {
  said.length = 0;
  for (const method of ['error', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => void said.push(format(...words)));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(said, 'nothing was written to console.error or console.warn').toEqual([]);
});
