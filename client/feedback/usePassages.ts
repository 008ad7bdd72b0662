import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { useCallback, useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from 'react';
import type { Thread } from '../../shared/feedback.ts';
import type { Passage } from './anchors.ts';
import {
  clickedThread,
  markedThreads,
  scrollToPassage,
  scrollToStep,
  showHighlights,
  stepIds,
  type Highlight,
} from './highlight.ts';

/** How long the plan is left alone before it is looked through for marks that came or went. */
const settleMs = 400;

/** Ties threads to their passages in the editor: draws them, hears clicks on them, and knows which are still there. */
export function usePassages(
  editor: Editor | null,
  threads: readonly Thread[],
  shown: { selectedId: string | null; composing: Passage | null; credit: (thread: Thread) => string | null },
  on: { select: (threadId: string) => void; changed: () => void },
) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const { selectedId, composing, credit } = shown;
  const mounted = useMounted(editor);
  const select = useEffectEvent(on.select);
  const changed = useEffectEvent(on.changed);

  const highlights = useMemo(
    () =>
      new Map<string, Highlight>(
        threads
          .filter((thread) => thread.resolvedAt === null || credit(thread) !== null)
          .map((thread) => [thread.id, { kind: thread.kind, selected: thread.id === selectedId, credit: credit(thread) }]),
      ),
    [threads, selectedId, credit],
  );
  useEffect(() => {
    if (mounted !== null) showHighlights(mounted, highlights, composing);
  }, [mounted, highlights, composing]);

  useEffect(() => {
    if (mounted === null) return;
    const { dom } = mounted.view;
    const click = (event: MouseEvent) => {
      const threadId = clickedThread(event);
      if (threadId !== null && mounted.state.selection.empty) select(threadId);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known = anchorsIn(mounted.state.doc);
    setMarked(known);
    const look = () => {
      const now = anchorsIn(mounted.state.doc);
      if (now.size === known.size && [...now].every((threadId) => known.has(threadId))) return;
      known = now;
      setMarked(now);
      changed();
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(look, settleMs);
    };
    dom.addEventListener('click', click);
    mounted.on('update', wait);
    return () => {
      clearTimeout(timer);
      dom.removeEventListener('click', click);
      mounted.off('update', wait);
    };
  }, [mounted]);

  return {
    ready: mounted !== null,
    /** An orphaned thread is one that the server says is, unless its words have come back here meanwhile. */
    isOrphaned: ({ id, anchor }: Thread) =>
      anchor.type !== 'lesson' && anchor.orphaned && !marked.has(anchor.type === 'step' ? anchor.stepId : id),
    scrollTo: (threadId: string) => {
      const anchor = threads.find(({ id }) => id === threadId)?.anchor;
      if (mounted === null) return false;
      return anchor?.type === 'step' ? scrollToStep(mounted, anchor.stepId) : scrollToPassage(mounted, threadId);
    },
  };
}

/** What threads can hang on: marked passages, and steps. */
const anchorsIn = (doc: Node): Set<string> => new Set([...markedThreads(doc), ...stepIds(doc)]);

/** The editor while it is on the page: it is made before it is shown, and has no view until then. */
function useMounted(editor: Editor | null): Editor | null {
  const subscribe = useCallback(
    (listener: () => void) => {
      const names = ['mount', 'unmount', 'destroy'] as const;
      names.forEach((name) => editor?.on(name, listener));
      return () => names.forEach((name) => editor?.off(name, listener));
    },
    [editor],
  );
  return useSyncExternalStore(subscribe, () => (editor?.isDestroyed === false ? editor : null));
}
