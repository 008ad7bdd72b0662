import { Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { Lesson } from '../../shared/planning.ts';
import { listNeeds, type Need } from '../../shared/programme.ts';
import { useAnswer } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { DialogEnd } from '../ui/DialogEnd.tsx';
import { useWords } from '../ui/words.ts';
import { ClassNames } from './ClassNames.tsx';
import { NewFromFile } from './exchange/NewFromFile.tsx';
import { LessonCompany, LessonFields } from './newLesson/LessonFields.tsx';
import { StartChoice } from './newLesson/StartChoice.tsx';
import { useLessonForm } from './newLesson/useLessonForm.ts';
import type { PlanningTeam } from './planningTeams.ts';
import { TakingFields } from './variants/TakingFields.tsx';
import { words } from './words.ts';

interface NewLessonDialogProps {
  teams: readonly PlanningTeam[];
  /** The need that the lesson is to answer, when one has come from it. */
  need?: Need | undefined;
  /** The lesson whose plan is taken over, when one has come from it. */
  origin?: Lesson | undefined;
  onClose: () => void;
}

/** Starts a lesson: what it is, from what it starts, for which need and classes, and with whom. Leads to its plan. */
export function NewLessonDialog({ teams, need, origin, onClose }: NewLessonDialogProps) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const nearest = teams.find(({ id }) => id === origin?.teamId) ?? teams[0];
  const form = useLessonForm({ teamId: need?.teamId ?? nearest?.id ?? '', need, origin });
  const { values, set } = form;
  const needs = useAnswer(listNeeds);
  const open = (needs.data?.items ?? []).filter(({ teamId, state }) => teamId === values.teamId && state !== 'met');
  const taking = form.start === 'lesson';

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(origin === undefined ? 'new.title' : 'copy.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form onSubmit={form.submit} noValidate>
        <Stack gap="md">
          <Text c="dimmed" size="sm">
            {origin === undefined ? t('new.lead') : t('copy.lead', { lesson: origin.title })}
          </Text>
          {teams.length > 1 && (
            <NativeSelect
              label={t('new.team')}
              value={values.teamId}
              data={teams.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => {
                set('teamId', event.currentTarget.value);
                set('needId', '');
                form.setCoPlanners([]);
              }}
            />
          )}
          {open.length > 0 && (
            <NativeSelect
              label={t('new.need')}
              value={values.needId}
              data={[{ value: '', label: t('new.need.none') }, ...open.map(({ id, title }) => ({ value: id, label: title }))]}
              onChange={({ currentTarget: { value } }) =>
                form.answer(
                  value,
                  open.find(({ id }) => id === value),
                )
              }
            />
          )}
          {origin === undefined && <StartChoice form={form} />}
          {form.start === 'standard' && <NewFromFile chosen={form.file} onChosen={form.setFile} />}
          <TextInput
            label={t('new.topic')}
            placeholder={t('new.topic.example')}
            maxLength={120}
            required
            data-autofocus
            {...form.text('title')}
          />
          {taking && <TakingFields form={form} />}
          <ClassNames required={taking} error={form.errorOf('classNames')} value={form.classes} onChange={form.setClasses} />
          <LessonFields form={form} />
          <LessonCompany form={form} />
          <DialogEnd submit={t('new.create')} busy={form.busy} error={form.error} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
