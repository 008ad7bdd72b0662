import { Text } from '@mantine/core';
import type { ClassStep } from '../../../shared/classroom.ts';
import type { ClassRecord } from '../../../shared/classroom/record.ts';
import { useDates } from '../../ui/dates.ts';
import { useWords } from '../../ui/words.ts';
import { AnswerChart } from '../questions/AnswerChart.tsx';
import { words as questionWords } from '../questions/words.ts';
import classes from './after.module.css';
import { words } from './words.ts';

interface Props {
  questions: ClassRecord['questions'];
  devices: number;
  steps: readonly ClassStep[];
}

/** The questions of a class as they were asked, each with how the class answered. */
export function AskedQuestions({ questions, devices, steps }: Props) {
  const t = useWords(words);
  const say = useWords(questionWords);
  const dates = useDates();
  return (
    <>
      <ol className={classes.questions}>
        {questions.map(({ id, kind, prompt, bars, correct, askedAt, askedBy, stepId }) => {
          const step = steps.find((one) => one.id === stepId);
          const total = (bars ?? []).reduce((sum, bar) => sum + bar.devices + bar.counted, 0);
          const about = [
            dates.time(askedAt),
            askedBy.name,
            ...(step === undefined || step.name === '' ? [] : [t('questions.at', { step: step.name })]),
            t('questions.total', { count: total }),
          ];
          return (
            <li key={id} className={classes.question}>
              <h3 className={classes.prompt}>
                {prompt === '' ? t('questions.untitled', { kind: say(`kind.${kind}`) }) : prompt}
              </h3>
              <Text size="sm" c="dimmed" mb="sm">
                {about.join(' · ')}
              </Text>
              <AnswerChart kind={kind} bars={bars ?? []} correct={correct} />
            </li>
          );
        })}
      </ol>
      {devices > 0 && (
        <Text size="sm" c="dimmed" mt="md">
          {t('questions.devices', { count: devices })}
        </Text>
      )}
    </>
  );
}
