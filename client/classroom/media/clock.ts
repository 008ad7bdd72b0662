import type { ClassPosition, ClassStep } from '../../../shared/classroom.ts';

/**
 * The server's time minus this device's, in milliseconds, from a message that carried `serverTime` and arrived at
 * `receivedAt`. Transport makes every sample too small, so the largest of several is the best.
 */
export function clockOffset(serverTime: string, receivedAt: number, known?: number): number {
  const sample = Date.parse(serverTime) - receivedAt;
  return known === undefined ? sample : Math.max(known, sample);
}

/** How many seconds a step has taken up to `now` (server time in milliseconds); only the current step is still running. */
export function elapsedSeconds(step: ClassStep, position: ClassPosition, now: number): number {
  if (step.id !== position.stepId) return step.actualSeconds;
  return step.actualSeconds + Math.max(0, Math.floor((now - Date.parse(position.serverTime)) / 1000));
}

/** `4:05`, or `1:02:09` past an hour. Negative times count as 0:00. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/**
 * How a class stands against its plan, in seconds: `behind` is what finished steps took longer than planned (less when they
 * were shorter) and what the current one is over; `left` is what the plan still has. Skipped steps and those without a
 * planned time count for nothing.
 */
export function paceOf(steps: readonly ClassStep[], position: ClassPosition, now: number): { behind: number; left: number } {
  const at = steps.findIndex(({ id }) => id === position.stepId);
  const sum = { behind: 0, left: 0 };
  steps.forEach((step, index) => {
    if (step.minutes === null) return;
    const over = elapsedSeconds(step, position, now) - step.minutes * 60;
    if (index === at) {
      sum.behind += Math.max(0, over);
      sum.left += Math.max(0, -over);
    } else if (step.startedAt !== null) sum.behind += over;
    else if (index > at) sum.left += step.minutes * 60;
  });
  return sum;
}

/** The step the class is at and the one after it; before the first step, `next` is the first. */
export function nowAndNext(steps: readonly ClassStep[], stepId: string | null) {
  const at = steps.findIndex((step) => step.id === stepId);
  return { previous: steps[at - 1], now: steps[at], next: steps[at + 1], at };
}
