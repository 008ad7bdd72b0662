import { Modal, NativeSelect, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { listNeeds, raiseNeed, type Team } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { answerKey } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { DialogEnd } from '../ui/DialogEnd.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { filled } from './rules.ts';
import { words } from './words.ts';

/** What the school needs, in its own words. */
export function RaiseNeedDialog({ teams, onClose }: { teams: Team[]; onClose: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { teamId: teams[0]?.id ?? '', title: '', description: '', subject: '', grade: '' },
    validate: {
      title: filled('need.title.required'),
      subject: filled('need.subject.required'),
      grade: filled('need.grade.required'),
    },
  });
  const { submit, busy, error } = useSubmit(form, async ({ teamId, ...body }) => {
    await call(raiseNeed, { params: { teamId }, body });
    await queries.invalidateQueries({ queryKey: answerKey(listNeeds) });
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={t('needs.raiseTitle')} size="lg" closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput label={t('need.title')} placeholder={t('need.title.hint')} data-autofocus {...form.getInputProps('title')} />
          <Textarea label={`${t('need.description')}${common('optional')}`} {...form.getInputProps('description')} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label={t('need.subject')} {...form.getInputProps('subject')} />
            <TextInput label={t('need.grade')} {...form.getInputProps('grade')} />
          </SimpleGrid>
          {teams.length > 1 && (
            <NativeSelect
              label={t('need.team')}
              data={teams.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('teamId')}
            />
          )}
          <DialogEnd submit={t('needs.raise')} busy={busy} error={error} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
