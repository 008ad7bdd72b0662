import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { commonWords } from '../../ui/commonWords.ts';
import { explainError } from '../../ui/errors.ts';
import { useWords } from '../../ui/words.ts';
import { useChanges } from '../useChanges.ts';
import type { InClass } from '../useClassRoom.ts';
import classes from './ShowProblem.module.css';
import { showingOf } from './Showing.ts';

/** Says, over the stage, why something could not be shown; to the teacher who tried. */
export function useShowProblem({ visit }: InClass): ReactNode {
  const common = useWords(commonWords);
  const showing = showingOf(visit);
  useChanges(showing);
  if (showing.problem === null) return null;
  return (
    <div className={classes.problem} role="alert">
      {explainError(showing.problem)}
      <CloseButton aria-label={common('close')} onClick={() => showing.forgetProblem()} />
    </div>
  );
}
