import { z } from 'zod';
import { Moment, Person } from '../values.ts';
import { Epoch } from './basics.ts';

/** A room has at most so many rows, and so many seats in a row. */
export const mostRows = 20;
export const mostColumns = 20;

/**
 * A student's seat, in place of a name: row × 100 + column, both counted from 1 and row 1 at the teacher's desk. A seat keeps
 * its number when rows or columns are added.
 */
export const SeatNumber = z
  .number()
  .int()
  .refine((seat) => rowOf(seat) >= 1 && rowOf(seat) <= mostRows && columnOf(seat) >= 1 && columnOf(seat) <= mostColumns);

export const seatAt = (row: number, column: number): number => row * 100 + column;
export const rowOf = (seat: number): number => Math.floor(seat / 100);
export const columnOf = (seat: number): number => seat % 100;

/** How the students sit: so many rows of so many seats. */
export const SeatLayout = z.object({
  rows: z.number().int().min(1).max(mostRows),
  columns: z.number().int().min(1).max(mostColumns),
});
export type SeatLayout = z.output<typeof SeatLayout>;

/** The seats of a layout, row by row. */
export function seatsOf({ rows, columns }: SeatLayout): number[] {
  return Array.from({ length: rows * columns }, (_seat, at) => seatAt(Math.floor(at / columns) + 1, (at % columns) + 1));
}

/** Whether a layout has a seat. */
export const hasSeat = ({ rows, columns }: SeatLayout, seat: number): boolean =>
  rowOf(seat) >= 1 && rowOf(seat) <= rows && columnOf(seat) >= 1 && columnOf(seat) <= columns;

/** How many students should be there and how many are, as the local teacher counted them. */
export const HeadCount = z.object({ expected: z.number().int(), present: z.number().int(), by: Person, at: Moment });
export type HeadCount = z.output<typeof HeadCount>;

/** The students' seats as everybody in the class sees them; `layout` is null until a teacher has said how they sit. */
export const Seating = z.object({
  layout: SeatLayout.nullable(),
  /** Seats in which nobody sits today. */
  empty: z.array(SeatNumber),
  count: HeadCount.nullable(),
});
export type Seating = z.output<typeof Seating>;

const Heads = z.number().int().min(0).max(999);

export const seatingRequests = {
  /** Says how the students sit; seats that no longer exist are forgotten. */
  'seating:arrange': { input: z.object({ ...Epoch, ...SeatLayout.shape }), output: Seating },
  /** Answers 409 `no_such_seat`. */
  'seating:empty': { input: z.object({ ...Epoch, seat: SeatNumber, empty: z.boolean() }), output: Seating },
  /** The local teacher's head count. */
  'seating:count': { input: z.object({ ...Epoch, expected: Heads, present: Heads }), output: Seating },
};

export const seatingPushes = { 'seating:changed': z.object({ seating: Seating }) };
