import type { Editor } from '@tiptap/core';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { standingDecision, type Thread } from '../../shared/feedback.ts';
import type { Lesson } from '../../shared/planning.ts';
import { useWords } from '../ui/words.ts';
import { useStartedComments } from './composer.ts';
import { changedThread, suggestedWording, useThreadDraft, type ThreadDraft } from './drafts.ts';
import { everything, openOnly, passes, type Filter } from './Filters.tsx';
import { useWithUnsent } from './unsentThreads.ts';
import { usePassages } from './usePassages.ts';
import { useReaders, useThreadActions, useThreads } from './useThreads.ts';
import { words } from './words.ts';
import { writtenBy } from './writtenBy.ts';

/** Why the panel should be seen: a passage was tapped, a comment begun, or the page opened on a thread. */
export type Wanted = 'tapped' | 'writing' | 'linked';

export type Feedback = ReturnType<typeof useFeedback>;

const none: readonly Thread[] = [];

/** Everything that the panel shows and holds. It lives outside of the drawer, which comes and goes. */
export function useFeedback(
  lesson: Pick<Lesson, 'id' | 'documentId' | 'title'>,
  editor: Editor | null,
  on: {
    wanted: (why: Wanted) => void;
    /** The reader went to the plan. */
    left: () => void;
  },
) {
  const lessonId = lesson.id;
  const asked = useThreads(lessonId);
  const actions = useThreadActions(lesson);
  const people = useReaders(lessonId);
  const credit = useCredit();
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [filter, setFilter] = useState<Filter>(openOnly);
  const [draft, setDraft] = useThreadDraft(lessonId);
  const [begun, setBegun] = useState(false);
  const threads = useWithUnsent(asked.data?.items ?? none, lessonId, editor);

  const select = (threadId: string) => {
    const thread = threads.find(({ id }) => id === threadId);
    if (thread !== undefined && !passes(filter, thread)) setFilter(everything);
    setSelectedId(threadId);
  };
  const write = (next: ThreadDraft | null) => {
    setBegun(next !== null);
    setDraft(next);
    actions.open.reset();
  };
  const passages = usePassages(
    editor,
    threads,
    { selectedId, composing: draft?.anchor.type === 'plan' ? draft.anchor : null, credit },
    {
      select: (threadId) => {
        select(threadId);
        on.wanted('tapped');
      },
      changed: () => void asked.refetch(),
    },
  );
  useStartedComments(editor, (anchor) => {
    write(changedThread(draft, { anchor }));
    on.wanted('writing');
  });
  useLinkedThread(threads, passages.ready, (threadId) => {
    select(threadId);
    passages.scrollTo(threadId);
    on.wanted('linked');
  });

  return {
    asked,
    actions,
    threads,
    people,
    filter,
    setFilter,
    selectedId,
    draft,
    begun,
    write,
    isOrphaned: passages.isOrphaned,
    keep: setSelectedId,
    goTo: (threadId: string) => {
      select(threadId);
      on.left();
      passages.scrollTo(threadId);
    },
    send: (written: ThreadDraft) => {
      const { wording: _typed, ...rest } = written;
      const wording = suggestedWording(written);
      actions.open.mutate(wording === null ? rest : { ...rest, wording }, {
        onSuccess: (thread) => {
          write(null);
          setFilter(openOnly);
          if (thread !== null) setSelectedId(thread.id);
        },
      });
    },
  };
}

/** Says whose wording a passage holds and who adopted it; null when it holds nobody's. */
function useCredit(): (thread: Thread) => string | null {
  const t = useWords(words);
  return useCallback(
    (thread) => {
      const decision = standingDecision(thread);
      if (decision === null || decision.outcome === 'declined') return null;
      return t('credit', { author: writtenBy(thread, t), name: decision.by.name || t('former') });
    },
    [t],
  );
}

/** The inbox leads to `?thread=<id>`: that thread is shown once, as soon as thread and plan are both there. */
function useLinkedThread(threads: readonly Thread[], planReady: boolean, show: (threadId: string) => void): void {
  const [search] = useSearchParams();
  // Who follows a link to the thread once more wants to get there once more.
  const { key } = useLocation();
  const wanted = search.get('thread');
  const [shown, setShown] = useState<string | null>(null);
  const present = threads.find(({ id }) => id === wanted);
  const showNow = useEffectEvent(show);
  const due = present !== undefined && shown !== `${key} ${wanted}` && (planReady || present.anchor.type === 'lesson');
  useEffect(() => {
    if (!due || wanted === null) return;
    setShown(`${key} ${wanted}`);
    showNow(wanted);
  }, [due, wanted, key]);
}
