import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { mostColumns, mostRows, type SeatLayout } from '../../../shared/classroom/seating.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { useDoing } from '../tools/useDoing.ts';
import { words } from './words.ts';

/** Most rooms begin with so many rows of so many. */
const usual: SeatLayout = { rows: 6, columns: 8 };

/** Asks how many rows of seats there are; `done` is called when it is said. */
export function LayoutForm({ visit, layout, done }: { visit: ClassVisit; layout: SeatLayout | null; done?: () => void }) {
  const t = useWords(words);
  const { run, busy, error } = useDoing();
  const [{ rows, columns }, set] = useState(layout ?? usual);
  return (
    <Stack
      component="form"
      gap="sm"
      aria-label={t('layout.title')}
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          await visit.ask('seating:arrange', { rows, columns });
          done?.();
        });
      }}
    >
      {layout === null && (
        <Text size="sm" c="dimmed">
          {t('layout.none')}
        </Text>
      )}
      <Group align="end" gap="sm" grow preventGrowOverflow={false}>
        <NumberInput
          label={t('layout.rows')}
          min={1}
          max={mostRows}
          clampBehavior="strict"
          allowDecimal={false}
          value={rows}
          onChange={(value) => set({ rows: Number(value) || 1, columns })}
        />
        <NumberInput
          label={t('layout.columns')}
          min={1}
          max={mostColumns}
          clampBehavior="strict"
          allowDecimal={false}
          value={columns}
          onChange={(value) => set({ rows, columns: Number(value) || 1 })}
        />
        <Button type="submit" loading={busy}>
          {t('layout.save')}
        </Button>
      </Group>
      <FormError error={error} />
    </Stack>
  );
}
