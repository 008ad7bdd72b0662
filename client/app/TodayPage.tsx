import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** What is to be done today. */
export function TodayPage() {
  const t = useWords(words);
  return <Page title={t('nav.today')}>{null}</Page>;
}
