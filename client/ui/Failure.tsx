import { Alert, Button } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { commonWords } from './commonWords.ts';
import { explainError } from './errors.ts';
import { useWords } from './words.ts';

/** Something that could not be loaded: what happened, and a button that tries again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const t = useWords(commonWords);
  return (
    <Alert color="red" variant="light" icon={<IconCloudOff aria-hidden />} title={t('failure.title')} role="alert">
      {explainError(error)}
      {retry !== undefined && (
        <Button variant="default" size="sm" mt="sm" display="block" onClick={() => retry()}>
          {t('retry')}
        </Button>
      )}
    </Alert>
  );
}
