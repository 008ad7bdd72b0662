import { Button, Container, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useSession } from '../connection/session.tsx';
import { commonWords } from '../ui/commonWords.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** The server cannot be reached while opening the client: asked again every few seconds. */
export function Unreachable() {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { refresh } = useSession();
  useEffect(() => {
    const timer = setInterval(() => void refresh(), 5_000);
    return () => clearInterval(timer);
  }, [refresh]);
  return (
    <Container size={560} py={80} component="main">
      <Stack align="flex-start">
        <PageTitle title={t('unreachable.title')} />
        <Text>{t('unreachable.body')}</Text>
        <Button onClick={() => void refresh()}>{common('retry')}</Button>
      </Stack>
    </Container>
  );
}
