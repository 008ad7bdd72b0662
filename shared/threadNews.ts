import type { Decision, Thread } from './feedback.ts';
import type { Person } from './values.ts';

/** What happened in a thread since somebody last looked. `words` are those of the comment, or the reason of a decision. */
export interface ThreadNews {
  threadId: string;
  kind: 'opened' | 'replied' | Decision['outcome'] | 'withdrawn' | 'resolved';
  by: Person;
  at: string;
  words: string;
}

/**
 * What others said and decided in the threads of a lesson after a moment, the oldest first.
 * @param since ISO moment, in UTC.
 * @param reader The account whose own doings are no news.
 */
export function listThreadNews(threads: readonly Thread[], since: string, reader: string): ThreadNews[] {
  const from = Date.parse(since);
  return threads
    .flatMap(tellThread)
    .filter(({ by, at }) => by.id !== reader && Date.parse(at) > from)
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function tellThread({ id: threadId, comments, decisions, wording, resolvedAt, resolvedBy }: Thread): ThreadNews[] {
  const said = comments.map(({ author: by, createdAt: at, body }, index): ThreadNews => ({
    threadId,
    kind: index === 0 ? 'opened' : 'replied',
    by,
    at,
    words: body === '' && index === 0 ? (wording ?? '') : body,
  }));
  const decided = decisions.flatMap((decision): ThreadNews[] => {
    const { outcome, by, at, reason, wording: taken, withdrawnAt, withdrawnBy } = decision;
    const made: ThreadNews = { threadId, kind: outcome, by, at, words: taken ?? reason ?? '' };
    if (withdrawnAt === null || withdrawnBy === null) return [made];
    return [made, { threadId, kind: 'withdrawn', by: withdrawnBy, at: withdrawnAt, words: reason ?? '' }];
  });
  // A decision resolves its thread, and says so by itself.
  const standing = decisions.some(({ withdrawnAt }) => withdrawnAt === null);
  const closed: ThreadNews[] =
    resolvedAt !== null && resolvedBy !== null && !standing
      ? [{ threadId, kind: 'resolved', by: resolvedBy, at: resolvedAt, words: '' }]
      : [];
  return [...said, ...decided, ...closed];
}
