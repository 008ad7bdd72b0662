import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { commonWords } from '../ui/commonWords.ts';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** An address that leads nowhere. */
export function NotFoundPage() {
  const t = useWords(words);
  const common = useWords(commonWords);
  return (
    <Page title={t('notFound.title')} lead={t('notFound.body')} width="narrow">
      <div>
        <Button component={Link} to="/">
          {common('home')}
        </Button>
      </div>
    </Page>
  );
}
