import { timeLeft, type ClassTimer } from '../../../shared/classroom/timer.ts';

/** What a countdown shows: seconds to go, rounded up so that it says 0 only when it is over. */
export function secondsLeft(timer: ClassTimer, now: number): number {
  return Math.ceil(timeLeft(timer, now) / 1000);
}
