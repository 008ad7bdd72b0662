import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import {
  decideSuggestion,
  feedbackEvents,
  listReaders,
  listThreads,
  openThread,
  reply,
  resolveThread,
  type Thread,
} from '../../shared/feedback.ts';
import type { Answer } from '../../shared/http.ts';
import type { Person } from '../../shared/values.ts';
import { call } from '../connection/call.ts';
import { CallError } from '../connection/callError.ts';
import { getSocketState, onPush, onSocketOpen, request } from '../connection/socket.ts';
import { answerKey, useAnswer } from '../connection/useAnswer.ts';

/** The threads of a lesson, kept as they are without reloading; what was missed on a lost line is asked again. */
export function useThreads(lessonId: string) {
  const queries = useQueryClient();
  const asked = useAnswer(listThreads, { params: { lessonId } });

  useEffect(() => {
    const refresh = () => void queries.invalidateQueries({ queryKey: keyOf(lessonId) });
    // When watching is refused the list is refused as well, and says why.
    const watch = () => void request(feedbackEvents, 'feedback:watch', { lessonId }).then(refresh, () => {});
    if (getSocketState() === 'open') watch();
    const offs = [
      onSocketOpen(watch),
      onPush(feedbackEvents, 'feedback:thread', (changed) => {
        if (changed.lessonId === lessonId) refresh();
      }),
    ];
    return () => {
      offs.forEach((off) => off());
      if (getSocketState() === 'open') request(feedbackEvents, 'feedback:unwatch', { lessonId }).catch(() => {});
    };
  }, [queries, lessonId]);

  return asked;
}

const nobody: readonly Person[] = [];

/** The people who can be mentioned in the feedback on a lesson. */
export function useReaders(lessonId: string): readonly Person[] {
  return useAnswer(listReaders, { params: { lessonId } }).data?.items ?? nobody;
}

export type ThreadActions = ReturnType<typeof useThreadActions>;
type NewDecision = Parameters<typeof call<typeof decideSuggestion>>[1]['body'];

/** What can be done to the threads of a lesson; the answer is shown at once. */
export function useThreadActions(lessonId: string) {
  const queries = useQueryClient();
  const onSuccess = (thread: Thread) =>
    queries.setQueryData<Answer<typeof listThreads>>(keyOf(lessonId), (list) => {
      if (list === undefined) return list;
      const known = list.items.some(({ id }) => id === thread.id);
      return { items: known ? list.items.map((item) => (item.id === thread.id ? thread : item)) : [...list.items, thread] };
    });
  return {
    open: useMutation({
      mutationFn: (body: Parameters<typeof call<typeof openThread>>[1]['body']) =>
        call(openThread, { params: { lessonId }, body }),
      onSuccess,
    }),
    reply: useMutation({
      mutationFn: ({ threadId, ...body }: { threadId: string; commentId: string; body: string }) =>
        call(reply, { params: { threadId }, body }),
      onSuccess,
    }),
    resolve: useMutation({
      mutationFn: ({ threadId, resolved }: { threadId: string; resolved: boolean }) =>
        call(resolveThread, { params: { threadId }, body: { resolved } }),
      onSuccess,
    }),
    decide: useMutation({
      mutationFn: ({ threadId, decision }: { threadId: string; decision: NewDecision }) =>
        call(decideSuggestion, { params: { threadId }, body: decision }),
      onSuccess,
      // Somebody was faster, or the plan has changed: what the thread shows is out of date.
      onError: (error) => {
        if (error instanceof CallError && error.status === 409) void queries.invalidateQueries({ queryKey: keyOf(lessonId) });
      },
    }),
  };
}

const keyOf = (lessonId: string) => answerKey(listThreads, { params: { lessonId } });
