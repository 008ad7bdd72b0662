import { useMutation, useQueryClient } from '@tanstack/react-query';
import { listVersions } from '../../../shared/versions.ts';
import { answerKey } from '../../connection/useAnswer.ts';

/** A change of a plan's versions through its endpoint; afterwards their list is read again. */
export function useVersionChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: answerKey(listVersions) }),
  });
}
