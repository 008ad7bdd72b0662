import type { Editor } from '@tiptap/core';
import { useEffect, useRef, useState } from 'react';
import { countChanges, findDifference, type Difference } from '../../../shared/planDifference.ts';
import type { PlanNode } from '../../../shared/planNode.ts';
import type { Person } from '../../../shared/values.ts';
import { getVisit, recordVisit } from '../../../shared/versions.ts';
import { addressOf, call } from '../../connection/call.ts';
import { showNews } from './newsHighlight.ts';

/** What others have changed since the reader last looked. */
export interface News {
  before: PlanNode;
  after: PlanNode;
  difference: Difference;
  authors: readonly Person[];
  seenAt: string;
}

/** Whoever leaves sooner has not looked yet, in milliseconds. */
const longEnough = 10_000;

/**
 * Compares the plan, once it is there as the server has it, with how the reader last saw it, and marks what is new. Having
 * looked for a while, or having said so, the reader has seen the plan as it is when they leave.
 */
export function useNews(lessonId: string, editor: Editor | null, connected: boolean): { news: News | null; dismiss: () => void } {
  const [news, setNews] = useState<News | null>(null);
  const looking = useRef({ asked: false, from: Number.POSITIVE_INFINITY });

  useEffect(() => {
    if (editor === null || !connected || looking.current.asked) return;
    looking.current.asked = true;
    call(getVisit, { params: { lessonId } })
      .then(({ content, seenAt, authors }) => {
        if (editor.isDestroyed) return;
        const after = editor.state.doc.toJSON() as PlanNode;
        const difference = content === null || authors.length === 0 ? null : findDifference(content, after);
        const isNews = difference !== null && countChanges(difference) > 0;
        looking.current.from = isNews ? Date.now() : Number.NEGATIVE_INFINITY;
        if (isNews && content !== null && seenAt !== null) setNews({ before: content, after, difference, authors, seenAt });
      })
      // Without an answer nothing is marked, and nothing counts as seen.
      .catch(() => undefined);
  }, [editor, connected, lessonId]);

  useEffect(() => {
    if (editor === null || news === null) return;
    // Another language is another editor, whose plan may be newer.
    showNews(editor, findDifference(news.before, editor.state.doc.toJSON() as PlanNode));
    return () => {
      if (!editor.isDestroyed) showNews(editor, null);
    };
  }, [editor, news]);

  useEffect(() => {
    const seen = () => {
      if (Date.now() - looking.current.from >= longEnough) leaveWord(lessonId);
    };
    const hidden = () => {
      if (document.visibilityState === 'hidden') seen();
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      seen();
    };
  }, [lessonId]);

  const dismiss = () => {
    looking.current.from = Number.NEGATIVE_INFINITY;
    setNews(null);
    leaveWord(lessonId);
  };
  return { news, dismiss };
}

/** Sent while the page may be closing, so that nobody waits for the answer. What does not arrive is shown as new once more. */
function leaveWord(lessonId: string): void {
  fetch(addressOf(recordVisit.path, { lessonId }), { method: recordVisit.method, keepalive: true }).catch(() => undefined);
}
