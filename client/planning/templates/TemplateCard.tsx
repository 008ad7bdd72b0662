import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { commonWords } from '../../ui/commonWords.ts';
import { useWords } from '../../ui/words.ts';
import { templateWords } from './templateWords.ts';

/** What a template is called and for. */
export interface TemplateFacts {
  name: string;
  description: string;
  subject: string;
  grade: string;
}

/** The fields of a template's card while they are being written. */
export interface TemplateForm {
  facts: TemplateFacts;
  set: (key: keyof TemplateFacts, value: string) => void;
}

export function useTemplateForm({ name, description, subject, grade }: TemplateFacts): TemplateForm {
  const [facts, setFacts] = useState({ name, description, subject, grade });
  return { facts, set: (key, value) => setFacts((now) => ({ ...now, [key]: value })) };
}

interface FieldsProps {
  form: TemplateForm;
  errors: Partial<Record<string, string>>;
}

/** What the template is called. */
export function TemplateName({ form, errors }: FieldsProps) {
  const t = useWords(templateWords);
  return (
    <TextInput
      name="name"
      label={t('name')}
      placeholder={t('name.example')}
      maxLength={80}
      required
      data-autofocus
      {...field(form, 'name', errors)}
    />
  );
}

/** What it is for, and for which subject and grade. */
export function TemplateUse({ form, errors }: FieldsProps) {
  const t = useWords(templateWords);
  const common = useWords(commonWords);
  return (
    <>
      <Textarea
        label={`${t('description')}${common('optional')}`}
        placeholder={t('description.example')}
        maxLength={500}
        autosize
        minRows={2}
        {...field(form, 'description', errors)}
      />
      <SimpleGrid cols={2}>
        <TextInput label={`${t('subject')}${common('optional')}`} maxLength={40} {...field(form, 'subject', errors)} />
        <TextInput label={`${t('grade')}${common('optional')}`} maxLength={40} {...field(form, 'grade', errors)} />
      </SimpleGrid>
    </>
  );
}

const field = ({ facts, set }: TemplateForm, key: keyof TemplateFacts, errors: FieldsProps['errors']) => ({
  value: facts[key],
  error: errors[key],
  onChange: (event: { currentTarget: { value: string } }) => set(key, event.currentTarget.value),
});
