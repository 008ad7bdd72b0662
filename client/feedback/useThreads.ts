import { useMutation, useQueryClient } from '@tanstack/react-query';
import { uuidv4 } from 'lib0/random';
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
import type { Lesson } from '../../shared/planning.ts';
import { sendOrKeepUnsent, type Writing } from '../connection/offline/outbox.ts';
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

type NewThread = Omit<Extract<Writing, { kind: 'open' }>['input']['body'], 'threadId' | 'commentId'> & { commentId: string };

/**
 * What can be done to the threads of a lesson; the answer is shown at once. Without a connection it is kept on this device, marked, and
 * sent later; then the answer is null.
 */
export function useThreadActions({ id: lessonId, documentId, title }: Pick<Lesson, 'id' | 'documentId' | 'title'>) {
  const queries = useQueryClient();
  const sendOrKeep = (id: string, writing: Writing, send: () => Promise<Thread>) => {
    const item = { ...writing, id, lessonId, documentId, lessonTitle: title, at: new Date().toISOString(), refused: null };
    return sendOrKeepUnsent(item, send);
  };
  const onSuccess = (thread: Thread | null) =>
    queries.setQueryData<Answer<typeof listThreads>>(keyOf(lessonId), (list) => {
      if (list === undefined || thread === null) return list;
      const known = list.items.some(({ id }) => id === thread.id);
      return { items: known ? list.items.map((item) => (item.id === thread.id ? thread : item)) : [...list.items, thread] };
    });
  return {
    open: useMutation({
      mutationFn: (written: NewThread) => {
        const threadId = uuidv4();
        const input = { params: { lessonId }, body: { ...written, threadId } };
        return sendOrKeep(written.commentId, { kind: 'open', input, threadId }, () => call(openThread, input));
      },
      onSuccess,
    }),
    reply: useMutation({
      mutationFn: ({ threadId, ...body }: { threadId: string; commentId: string; body: string }) => {
        const input = { params: { threadId }, body };
        return sendOrKeep(body.commentId, { kind: 'reply', input, threadId }, () => call(reply, input));
      },
      onSuccess,
    }),
    resolve: useMutation({
      mutationFn: ({ threadId, resolved }: { threadId: string; resolved: boolean }) => {
        const input = { params: { threadId }, body: { resolved } };
        return sendOrKeep(`resolve.${threadId}`, { kind: 'resolve', input, threadId }, () => call(resolveThread, input));
      },
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
