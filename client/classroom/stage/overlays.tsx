import { Fragment, type ReactNode } from 'react';
import { usePromptToast } from '../prompts/usePromptToast.tsx';
import classes from '../Stage.module.css';
import { useShowProblem } from '../board/useShowProblem.tsx';
import { useCallOverlay } from '../hands/useCallOverlay.tsx';
import { useQuestionOverlay } from '../questions/useQuestionOverlay.tsx';
import { useTimerOverlay } from '../timer/useTimerOverlay.tsx';
import type { InClass } from '../useClassRoom.ts';

/**
 * What lies over a corner of the stage for everybody, the big screen included: a countdown, the seat that was called. A
 * hook each, which answers null while there is nothing to show; they run in this order at every rendering.
 */
const sources: readonly ((inClass: InClass) => ReactNode)[] = [
  useShowProblem,
  useTimerOverlay,
  useCallOverlay,
  useQuestionOverlay,
  usePromptToast,
];

/** The overlays of the stage, one under the other in its upper right corner. */
export function StageOverlays(inClass: InClass) {
  const shown = sources.map((source, at) => ({ at, overlay: source(inClass) })).filter(({ overlay }) => overlay !== null);
  if (shown.length === 0) return null;
  return (
    <div className={classes.overlays}>
      {shown.map(({ at, overlay }) => (
        <Fragment key={at}>{overlay}</Fragment>
      ))}
    </div>
  );
}
