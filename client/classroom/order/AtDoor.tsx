import { Button, Center, Loader, Stack, Text } from '@mantine/core';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { useWords } from '../../ui/words.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { words } from './words.ts';

/** What somebody sees who waits to be let in: that they are expected, and nothing of the class. */
export function AtDoor({ visit }: { visit: ClassVisit }) {
  const t = useWords(words);
  return (
    <Center component="main" mih="100dvh" p="lg">
      <Stack align="center" maw={480} gap="lg" ta="center">
        <Loader type="dots" aria-hidden />
        <PageTitle title={t('wait.title')} size="h3" />
        <Text role="status">{t('wait.body')}</Text>
        <Button variant="default" onClick={() => visit.leave()}>
          {t('wait.again')}
        </Button>
      </Stack>
    </Center>
  );
}
