import type { Seating } from '../../../shared/classroom/seating.ts';

/** How many seats somebody sits in, as the map has it. */
export function takenSeats({ layout, empty }: Seating): number {
  return layout === null ? 0 : layout.rows * layout.columns - empty.length;
}
