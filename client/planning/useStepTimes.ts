import { useMemo } from 'react';
import { listStepTimes } from '../../shared/classroom/record.ts';
import { useAnswer } from '../connection/useAnswer.ts';

/** How long a step took in one class. */
interface TakenTime {
  sessionId: string;
  openedAt: string;
  seconds: number;
}

/** By step, the newest class first. */
export type StepTimes = ReadonlyMap<string, readonly TakenTime[]>;

const none: StepTimes = new Map();

/** How long the steps of a plan really took in the classes held from it; nothing until the server has said so. */
export function useStepTimes(lessonId: string): StepTimes {
  const { data } = useAnswer(listStepTimes, { params: { lessonId } });
  return useMemo(() => {
    if (data === undefined) return none;
    const times = new Map<string, TakenTime[]>();
    for (const { sessionId, openedAt, steps } of data.items) {
      for (const { stepId, seconds } of steps) {
        times.set(stepId, [...(times.get(stepId) ?? []), { sessionId, openedAt, seconds }]);
      }
    }
    return times;
  }, [data]);
}
