import { Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { createTeam, getPairing, TeamKind } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { answerKey } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { DialogEnd } from '../ui/DialogEnd.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { filled } from './rules.ts';
import { words } from './words.ts';

type Kind = z.output<typeof TeamKind>;

/** Adds a team to a pairing. */
export function NewTeamDialog({ pairingId, onClose }: { pairingId: string; onClose: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { name: '', kind: 'subject-task-force' as Kind },
    validate: { name: filled('team.name.required') },
  });
  const { submit, busy, error } = useSubmit(form, async (body) => {
    await call(createTeam, { params: { pairingId }, body });
    await queries.invalidateQueries({ queryKey: answerKey(getPairing) });
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={t('team.new')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput label={t('team.name')} placeholder={t('team.name.hint')} data-autofocus {...form.getInputProps('name')} />
          <NativeSelect
            label={t('team.kind')}
            data={TeamKind.options.map((kind) => ({ value: kind, label: t(`team.${kind}`) }))}
            {...form.getInputProps('kind')}
          />
          <DialogEnd submit={t('team.create')} busy={busy} error={error} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
