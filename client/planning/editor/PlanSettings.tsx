import { createContext, use } from 'react';
import type { Lesson, TakenPart } from '../../../shared/planning.ts';
import type { StepTimes } from '../useStepTimes.ts';

/** What the views inside the editor need to know of the page around it. */
export interface PlanSettings {
  lesson: Lesson;
  /** Who has said to write which part. */
  taken: readonly TakenPart[];
  editable: boolean;
  /** How long each step took in the classes held from this plan, the newest class first. */
  times: StepTimes;
  /** Read out to screen readers, such as where a moved step is now. */
  announce: (sentence: string) => void;
}

export const PlanSettingsContext = createContext<PlanSettings | null>(null);

/** The settings of the plan that a view belongs to. */
export function usePlanSettings(): PlanSettings {
  const settings = use(PlanSettingsContext);
  if (settings === null) throw new Error('A view of the plan is shown outside of the plan.');
  return settings;
}
