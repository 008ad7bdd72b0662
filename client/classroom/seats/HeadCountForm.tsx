import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Seating } from '../../../shared/classroom/seating.ts';
import { useDates } from '../../ui/dates.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { useDoing } from '../tools/useDoing.ts';
import { takenSeats } from './takenSeats.ts';
import { words } from './words.ts';

/** What was counted, said in one sentence. */
export function HeadCountLine({ count }: { count: NonNullable<Seating['count']> }) {
  const t = useWords(words);
  const dates = useDates();
  const { expected, present, by, at } = count;
  const missing = expected - present;
  return (
    <Text>
      {t('count.said', { name: by.name, time: dates.time(at), expected, present })}
      {missing > 0 && ` · ${t('count.absent', { count: missing })}`}
      {missing === 0 && ` · ${t('count.all')}`}
    </Text>
  );
}

/** The local teacher writes down how many students are there. */
export function HeadCountForm({ visit, seating }: { visit: ClassVisit; seating: Seating }) {
  const t = useWords(words);
  const { run, busy, error } = useDoing();
  const taken = takenSeats(seating);
  const { layout, count } = seating;
  const [expected, setExpected] = useState<number | string>(count?.expected ?? '');
  const [present, setPresent] = useState<number | string>(count?.present ?? '');
  const complete = typeof expected === 'number' && typeof present === 'number';
  return (
    <Stack
      component="form"
      gap="sm"
      aria-label={t('count.title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) run(() => visit.ask('seating:count', { expected, present }));
      }}
    >
      <Group align="end" gap="sm" grow preventGrowOverflow={false}>
        <NumberInput
          label={t('count.expected')}
          min={0}
          max={999}
          clampBehavior="strict"
          allowDecimal={false}
          value={expected}
          onChange={setExpected}
        />
        <NumberInput
          label={t('count.present')}
          min={0}
          max={999}
          clampBehavior="strict"
          allowDecimal={false}
          value={present}
          onChange={setPresent}
        />
      </Group>
      <Group gap="sm">
        <Button type="submit" loading={busy} disabled={!complete}>
          {t('count.save')}
        </Button>
        {layout !== null && present !== taken && (
          <Button
            variant="subtle"
            onClick={() => {
              setPresent(taken);
              if (expected === '') setExpected(taken + seating.empty.length);
            }}
          >
            {t('count.useMap', { count: taken })}
          </Button>
        )}
      </Group>
      <FormError error={error} />
    </Stack>
  );
}
