import type { Thread } from '../../shared/feedback.ts';
import type { Translate } from '../ui/words.ts';
import type { words } from './words.ts';

/** Whose the wording of a suggestion is: those who wrote it where it was brought from, or else whoever suggested it. */
export function writtenBy({ source, comments }: Thread, t: Translate<keyof (typeof words)['zh']>): string {
  const authors =
    source === null || source.authors.length === 0 ? comments.slice(0, 1).map(({ author }) => author) : source.authors;
  return authors.map(({ name }) => name || t('former')).join(t('comma')) || t('former');
}
