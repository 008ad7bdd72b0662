import { useCallback, useState } from 'react';
import type { ClassStep } from '../../shared/classroom.ts';
import { movesSteps } from '../../shared/classroom/order.ts';
import { explainError } from '../ui/errors.ts';
import type { ClassView } from './media/classView.ts';
import type { ClassVisit } from './media/ClassVisit.ts';
import { nowAndNext } from './media/clock.ts';

export interface Steps {
  now: ClassStep | undefined;
  next: ClassStep | undefined;
  previous: ClassStep | undefined;
  /** Moves the class; undefined where one may not, or there is no such step, or no connection. */
  forward: (() => void) | undefined;
  back: (() => void) | undefined;
  goTo: ((stepId: string) => void) | undefined;
  /** Whether it is one's turn to move the steps, by the rule of the class. */
  turn: boolean;
  moving: boolean;
  problem: string | null;
}

/** Where the class is in its steps, and what moves it. One move at a time, so that two clicks do not skip a step. */
export function useSteps(visit: ClassVisit, view: ClassView): Steps {
  const [moving, setMoving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { now, next, previous } = nowAndNext(view.steps, view.position.stepId);
  const turn = movesSteps(view.self.role, view.rule, now?.floor, view.participants);
  const allowed = turn && visit.state.phase === 'in';
  const goTo = useCallback(
    (stepId: string) => {
      setMoving(true);
      setProblem(null);
      visit
        .goTo(stepId)
        .catch((error: unknown) => setProblem(explainError(error)))
        .finally(() => setMoving(false));
    },
    [visit],
  );
  const to = (step: ClassStep | undefined) => (allowed && !moving && step !== undefined ? () => goTo(step.id) : undefined);
  return {
    now,
    next,
    previous,
    forward: to(next),
    back: to(previous),
    goTo: allowed && !moving ? goTo : undefined,
    turn,
    moving,
    problem,
  };
}
