import { useCallback } from 'react';
import type { Participant } from '../../../shared/classroom.ts';
import { useWords } from '../../ui/words.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { words } from './words.ts';

/** Asks once before somebody is taken out of the class. */
export function RemoveDialog(props: { visit: ClassVisit; participant: Participant; close: () => void }) {
  const t = useWords(words);
  const { visit, participant, close } = props;
  return (
    <ConfirmDialog
      title={t('remove.title', { name: participant.person.name })}
      body={t('remove.body')}
      stay={t('remove.cancel')}
      confirm={t('remove.confirm')}
      action={useCallback(async () => {
        await visit.ask('class:remove', { participantId: participant.id });
      }, [visit, participant.id])}
      close={close}
    />
  );
}
