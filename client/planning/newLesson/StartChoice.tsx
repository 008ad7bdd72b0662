import { Input, SegmentedControl, Stack } from '@mantine/core';
import { useId } from 'react';
import { useWords } from '../../ui/words.ts';
import { TemplateChoice } from '../templates/TemplateChoice.tsx';
import { LessonChoice } from '../variants/LessonChoice.tsx';
import { words } from '../words.ts';
import type { LessonForm, Start } from './useLessonForm.ts';

const starts: readonly Start[] = ['standard', 'template', 'lesson'];

/** What the plan starts from: the standard template unless somebody wishes otherwise. */
export function StartChoice({ form }: { form: LessonForm }) {
  const t = useWords(words);
  const id = useId();
  return (
    <Stack gap="sm">
      <div>
        <Input.Label component="div" size="md" id={id} mb={4}>
          {t('new.start')}
        </Input.Label>
        <SegmentedControl
          fullWidth
          aria-labelledby={id}
          value={form.start}
          data={starts.map((value) => ({ value, label: t(`new.start.${value}`) }))}
          onChange={(value) => form.setStart(starts.find((each) => each === value) ?? 'standard')}
        />
      </div>
      {form.start === 'template' && (
        <TemplateChoice
          value={form.values.templateId}
          error={form.errorOf('templateId')}
          onChange={(templateId) => form.set('templateId', templateId)}
        />
      )}
      {form.start === 'lesson' && (
        <LessonChoice chosen={form.origin} error={form.errorOf('originId')} onChoose={form.setOrigin} />
      )}
    </Stack>
  );
}
