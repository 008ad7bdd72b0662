import { translate } from '../ui/words.ts';
import { words } from './words.ts';

type Key = Parameters<typeof translate<keyof (typeof words)['zh']>>[1];

/** A rule for a form's field that must not be empty: says the sentence of `key` while it is. */
export const filled = (key: Key) => (value: string) => (value.trim() === '' ? translate(words, key) : null);

/** A rule for the last day of a term: it may be open, but not lie before the first day. */
export const notBefore = (value: string, values: { startsOn: string }) =>
  value !== '' && value < values.startsOn ? translate(words, 'pairing.endsBefore') : null;

/** What the fields of a term say when the server refuses them. */
export const termSentences = () => ({
  endsOn: translate(words, 'pairing.endsBefore'),
  startsOn: translate(words, 'pairing.day.required'),
});
