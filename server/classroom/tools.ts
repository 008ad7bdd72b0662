import type { ClassRole, ClassSnapshot } from '../../shared/classroom.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import { describeHands } from './hands.ts';
import { mayAsk } from './policy.ts';
import { asTheClassSees, describeQuestions } from './questions.ts';
import { describeSeating } from './seating.ts';
import { describeTimer } from './timer.ts';

/** How the teaching tools of a class stand, for somebody who enters it in a role or comes back. */
export async function describeTools(
  db: Db,
  identity: Identity,
  sessionId: string,
  role: ClassRole,
): Promise<Pick<ClassSnapshot, 'seating' | 'hands' | 'questions' | 'timer'>> {
  const [seating, hands, questions, timer] = await Promise.all([
    describeSeating(db, identity, sessionId),
    describeHands(db, identity, sessionId),
    describeQuestions(db, identity, sessionId),
    describeTimer(db, sessionId),
  ]);
  return { seating, hands, questions: mayAsk(role) ? questions : asTheClassSees(questions), timer };
}
