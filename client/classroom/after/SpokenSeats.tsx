import { Stack, Text } from '@mantine/core';
import type { CSSProperties } from 'react';
import type { ClassRecord } from '../../../shared/classroom/record.ts';
import { seatsOf, type SeatLayout } from '../../../shared/classroom/seating.ts';
import { useWords } from '../../ui/words.ts';
import { useSeatName } from '../seats/seatName.ts';
import { words as seatWords } from '../seats/words.ts';
import classes from './after.module.css';
import { words } from './words.ts';

/** How often students raised hands and spoke, and where in the room: a corner that nobody asked is seen at a glance. */
export function SpokenSeats({ hands, layout }: { hands: ClassRecord['hands']; layout: SeatLayout | null }) {
  const t = useWords(words);
  const say = useWords(seatWords);
  const seatName = useSeatName();
  const { students, called, drawn, seats } = hands;
  const times = new Map(seats.map((one) => [one.seat, one.times]));
  const most = Math.max(1, ...times.values());
  const said = [
    t('hands.raised', { count: students }),
    t('hands.called', { count: called }),
    ...(drawn > 0 ? [t('hands.drawn', { count: drawn })] : []),
    ...(seats.length > 0 ? [t('hands.seats', { count: seats.length })] : []),
  ];
  return (
    <Stack gap="sm">
      <Text>{said.join(' · ')}</Text>
      {layout !== null && seats.length > 0 && (
        <div className={classes.room}>
          <span className={classes.desk}>{say('map.desk')}</span>
          <ul className={classes.seats} aria-label={t('hands.map')} style={{ '--columns': layout.columns } as CSSProperties}>
            {seatsOf(layout).map((seat) => {
              const count = times.get(seat) ?? 0;
              return (
                <li
                  key={seat}
                  aria-label={`${seatName(seat)} ${count}`}
                  data-spoke={count > 0}
                  style={{ '--share': `${Math.round((count / most) * 100)}%` } as CSSProperties}
                >
                  {count > 0 ? count : ''}
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </Stack>
  );
}
