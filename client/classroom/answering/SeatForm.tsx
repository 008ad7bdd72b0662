import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { takeSeat, type AnsweringView } from '../../../shared/classroom/answering.ts';
import { columnOf, rowOf, seatAt, type SeatLayout } from '../../../shared/classroom/seating.ts';
import { call } from '../../connection/call.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { useDoing } from '../tools/useDoing.ts';
import { words } from './words.ts';

interface Props {
  token: string;
  layout: SeatLayout;
  seat: number | null;
  take: (view: AnsweringView) => void;
  close: () => void;
}

/** Asks where the device is: row and seat, as the children count them. */
export function SeatForm({ token, layout, seat, take, close }: Props) {
  const t = useWords(words);
  const { run, busy, error } = useDoing();
  const [row, setRow] = useState(seat === null ? 1 : rowOf(seat));
  const [column, setColumn] = useState(seat === null ? 1 : columnOf(seat));
  const numbers = (count: number) => Array.from({ length: count }, (_number, at) => String(at + 1));
  const sit = async (taken: number | null) => {
    take(await call(takeSeat, { params: { token }, body: { seat: taken } }));
    close();
  };
  return (
    <Stack
      component="form"
      gap="md"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => sit(seatAt(row, column)));
      }}
    >
      <div>
        <Title order={2}>{t('seat.title')}</Title>
        <Text c="dimmed">{t('seat.hint')}</Text>
      </div>
      <Group grow>
        <NativeSelect
          label={t('seat.row')}
          size="lg"
          data={numbers(layout.rows)}
          value={String(row)}
          onChange={(event) => setRow(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label={t('seat.column')}
          size="lg"
          data={numbers(layout.columns)}
          value={String(column)}
          onChange={(event) => setColumn(Number(event.currentTarget.value))}
        />
      </Group>
      <FormError error={error} />
      <Group>
        <Button type="submit" size="lg" loading={busy}>
          {t('seat.save')}
        </Button>
        <Button variant="subtle" size="lg" onClick={() => (seat === null ? close() : run(() => sit(null)))}>
          {t('seat.skip')}
        </Button>
      </Group>
    </Stack>
  );
}
