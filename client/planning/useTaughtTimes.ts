import { useMemo } from 'react';
import { useDates } from '../ui/dates.ts';
import { useWords } from '../ui/words.ts';
import { planWords } from './planWords.ts';
import { useStepTimes } from './useStepTimes.ts';

/** How long a step took the last time it was taught, the times before as lines, and the page of that class. */
export interface TaughtTime {
  last: string;
  all: string;
  address: string;
}

/** So many classes are told of. */
const mostTold = 5;

/** Says of each step of a plan how long it took; null where it was not taught yet. */
export function useTaughtTimes(lessonId: string): (stepId: string) => TaughtTime | null {
  const t = useWords(planWords);
  const dates = useDates();
  const times = useStepTimes(lessonId);
  return useMemo(() => {
    const tell = (seconds: number) => t('step.actual', { minutes: Math.max(1, Math.round(seconds / 60)) });
    return (stepId) => {
      const [last, ...before] = (times.get(stepId) ?? []).slice(0, mostTold);
      if (last === undefined) return null;
      const lines = [last, ...before].map(({ openedAt, seconds }) => `${dates.moment(openedAt)} ${tell(seconds)}`);
      return { last: tell(last.seconds), all: lines.join('\n'), address: `/class/${last.sessionId}` };
    };
  }, [t, dates, times]);
}
