import { columnOf, rowOf } from '../../../shared/classroom/seating.ts';
import { useWords } from '../../ui/words.ts';
import { words } from './words.ts';

/** Says a seat: 3 排 2 座. */
export function useSeatName(): (seat: number) => string {
  const t = useWords(words);
  return (seat) => t('seat.name', { row: rowOf(seat), column: columnOf(seat) });
}
