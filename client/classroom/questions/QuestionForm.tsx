import { Button, Input, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { choices, QuestionKind, verdicts } from '../../../shared/classroom/questions.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { useDoing } from '../tools/useDoing.ts';
import { useOptionName } from './useOptionName.ts';
import { words } from './words.ts';

/** Asks the class: one press asks A to D, everything else is there for those who want it. */
export function QuestionForm({ visit }: { visit: ClassVisit }) {
  const t = useWords(words);
  const nameOf = useOptionName();
  const { run, busy, error } = useDoing();
  const [kind, setKind] = useState<QuestionKind>('choice');
  const [options, setOptions] = useState(choices.length as number);
  const [prompt, setPrompt] = useState('');
  const [correct, setCorrect] = useState('');
  const toChoose = kind === 'choice' ? choices.slice(0, options) : verdicts;
  const solution = kind === 'text' || toChoose.some((one) => one === correct) ? correct.trim() : '';
  return (
    <Stack
      component="form"
      gap="md"
      onSubmit={(event) => {
        event.preventDefault();
        run(() =>
          visit.ask('questions:ask', { kind, options, prompt: prompt.trim(), correct: solution === '' ? null : solution }),
        );
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('kind.label')}
        value={kind}
        onChange={(value) => {
          setKind(QuestionKind.parse(value));
          setCorrect('');
        }}
        data={QuestionKind.options.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      {kind === 'choice' && (
        <Input.Wrapper label={t('options.label')} labelElement="div" size="md">
          <SegmentedControl
            fullWidth
            aria-label={t('options.label')}
            value={String(options)}
            onChange={(value) => setOptions(Number(value))}
            data={[2, 3, 4].map((count) => ({
              value: String(count),
              label: t('options.upTo', { last: choices[count - 1] ?? '' }),
            }))}
          />
        </Input.Wrapper>
      )}
      <TextInput
        label={t('prompt')}
        description={t('promptHint')}
        maxLength={120}
        value={prompt}
        onChange={(event) => setPrompt(event.currentTarget.value)}
      />
      {kind === 'text' ? (
        <TextInput
          label={t('correct')}
          description={t('correct.hint')}
          maxLength={60}
          value={correct}
          onChange={(event) => setCorrect(event.currentTarget.value)}
        />
      ) : (
        <Input.Wrapper label={t('correct')} description={t('correct.hint')} labelElement="div" size="md">
          <SegmentedControl
            fullWidth
            aria-label={t('correct')}
            value={solution}
            onChange={setCorrect}
            data={[{ value: '', label: t('correct.none') }, ...toChoose.map((value) => ({ value, label: nameOf(value) }))]}
          />
        </Input.Wrapper>
      )}
      <FormError error={error} />
      <Button type="submit" loading={busy}>
        {t('ask')}
      </Button>
    </Stack>
  );
}
