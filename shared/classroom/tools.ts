import { z } from 'zod';
import { handPushes, handRequests, Hands } from './hands.ts';
import { questionPushes, questionRequests, Questions } from './questions.ts';
import { Seating, seatingPushes, seatingRequests } from './seating.ts';
import { ClassTimer, timerPushes, timerRequests } from './timer.ts';

/** What hands, questions, countdown and seats add to the class: to its events, to its snapshot, and to what one may do. */
export const tools = {
  requests: { ...seatingRequests, ...handRequests, ...questionRequests, ...timerRequests },
  pushes: { ...seatingPushes, ...handPushes, ...questionPushes, ...timerPushes },
  snapshot: { seating: Seating, hands: Hands, questions: Questions, timer: ClassTimer.nullable() },
  /** Raise one's own hand; take the hands of others and call; ask; time; say how the students sit; count heads. */
  rights: {
    raiseHand: z.boolean(),
    takeHands: z.boolean(),
    ask: z.boolean(),
    time: z.boolean(),
    arrangeSeats: z.boolean(),
    countHeads: z.boolean(),
  },
};
