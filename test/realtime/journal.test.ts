import { expect, test } from 'vitest';
import { Journal } from '../../server/realtime/journal.ts';

const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);

test('a journal gives back each update as it was, whatever becomes of the memory it came in', () => {
  const journal = new Journal();
  const updates = [bytes(3, 1), bytes(0, 0), bytes(250, 2), bytes(5_000, 3), bytes(1, 4)];
  for (const update of updates) {
    const came = Uint8Array.from(update);
    journal.add(came);
    came.fill(255);
  }
  expect(journal.count).toBe(5);
  expect(journal.bytes).toBe(5_254);
  expect(journal.updates()).toEqual(updates);
});

test('a journal whose updates were replaced by one goes on behind it and leaves that one alone', () => {
  const journal = new Journal();
  expect(journal.updates()).toEqual([]);
  journal.add(bytes(3, 1));
  const whole = bytes(2, 7);
  journal.replace(whole);
  journal.add(bytes(4, 2));
  expect(journal.updates()).toEqual([bytes(2, 7), bytes(4, 2)]);
  expect(whole).toEqual(bytes(2, 7));
});
