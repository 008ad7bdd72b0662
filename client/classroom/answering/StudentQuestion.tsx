import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { giveAnswer, type AnsweringView } from '../../../shared/classroom/answering.ts';
import { call } from '../../connection/call.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { AnswerChart } from '../questions/AnswerChart.tsx';
import { useOptionName } from '../questions/useOptionName.ts';
import { useDoing } from '../tools/useDoing.ts';
import classes from './answering.module.css';
import { words } from './words.ts';

interface Props {
  token: string;
  view: AnsweringView;
  take: (view: AnsweringView) => void;
}

/** The question that is on, with large buttons; what was answered stays to be seen and may be changed while it is open. */
export function StudentQuestion({ token, view, take }: Props) {
  const t = useWords(words);
  const nameOf = useOptionName();
  const { run, busy, error } = useDoing();
  const { question, answer } = view;
  const [text, setText] = useState(answer ?? '');
  if (question === null) {
    return (
      <div>
        <Title order={2}>{t('waitingTitle')}</Title>
        <Text c="dimmed">{t('waiting')}</Text>
      </div>
    );
  }
  const { id, kind, prompt, options, closedAt, shown, bars, correct } = question;
  const closed = closedAt !== null;
  const send = (given: string) =>
    run(async () => take(await call(giveAnswer, { params: { token }, body: { question: id, answer: given } })));
  return (
    <Stack gap="md">
      <h2 className={classes['prompt']}>{prompt === '' ? t('untitled') : prompt}</h2>
      {kind === 'text' ? (
        !closed && (
          <Stack
            component="form"
            gap="sm"
            onSubmit={(event) => {
              event.preventDefault();
              if (text.trim() !== '') send(text);
            }}
          >
            <TextInput
              label={t('answer.label')}
              size="lg"
              maxLength={60}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" size="lg" loading={busy} disabled={text.trim() === '' || text.trim() === answer}>
              {t('answer.send')}
            </Button>
          </Stack>
        )
      ) : (
        <div className={classes['options']} role="group" aria-label={t('answer.label')}>
          {options.map((option) => (
            <button
              key={option}
              type="button"
              className={classes['option']}
              aria-pressed={answer === option}
              disabled={closed}
              onClick={() => send(option)}
            >
              {nameOf(option)}
            </button>
          ))}
        </div>
      )}
      <FormError error={error} />
      <div role="status">
        {answer !== null && <Text fw={600}>{t('answer.sent', { answer: nameOf(answer) })}</Text>}
        {answer !== null && !closed && <Text c="dimmed">{t('answer.mayChange')}</Text>}
        {closed && <Text c="dimmed">{t(answer === null ? 'answer.none' : 'answer.over')}</Text>}
      </div>
      {shown && bars !== null && (
        <section aria-label={t('results')}>
          <AnswerChart kind={kind} bars={bars} correct={correct} />
        </section>
      )}
    </Stack>
  );
}
