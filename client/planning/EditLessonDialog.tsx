import { Modal, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { updateLesson, type Lesson } from '../../shared/planning.ts';
import { call } from '../connection/call.ts';
import { commonWords } from '../ui/commonWords.ts';
import { fieldErrors } from '../ui/errors.ts';
import { DialogEnd } from '../ui/DialogEnd.tsx';
import { useWords } from '../ui/words.ts';
import { useLessonChange } from './useLessonChange.ts';
import { words } from './words.ts';

/** Changes what stands on the card of a lesson. */
export function EditLessonDialog({ lesson, onClose }: { lesson: Lesson; onClose: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const [form, setForm] = useState({
    title: lesson.title,
    subject: lesson.subject,
    grade: lesson.grade,
    textbook: lesson.textbook,
    periods: lesson.periods,
    minutes: lesson.minutes,
    plannedFor: lesson.plannedFor === null ? '' : toLocal(lesson.plannedFor),
  });
  const change = useLessonChange(() =>
    call(updateLesson, {
      params: { lessonId: lesson.id },
      body: { ...form, plannedFor: form.plannedFor === '' ? null : new Date(form.plannedFor).toISOString() },
    }),
  );
  const wrong = fieldErrors(change.error, { title: t('new.title.required') });
  const field = (key: Exclude<keyof typeof form, 'periods' | 'minutes'>) => ({
    value: form[key],
    error: wrong[key],
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget;
      setForm((now) => ({ ...now, [key]: value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={t('lesson.edit')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label={t('new.topic')} maxLength={120} required data-autofocus {...field('title')} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label={t('new.subject')} maxLength={40} required {...field('subject')} />
            <TextInput label={t('new.grade')} maxLength={40} required {...field('grade')} />
          </SimpleGrid>
          <TextInput label={`${t('new.textbook')}${common('optional')}`} maxLength={120} {...field('textbook')} />
          <SimpleGrid cols={2}>
            {(
              [
                ['periods', 1, 20],
                ['minutes', 5, 240],
              ] as const
            ).map(([key, min, max]) => (
              <NumberInput
                key={key}
                label={t(`new.${key}`)}
                min={min}
                max={max}
                allowDecimal={false}
                size="md"
                hideControls
                value={form[key]}
                error={wrong[key]}
                onChange={(value) => setForm((now) => ({ ...now, [key]: Number(value) || min }))}
              />
            ))}
          </SimpleGrid>
          <TextInput type="datetime-local" label={`${t('new.plannedFor')}${common('optional')}`} {...field('plannedFor')} />
          <DialogEnd submit={common('save')} busy={change.isPending} error={change.error} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

/** A moment as a `datetime-local` field takes it, in this browser's time zone. */
function toLocal(moment: string): string {
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
