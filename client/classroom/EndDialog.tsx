import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import { commonWords } from '../ui/commonWords.ts';
import { explainError } from '../ui/errors.ts';
import { useWords } from '../ui/words.ts';
import type { ClassVisit } from './media/ClassVisit.ts';
import { useAction } from './useAction.ts';
import { words } from './words.ts';

/** Asks once before a class ends for everybody. */
export function EndDialog({ visit, close }: { visit: ClassVisit; close: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { run, busy, error } = useAction(useCallback(() => visit.end(), [visit]));
  return (
    <Modal opened onClose={close} title={t('end.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack>
        <Text>{t('end.body')}</Text>
        {error !== null && (
          <Alert color="red" variant="light" role="alert">
            {explainError(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t('end.cancel')}
          </Button>
          <Button color="red.9" loading={busy} onClick={run}>
            {t('end.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
