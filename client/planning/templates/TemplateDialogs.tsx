import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { deleteTemplate, getTemplate, listTemplates, updateTemplate, type Template } from '../../../shared/templates.ts';
import { call } from '../../connection/call.ts';
import { answerKey } from '../../connection/useAnswer.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { DialogEnd } from '../../ui/DialogEnd.tsx';
import { fieldErrors } from '../../ui/errors.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { TemplateName, TemplateUse, useTemplateForm } from './TemplateCard.tsx';
import { templateWords } from './templateWords.ts';

/** Changes what a template is called and for. */
export function EditTemplateDialog({ template, onClose }: { template: Template; onClose: () => void }) {
  const t = useWords(templateWords);
  const common = useWords(commonWords);
  const form = useTemplateForm(template);
  const change = useTemplateChange(
    () => call(updateTemplate, { params: { templateId: template.id }, body: form.facts }),
    onClose,
  );
  const errors = fieldErrors(change.error, { name: t('name.required') });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('edit.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TemplateName form={form} errors={errors} />
          <TemplateUse form={form} errors={errors} />
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
