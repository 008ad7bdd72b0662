import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { useDoing } from '../tools/useDoing.ts';
import type { InClass } from '../useClassRoom.ts';
import { HeadCountForm, HeadCountLine } from './HeadCountForm.tsx';
import { LayoutForm } from './LayoutForm.tsx';
import { SeatMap } from './SeatMap.tsx';
import { takenSeats } from './takenSeats.ts';
import { words } from './words.ts';

/** 点到: how many students are there, and in which seats nobody sits today. */
export function RollPanel({ visit, view }: InClass) {
  const t = useWords(words);
  const { seating, self } = view;
  const { layout, empty, count } = seating;
  const { run, error } = useDoing();
  const [changing, setChanging] = useState(false);
  const taken = takenSeats(seating);
  return (
    <Stack p="md" gap="lg">
      <Stack component="section" gap="sm">
        <Title order={3} size="h4">
          {t('count.title')}
        </Title>
        {count === null ? (
          <Text c="dimmed">{t(self.may.countHeads ? 'count.none' : 'count.byLocal')}</Text>
        ) : (
          <HeadCountLine count={count} />
        )}
        {count !== null && layout !== null && count.present !== taken && (
          <Text size="sm">{t('count.differs', { map: taken, present: count.present })}</Text>
        )}
        {self.may.countHeads && <HeadCountForm visit={visit} seating={seating} />}
      </Stack>
      <Stack component="section" gap="sm">
        <Title order={3} size="h4">
          {t(layout === null ? 'layout.title' : 'roll.seats')}
        </Title>
        {layout === null || changing ? (
          <LayoutForm visit={visit} layout={layout} done={() => setChanging(false)} />
        ) : (
          <>
            <Text size="sm" c="dimmed">
              {t('roll.seatsHint')}
            </Text>
            <SeatMap
              layout={layout}
              stateOf={(seat) => (empty.includes(seat) ? 'empty' : undefined)}
              press={(seat) => run(() => visit.ask('seating:empty', { seat, empty: !empty.includes(seat) }))}
            />
            <FormError error={error} />
            <Group justify="space-between">
              <Text size="sm">{t('roll.taken', { count: taken })}</Text>
              <Button variant="subtle" size="sm" onClick={() => setChanging(true)}>
                {t('layout.change')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Stack>
  );
}
