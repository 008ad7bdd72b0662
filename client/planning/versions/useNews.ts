import type { Editor } from '@tiptap/core';
import { useEffect, useRef, useState } from 'react';
import { listThreads } from '../../../shared/feedback.ts';
import type { Answer } from '../../../shared/http.ts';
import { findDifference } from '../../../shared/planDifference.ts';
import { listNews, type PlanNews } from '../../../shared/planNews.ts';
import type { PlanNode } from '../../../shared/planNode.ts';
import { authorsOfNews } from '../../../shared/planTrail.ts';
import { listThreadNews, type ThreadNews } from '../../../shared/threadNews.ts';
import type { Person } from '../../../shared/values.ts';
import { getVisit, recordVisit, type Card } from '../../../shared/versions.ts';
import { addressOf, call } from '../../connection/call.ts';
import { useAccount } from '../../connection/session.tsx';
import { useAnswer } from '../../connection/useAnswer.ts';
import { showNews } from './newsHighlight.ts';

/** A change in the plan, and who may have made it; nobody when that is not known. */
export type Entry = PlanNews & { authors: readonly Person[] };

/** What others have changed, said and decided since the reader last looked. */
export interface News {
  before: PlanNode;
  after: PlanNode;
  entries: readonly Entry[];
  card: readonly { name: keyof Card; before: string; after: string }[];
  threads: readonly ThreadNews[];
  authors: readonly Person[];
  seenAt: string;
}

type Visit = Answer<typeof getVisit> & { content: PlanNode; seenAt: string };

/** Whoever leaves sooner has not looked yet, in milliseconds. */
const longEnough = 10_000;

/**
 * Compares the plan and its feedback, once they are there as the server has them, with how the reader last saw them, and marks what is
 * new; once a visit, whatever is typed meanwhile. Having looked for a while, or having said so, the reader has seen the plan as it is when
 * they leave.
 */
export function useNews(lesson: Card & { id: string }, editor: Editor | null, connected: boolean) {
  const { id: accountId } = useAccount();
  const asked = useAnswer(listThreads, { params: { lessonId: lesson.id } });
  const [visit, setVisit] = useState<Visit | null>(null);
  const [news, setNews] = useState<News | null>(null);
  const looking = useRef({ asked: false, told: null as Editor | null, from: Number.POSITIVE_INFINITY });
  // The threads as they were when the plan was opened: what comes in while one looks on shows by itself.
  const threads = useRef<readonly ThreadNews[] | null>(null);

  useEffect(() => {
    if (editor === null || !connected || looking.current.asked) return;
    looking.current.asked = true;
    call(getVisit, { params: { lessonId: lesson.id } })
      .then((answer) => {
        const { content, seenAt } = answer;
        if (content === null || seenAt === null) looking.current.from = Number.NEGATIVE_INFINITY;
        else setVisit({ ...answer, content, seenAt });
      })
      // Without an answer nothing is marked, and nothing counts as seen.
      .catch(() => undefined);
  }, [editor, connected, lesson.id]);

  useEffect(() => {
    // Another language is another editor, whose plan may be newer.
    if (visit === null || editor === null || editor.isDestroyed || asked.isFetching || looking.current.told === editor) return;
    const first = looking.current.told === null;
    looking.current.told = editor;
    threads.current ??= listThreadNews(asked.data?.items ?? [], visit.seenAt, accountId);
    const found = tell(visit, editor, lesson, threads.current, accountId);
    const isNews = found.entries.length + found.card.length + found.threads.length > 0;
    if (first) looking.current.from = isNews ? Date.now() : Number.NEGATIVE_INFINITY;
    setNews(isNews ? found : null);
  }, [visit, editor, asked.isFetching, asked.data, lesson, accountId]);

  useEffect(() => {
    if (editor === null || editor.isDestroyed || news === null) return;
    showNews(editor, news.entries);
    return () => {
      if (!editor.isDestroyed) showNews(editor, []);
    };
  }, [editor, news]);

  useEffect(() => {
    const seen = () => {
      if (Date.now() - looking.current.from >= longEnough) leaveWord(lesson.id);
    };
    const hidden = () => {
      if (document.visibilityState === 'hidden') seen();
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      seen();
    };
  }, [lesson.id]);

  const dismiss = () => {
    looking.current.from = Number.NEGATIVE_INFINITY;
    setVisit(null);
    setNews(null);
    leaveWord(lesson.id);
  };
  return { news, dismiss };
}

function tell(visit: Visit, editor: Editor, lesson: Card, threads: readonly ThreadNews[], reader: string): News {
  const { content: before, spells, card: old, authors, seenAt } = visit;
  const after = editor.state.doc.toJSON() as PlanNode;
  const entries = authors.length === 0 ? [] : listNews(findDifference(before, after));
  return {
    before,
    after,
    // What the reader alone wrote is none; it is in the difference when others have written as well.
    entries: entries.flatMap((entry): Entry[] => {
      const ids = authorsOfNews(entry, spells);
      if (ids.length > 0 && ids.every((id) => id === reader)) return [];
      return [{ ...entry, authors: authors.filter(({ id }) => ids.includes(id)) }];
    }),
    card: old === null ? [] : changesOfCard(old, lesson),
    threads,
    authors,
    seenAt,
  };
}

const cardNames = ['title', 'subject', 'grade', 'textbook', 'periods', 'minutes'] as const;

const changesOfCard = (old: Card, now: Card): News['card'] =>
  cardNames.flatMap((name) => (old[name] === now[name] ? [] : [{ name, before: String(old[name]), after: String(now[name]) }]));

/** Sent while the page may be closing, so that nobody waits for the answer. What does not arrive is shown as new once more. */
function leaveWord(lessonId: string): void {
  fetch(addressOf(recordVisit.path, { lessonId }), { method: recordVisit.method, keepalive: true }).catch(() => undefined);
}
