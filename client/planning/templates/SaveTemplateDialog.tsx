import { Button, Group, Modal, NativeSelect, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Lesson } from '../../../shared/planning.ts';
import { getTemplate, listTemplates, replaceTemplate, saveTemplate } from '../../../shared/templates.ts';
import { call } from '../../connection/call.ts';
import { useAccount } from '../../connection/session.tsx';
import { answerKey, useAnswer } from '../../connection/useAnswer.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { DialogEnd } from '../../ui/DialogEnd.tsx';
import { fieldErrors } from '../../ui/errors.ts';
import { useWords } from '../../ui/words.ts';
import { organisationsToCoordinate, teamsToPlanIn } from '../planningTeams.ts';
import { TemplateName, TemplateUse, useTemplateForm } from './TemplateCard.tsx';
import { templateWords } from './templateWords.ts';

/** Saves a plan as a template, or makes it the content of one that is there. */
export function SaveTemplateDialog({ lesson, onClose }: { lesson: Lesson; onClose: () => void }) {
  const t = useWords(templateWords);
  const common = useWords(commonWords);
  const owners = useOwners();
  const queries = useQueryClient();
  const mine = (useAnswer(listTemplates).data?.items ?? []).filter(({ mayManage }) => mayManage);
  const [templateId, setTemplateId] = useState('');
  const [withText, setWithText] = useState(true);
  const [owner, setOwner] = useState(owners[0]?.value ?? '');
  const form = useTemplateForm({ name: '', description: '', subject: lesson.subject, grade: lesson.grade });
  const [missing, setMissing] = useState(false);
  const replaced = mine.find(({ id }) => id === templateId);
  const save = useMutation({
    mutationFn: () => {
      const { id: lessonId } = lesson;
      if (replaced !== undefined) {
        return call(replaceTemplate, { params: { lessonId, templateId: replaced.id }, body: { withText } });
      }
      const place = owners.find(({ value }) => value === owner)?.place ?? {};
      return call(saveTemplate, { params: { lessonId }, body: { ...form.facts, ...place, withText } });
    },
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: answerKey(listTemplates) }),
        queries.invalidateQueries({ queryKey: answerKey(getTemplate) }),
      ]),
  });
  const unnamed = form.facts.name.trim() === '';
  const wrong = fieldErrors(save.error);
  const errors = missing && unnamed ? { ...wrong, name: t('name.required') } : wrong;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const incomplete = replaced === undefined && unnamed;
    setMissing(incomplete);
    if (incomplete) event.currentTarget.querySelector<HTMLElement>('[name="name"]')?.focus();
    else save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('save')} closeButtonProps={{ 'aria-label': common('close') }}>
      {save.isSuccess ? (
        <Stack gap="md">
          <Text role="status">{t(replaced === undefined ? 'done' : 'replaced', { name: save.data.name })}</Text>
          <Group justify="flex-end">
            <Button data-autofocus onClick={onClose}>
              {common('close')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {t('save.lead')}
            </Text>
            {mine.length > 0 && (
              <NativeSelect
                label={t('save.into')}
                value={templateId}
                data={[
                  { value: '', label: t('save.new') },
                  ...mine.map(({ id, name }) => ({ value: id, label: t('save.replace', { name }) })),
                ]}
                onChange={(event) => setTemplateId(event.currentTarget.value)}
              />
            )}
            {replaced === undefined && <TemplateName form={form} errors={errors} />}
            <Radio.Group
              label={t('save.what')}
              value={withText ? 'text' : 'steps'}
              onChange={(value) => setWithText(value === 'text')}
            >
              <Stack gap={6} mt={6}>
                <Radio value="text" label={t('save.text')} />
                <Radio value="steps" label={t('save.steps')} />
              </Stack>
            </Radio.Group>
            {replaced === undefined && (
              <>
                {owners.length > 1 && (
                  <NativeSelect
                    label={t('save.for')}
                    value={owner}
                    data={owners.map(({ value, label }) => ({ value, label }))}
                    onChange={(event) => setOwner(event.currentTarget.value)}
                  />
                )}
                <TemplateUse form={form} errors={errors} />
              </>
            )}
            <DialogEnd submit={t('save')} busy={save.isPending} error={save.error} onClose={onClose} />
          </Stack>
        </form>
      )}
    </Modal>
  );
}

/** Whose templates I may make: my own and my teams' while I plan, those of organisations that I coordinate. */
function useOwners(): { value: string; label: string; place: { teamId?: string; organisationId?: string } }[] {
  const t = useWords(templateWords);
  const account = useAccount();
  const teams = teamsToPlanIn(account);
  return [
    ...(teams.length > 0 ? [{ value: 'own', label: t('for.own'), place: {} }] : []),
    ...teams.map(({ id, name }) => ({ value: id, label: t('for.team', { name }), place: { teamId: id } })),
    ...organisationsToCoordinate(account).map(({ id, name }) => ({
      value: id,
      label: t('for.organisation', { name }),
      place: { organisationId: id },
    })),
  ];
}
