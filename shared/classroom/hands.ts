import { z } from 'zod';
import { Id, Moment, Person } from '../values.ts';
import { Epoch } from './basics.ts';
import { SeatNumber } from './seating.ts';

/** A raised hand: of a student, known by the seat, or of somebody who is in the class with an account. */
export const Hand = z.object({ id: Id, seat: SeatNumber.nullable(), person: Person.nullable(), raisedAt: Moment });
export type Hand = z.output<typeof Hand>;

/** Who has been asked to speak: a hand that was taken, or a seat drawn at random. */
export const Call = z.object({
  id: Id,
  seat: SeatNumber.nullable(),
  person: Person.nullable(),
  drawn: z.boolean(),
  calledAt: Moment,
});
export type Call = z.output<typeof Call>;

/** The hands in the order in which they went up, and who is called now. */
export const Hands = z.object({ raised: z.array(Hand), call: Call.nullable() });
export type Hands = z.output<typeof Hands>;

export const handRequests = {
  /** Raises or lowers one's own hand. */
  'hands:own': { input: z.object({ ...Epoch, raised: z.boolean() }), output: Hands },
  /** Raises or lowers the hand of a student's seat, for students without a device. Answers 409 `no_such_seat`. */
  'hands:seat': { input: z.object({ ...Epoch, seat: SeatNumber, raised: z.boolean() }), output: Hands },
  /** Asks whoever raised this hand to speak; the hand goes down. */
  'hands:take': { input: z.object({ ...Epoch, handId: Id }), output: Hands },
  /** Asks a seat to speak, hand or not. Answers 409 `no_such_seat`. */
  'hands:call': { input: z.object({ ...Epoch, seat: SeatNumber }), output: Hands },
  /** Draws a seat at random among those called least often so far. Answers 409 `no_seats` when there is none to draw. */
  'hands:draw': { input: z.object({ ...Epoch }), output: Hands },
  /** Whoever was called has spoken. */
  'hands:done': { input: z.object({ ...Epoch }), output: Hands },
  /** All hands down. */
  'hands:clear': { input: z.object({ ...Epoch }), output: Hands },
};

export const handPushes = { 'hands:changed': z.object({ hands: Hands }) };
