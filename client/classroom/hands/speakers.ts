import type { Hand, Hands } from '../../../shared/classroom/hands.ts';
import type { ClassView } from '../media/classView.ts';

/** The hands that count: one of a person who has left waits, unseen, until they are back. */
export function raisedHands({ hands, participants }: Pick<ClassView, 'hands' | 'participants'>): Hand[] {
  const present = new Set(participants.map(({ person }) => person.id));
  return hands.raised.filter(({ person }) => person === null || present.has(person.id));
}

/** What the seat map shows of a seat. */
export function seatState({ raised, call }: Hands, empty: readonly number[], seat: number) {
  if (call?.seat === seat) return 'called';
  if (raised.some((hand) => hand.seat === seat)) return 'hand';
  return empty.includes(seat) ? 'empty' : undefined;
}
