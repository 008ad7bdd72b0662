import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconEye, IconEyeOff, IconMinus, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { AnswerBar, Question } from '../../../shared/classroom/questions.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { useDoing } from '../tools/useDoing.ts';
import { AnswerChart } from './AnswerChart.tsx';
import classes from './questions.module.css';
import { useOptionName } from './useOptionName.ts';
import { words } from './words.ts';

interface Props {
  visit: ClassVisit;
  question: Question;
  /** How many devices could answer. */
  devices: number;
}

/** The question that is on, for those who ask: what comes in, hands to count, and what the class is shown of it. */
export function CurrentQuestion({ visit, question, devices }: Props) {
  const t = useWords(words);
  const { run, busy, error } = useDoing();
  const { id: questionId, kind, prompt, bars, correct, shown, answered } = question;
  const closed = question.closedAt !== null;
  const total = (bars ?? []).reduce((sum, bar) => sum + bar.devices + bar.counted, 0);
  const count = (answer: string, times: number) =>
    run(() => visit.ask('questions:count', { questionId, answer, count: Math.max(0, times) }));
  return (
    <Stack gap="md">
      <div>
        <p className={classes.prompt}>{prompt === '' ? `${t('untitled')} · ${t(`kind.${kind}`)}` : prompt}</p>
        <Text size="sm" c="dimmed">
          {t(closed ? 'state.closed' : 'state.open')} · {t(shown ? 'state.shown' : 'state.private')}
        </Text>
      </div>
      <AnswerChart
        kind={kind}
        bars={bars ?? []}
        correct={correct}
        below={(bar) => (
          <Below
            bar={bar}
            text={kind === 'text'}
            count={(times) => count(bar.label, times)}
            hide={(hidden) => run(() => visit.ask('questions:hide', { questionId, key: bar.key, hidden }))}
          />
        )}
      />
      {kind === 'text' && <SaidAloud bars={bars ?? []} count={count} />}
      <Text size="sm" c="dimmed">
        {devices > 0 && `${t('answered', { answered, devices })} · `}
        {t('total', { count: total })}
        <br />
        {t('hands.hint')}
      </Text>
      <FormError error={error} />
      <Group gap="sm">
        <Button loading={busy} onClick={() => run(() => visit.ask('questions:show', { questionId, shown: !shown }))}>
          {t(shown ? 'unshow' : 'show')}
        </Button>
        <Button variant="default" onClick={() => run(() => visit.ask('questions:close', { questionId, closed: !closed }))}>
          {t(closed ? 'reopen' : 'close')}
        </Button>
        <Button variant="subtle" onClick={() => run(() => visit.ask('questions:dismiss', { questionId }))}>
          {t('dismiss')}
        </Button>
      </Group>
    </Stack>
  );
}

interface BelowProps {
  bar: AnswerBar;
  text: boolean;
  count: (times: number) => void;
  hide: (hidden: boolean) => void;
}

/** Hands are counted one by one, with the thumb of somebody who looks at a class. */
function Below({ bar, text, count, hide }: BelowProps) {
  const t = useWords(words);
  const answer = useOptionName()(bar.label);
  const Eye = bar.hidden ? IconEye : IconEyeOff;
  return (
    <div className={classes.stepper}>
      {text && (
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t(bar.hidden ? 'unhide' : 'hide', { answer })}
          onClick={() => hide(!bar.hidden)}
        >
          <Eye size={20} stroke={1.7} />
        </ActionIcon>
      )}
      <span className={classes.note}>{t('counted', { count: bar.counted })}</span>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('fewer', { answer })}
        disabled={bar.counted === 0}
        onClick={() => count(bar.counted - 1)}
      >
        <IconMinus size={18} />
      </ActionIcon>
      <ActionIcon variant="default" size="lg" aria-label={t('more', { answer })} onClick={() => count(bar.counted + 1)}>
        <IconPlus size={18} />
      </ActionIcon>
    </div>
  );
}

function SaidAloud({ bars, count }: { bars: readonly AnswerBar[]; count: (answer: string, times: number) => void }) {
  const t = useWords(words);
  const [text, setText] = useState('');
  const said = text.trim();
  return (
    <Group
      component="form"
      align="end"
      gap="sm"
      wrap="nowrap"
      onSubmit={(event) => {
        event.preventDefault();
        if (said === '') return;
        count(said, (bars.find(({ label }) => label === said)?.counted ?? 0) + 1);
        setText('');
      }}
    >
      <TextInput
        label={t('text.add')}
        maxLength={60}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        style={{ flex: 1 }}
      />
      <Button type="submit" variant="default" disabled={said === ''}>
        {t('text.addDo')}
      </Button>
    </Group>
  );
}
