import { Modal, NativeSelect, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { getPairing, Role, updateMember, type Member } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { answerKey } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { DialogEnd } from '../ui/DialogEnd.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { filled, notBefore, termSentences } from './rules.ts';
import { TermFields } from './TermFields.tsx';
import { words } from './words.ts';

/** Changes a member's role or term; it takes effect at once. A coordinator stays one: only their term changes here. */
export function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { role: member.role, startsOn: member.startsOn, endsOn: member.endsOn ?? '' },
    validate: { startsOn: filled('pairing.day.required'), endsOn: notBefore },
  });
  const { submit, busy, error } = useSubmit(
    form,
    async (values) => {
      await call(updateMember, {
        params: { memberId: member.id },
        body: { ...values, endsOn: values.endsOn === '' ? null : values.endsOn },
      });
      await queries.invalidateQueries({ queryKey: answerKey(getPairing) });
      onClose();
    },
    termSentences(),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('member.changeTitle', { name: member.person.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          {member.role !== 'coordinator' && (
            <NativeSelect label={t('member.role')} data={teamRoles(common)} {...form.getInputProps('role')} />
          )}
          <TermFields first={t('member.firstDay')} last={t('member.lastDay')} form={form} />
          <DialogEnd submit={common('save')} busy={busy} error={error} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

/** The roles that a member of a team may have, for a select. */
export const teamRoles = (name: (key: `role.${Role}`) => string) =>
  Role.options.filter((role) => role !== 'coordinator').map((role) => ({ value: role, label: name(`role.${role}`) }));
