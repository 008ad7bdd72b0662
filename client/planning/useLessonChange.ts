import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getLesson, listLessons } from '../../shared/planning.ts';
import { answerKey } from '../connection/useAnswer.ts';

/** A change of a lesson through its endpoint; afterwards its page and the list are read again. */
export function useLessonChange<Input>(change: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: answerKey(getLesson) }),
        queries.invalidateQueries({ queryKey: answerKey(listLessons) }),
      ]),
  });
}
