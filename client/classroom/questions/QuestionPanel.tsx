import { Stack } from '@mantine/core';
import type { InClass } from '../useClassRoom.ts';
import { CurrentQuestion } from './CurrentQuestion.tsx';
import { DevicesSwitch } from './DevicesSwitch.tsx';
import { QuestionForm } from './QuestionForm.tsx';

/** 提问: asks, and follows what comes in. */
export function QuestionPanel({ visit, view }: InClass) {
  const { current, devices } = view.questions;
  return (
    <Stack p="md" gap="xl">
      {current === null ? (
        <QuestionForm visit={visit} />
      ) : (
        <CurrentQuestion key={current.id} visit={visit} question={current} devices={devices} />
      )}
      <DevicesSwitch visit={visit} view={view} />
    </Stack>
  );
}
