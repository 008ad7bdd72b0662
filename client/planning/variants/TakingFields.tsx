import { Checkbox, Textarea } from '@mantine/core';
import { useWords } from '../../ui/words.ts';
import type { LessonForm } from '../newLesson/useLessonForm.ts';
import { variantWords } from './variantWords.ts';

/** What whoever takes a plan over says of it, and whether what was written of the former class is kept to be read. */
export function TakingFields({ form }: { form: LessonForm }) {
  const t = useWords(variantWords);
  return (
    <>
      <Textarea
        label={t('reason')}
        placeholder={t('reason.example')}
        required
        autosize
        minRows={2}
        maxRows={6}
        maxLength={500}
        {...form.text('reason')}
      />
      <Checkbox
        label={t('keep')}
        description={t('keep.hint')}
        checked={form.values.keepReference}
        onChange={(event) => form.set('keepReference', event.currentTarget.checked)}
      />
    </>
  );
}
