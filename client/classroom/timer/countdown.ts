import { timeLeft, type ClassTimer } from '../../../shared/classroom/timer.ts';

/**
 * What a countdown shows: seconds to go, rounded up so that it says 0 only when it is over. A clock that is a little behind
 * the server's shows no more than there were at first.
 */
export function secondsLeft(timer: ClassTimer, now: number): number {
  return Math.min(timer.seconds, Math.ceil(timeLeft(timer, now) / 1000));
}
