import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Answer, Endpoint } from '../../shared/http.ts';
import { call, type InputOf } from './call.ts';

/**
 * The key under which an endpoint's answers are kept: `queryClient.invalidateQueries({ queryKey: answerKey(listLessons) })`
 * makes every answer of the endpoint be asked again, with an input only that one.
 */
export const answerKey = (endpoint: Endpoint, input?: unknown): unknown[] =>
  input === undefined ? [endpoint.method, endpoint.path] : [endpoint.method, endpoint.path, input];

/** Reads an endpoint and keeps the answer. Every component that reads the same gets the same. */
export function useAnswer<E extends Endpoint>(endpoint: E, ...input: InputOf<E>): UseQueryResult<Answer<E>> {
  return useQuery({ queryKey: answerKey(endpoint, input[0]), queryFn: () => call(endpoint, ...input) });
}
