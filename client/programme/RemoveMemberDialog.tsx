import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getPairing, removeMember, type Member } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { answerKey } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Says what removing means, and does it. */
export function RemoveMemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: () => call(removeMember, { params: { memberId: member.id } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: answerKey(getPairing) });
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('member.removeTitle', { name: member.person.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack>
        <Text>{t('member.removeBody')}</Text>
        <FormError error={removing.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {common('cancel')}
          </Button>
          <Button color="red" loading={removing.isPending} onClick={() => removing.mutate()}>
            {t('member.removeYes')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
