import { Button, Group, Modal, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { deleteTemplate, getTemplate, listTemplates, updateTemplate, type Template } from '../../../shared/templates.ts';
import { call } from '../../connection/call.ts';
import { answerKey } from '../../connection/useAnswer.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { DialogEnd } from '../../ui/DialogEnd.tsx';
import { fieldErrors } from '../../ui/errors.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { templateWords } from './templateWords.ts';

/** Changes what a template is called and for. */
export function EditTemplateDialog({ template, onClose }: { template: Template; onClose: () => void }) {
  const t = useWords(templateWords);
  const common = useWords(commonWords);
  const { name, description, subject, grade } = template;
  const [card, setCard] = useState({ name, description, subject, grade });
  const change = useTemplateChange(() => call(updateTemplate, { params: { templateId: template.id }, body: card }), onClose);
  const wrong = fieldErrors(change.error, { name: t('name.required') });
  const field = (key: keyof typeof card) => ({
    value: card[key],
    error: wrong[key],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setCard((now) => ({ ...now, [key]: value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('edit.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label={t('name')} maxLength={80} required data-autofocus {...field('name')} />
          <Textarea
            label={`${t('description')}${common('optional')}`}
            maxLength={500}
            autosize
            minRows={2}
            {...field('description')}
          />
          <SimpleGrid cols={2}>
            <TextInput label={`${t('subject')}${common('optional')}`} maxLength={40} {...field('subject')} />
            <TextInput label={`${t('grade')}${common('optional')}`} maxLength={40} {...field('grade')} />
          </SimpleGrid>
          <DialogEnd submit={common('save')} busy={change.isPending} error={change.error} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

/** Asks once more before a template is gone. */
export function DeleteTemplateDialog({ template, onClose }: { template: Template; onClose: () => void }) {
  const t = useWords(templateWords);
  const common = useWords(commonWords);
  const remove = useTemplateChange(() => call(deleteTemplate, { params: { templateId: template.id } }), onClose);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('delete', { name: template.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack gap="md">
        <Text>{t('delete.ask', { name: template.name })}</Text>
        <FormError error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('delete.yes')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function useTemplateChange(change: () => Promise<unknown>, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: answerKey(listTemplates) });
      void queries.invalidateQueries({ queryKey: answerKey(getTemplate), refetchType: 'none' });
      done();
    },
  });
}
