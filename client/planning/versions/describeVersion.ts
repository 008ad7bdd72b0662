import type { Version } from '../../../shared/versions.ts';
import type { Person } from '../../../shared/values.ts';
import { useDates } from '../../ui/dates.ts';
import { useWords } from '../../ui/words.ts';
import { words } from '../words.ts';
import { versionWords } from './versionWords.ts';

/** Ways to say what a version is, in the language of the interface. */
export function useVersionTexts() {
  const t = useWords(versionWords);
  const lesson = useWords(words);
  const dates = useDates();
  const reason = (version: Version): string => {
    if (version.reason === 'state') {
      return version.state === null ? '' : t('reason.state', { state: lesson(`state.${version.state}`) });
    }
    if (version.reason === 'restored') {
      return t('reason.restored', { when: version.restoredAt === null ? '' : dates.moment(version.restoredAt) });
    }
    return t(`reason.${version.reason}`);
  };
  const names = (people: readonly Person[]): string => people.map(({ name }) => name).join(t('comma'));
  return {
    reason,
    names,
    title: (version: Version): string => version.name ?? reason(version),
    authors: ({ authors }: Version): string =>
      authors.length === 0 ? t('authors.none') : t('authors', { names: names(authors) }),
  };
}
