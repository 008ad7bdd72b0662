import { useMemo } from 'react';
import type { NewAnchor, Thread } from '../../shared/feedback.ts';
import type { Person } from '../../shared/values.ts';
import { useUnsent, type UnsentWriting } from '../connection/offline/outbox.ts';
import { useAccount } from '../connection/session.tsx';
import { stepName } from './highlight.ts';
import type { Editor } from '@tiptap/core';

/** The threads of a lesson with what was written here and is not on the server yet. Once the server has it, its own is shown. */
export function useWithUnsent(threads: readonly Thread[], lessonId: string, editor: Editor | null): readonly Thread[] {
  const me = useAccount();
  const unsent = useUnsent();
  return useMemo(() => {
    const own = unsent.filter((item): item is UnsentWriting => item.kind !== 'file' && item.lessonId === lessonId);
    return own.length === 0 ? threads : own.reduce((shown, item) => withOne(shown, item, me, editor), threads);
  }, [threads, unsent, lessonId, me, editor]);
}

function withOne(threads: readonly Thread[], item: UnsentWriting, me: Person, editor: Editor | null): readonly Thread[] {
  const { threadId, at } = item;
  const author: Person = { id: me.id, name: me.name, colour: me.colour };
  const change = (part: (thread: Thread) => Partial<Thread>) =>
    threads.map((thread) => (thread.id === threadId ? { ...thread, ...part(thread) } : thread));
  switch (item.kind) {
    case 'open': {
      if (threads.some(({ id }) => id === threadId)) return threads;
      const { kind, anchor, body, wording } = item.input.body;
      const comment = { id: item.id, author, body, createdAt: at };
      return [
        ...threads,
        {
          id: threadId,
          lessonId: item.lessonId,
          kind,
          anchor: shownAnchor(anchor, editor),
          comments: [comment],
          createdAt: at,
          resolvedAt: null,
          resolvedBy: null,
          mayResolve: true,
          wording: wording ?? null,
          decisions: [],
          source: null,
          mayDecide: false,
        },
      ];
    }
    case 'reply':
      return change(({ comments }) =>
        comments.some(({ id }) => id === item.id)
          ? {}
          : { comments: [...comments, { id: item.id, author, body: item.input.body.body, createdAt: at }] },
      );
    case 'resolve':
      if (item.refused !== null) return threads;
      return change(() =>
        item.input.body.resolved ? { resolvedAt: at, resolvedBy: author } : { resolvedAt: null, resolvedBy: null },
      );
  }
}

function shownAnchor(anchor: NewAnchor, editor: Editor | null): Thread['anchor'] {
  if (anchor.type === 'lesson') return anchor;
  if (anchor.type === 'step') return { ...anchor, quote: stepName(editor, anchor.stepId), orphaned: false };
  return { type: 'plan', quote: anchor.quote, prefix: '', suffix: '', orphaned: false };
}
