import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { Participant } from '../../../shared/classroom.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { explainError } from '../../ui/errors.ts';
import { useWords } from '../../ui/words.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { useAction } from '../useAction.ts';
import { words } from './words.ts';

/** Asks once before somebody is taken out of the class. */
export function RemoveDialog(props: { visit: ClassVisit; participant: Participant; close: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { visit, participant, close } = props;
  const { run, busy, error } = useAction(
    useCallback(async () => {
      await visit.ask('class:remove', { participantId: participant.id });
    }, [visit, participant.id]),
  );
  return (
    <Modal
      opened
      onClose={close}
      title={t('remove.title', { name: participant.person.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack>
        <Text>{t('remove.body')}</Text>
        {error !== null && (
          <Alert color="red" variant="light" role="alert">
            {explainError(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t('remove.cancel')}
          </Button>
          <Button color="red.9" loading={busy} onClick={run}>
            {t('remove.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
