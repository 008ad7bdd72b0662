import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { Answer, Endpoint } from '../../shared/http.ts';
import { call, type InputOf } from './call.ts';
import { answerKey, askOrRead } from './offline/keptAnswers.ts';

export { answerKey } from './offline/keptAnswers.ts';

/**
 * Reads an endpoint and keeps the answer. Every component that reads the same gets the same. Answers that are kept on this device
 * (`keepAnswersOf`) are read from there while the server cannot be reached.
 */
export function useAnswer<E extends Endpoint>(endpoint: E, ...input: InputOf<E>): UseQueryResult<Answer<E>> {
  const queries = useQueryClient();
  const key = answerKey(endpoint, input[0]);
  return useQuery({ queryKey: key, queryFn: () => askOrRead(queries, endpoint, key, () => call(endpoint, ...input)) });
}
