import { Button, Container, Stack, Text } from '@mantine/core';
import { useRouteError } from 'react-router';
import { commonWords } from '../ui/commonWords.ts';
import { Crash } from '../ui/ErrorBoundary.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Shown when a page broke, or when its code is gone because the server was updated since this page was opened. */
export function Failed() {
  const t = useWords(words);
  const common = useWords(commonWords);
  const error = useRouteError();
  if (!isMissingChunk(error)) return <Crash />;
  return (
    <Container size={560} py={80}>
      <Stack align="flex-start">
        <PageTitle title={t('failed.newVersion.title')} />
        <Text>{t('failed.newVersion.body')}</Text>
        <Button onClick={() => location.reload()}>{common('reload')}</Button>
      </Stack>
    </Container>
  );
}

/** Each browser has its own sentence for a module that could not be fetched. */
function isMissingChunk(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|Importing a module script failed/i.test(error.message);
}
