import type { Selectable } from 'kysely';
import type { Decision, Thread } from '../../shared/feedback.ts';
import type { Person } from '../../shared/values.ts';
import type { Database, Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import type { LessonAccess, Planning } from '../planning/index.ts';
import { mayDecide, mayResolve } from './policy.ts';

type ThreadRow = Selectable<Database['threads']>;
type CommentRow = Selectable<Database['comments']>;
type DecisionRow = Selectable<Database['decisions']>;

/**
 * Reads the threads of a lesson, or one of them, as the account sees them, the oldest first. Whether a passage is orphaned
 * is asked of the live plan each time: text comes back by undo, and a stored answer would be wrong by then.
 */
export async function assembleThreads(
  { db, identity, planning }: { db: Db; identity: Identity; planning: Planning },
  access: LessonAccess,
  accountId: string,
  threadId?: string,
): Promise<Thread[]> {
  const { lesson } = access;
  const rows = await db
    .selectFrom('threads')
    .selectAll()
    .where('lesson_id', '=', lesson.id)
    .$if(threadId !== undefined, (query) => query.where('id', '=', threadId ?? ''))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const hangsOn = (type: ThreadRow['anchor_type']) => rows.some((row) => row.anchor_type === type);
  const [comments, decisions, marked, steps] = await Promise.all([
    db.selectFrom('comments').selectAll().where('thread_id', 'in', ids).orderBy('created_at').orderBy('id').execute(),
    db.selectFrom('decisions').selectAll().where('thread_id', 'in', ids).orderBy('decided_at').orderBy('id').execute(),
    hangsOn('plan') ? planning.plans.markedThreads(lesson.documentId) : new Set<string>(),
    hangsOn('step') ? planning.plans.runSheet(lesson.documentId) : [],
  ]);
  const sources = await readSources({ db, planning }, ids, accountId);
  const people = await identity.accounts.people([
    ...new Set([
      ...comments.map((row) => row.author_id),
      ...rows.flatMap((row) => row.resolved_by ?? []),
      ...[...sources.values()].flatMap(({ authorIds }) => authorIds),
      ...decisions.flatMap((row) => [row.decided_by, row.withdrawn_by ?? row.decided_by]),
    ]),
  ]);
  const byThread = groupByThread(comments);
  const decided = groupByThread(decisions);
  const context: Context = { people, anchored: new Set([...marked, ...steps.map(({ id }) => id)]), access, accountId, sources };
  return rows.map((row) => toThread(row, byThread.get(row.id) ?? [], decided.get(row.id) ?? [], context));
}

function groupByThread<T extends { thread_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.thread_id, [...(groups.get(row.thread_id) ?? []), row]);
  return groups;
}

/** Where a thread was brought from, and who had written it there. */
interface Source {
  lesson: { id: string; title: string } | null;
  authorIds: string[];
}

interface Context {
  people: ReadonlyMap<string, Person>;
  /** The threads that have a mark in the live plan, and its steps. */
  anchored: ReadonlySet<string>;
  access: LessonAccess;
  accountId: string;
  sources: ReadonlyMap<string, Source>;
}

function toThread(row: ThreadRow, comments: CommentRow[], decisions: DecisionRow[], context: Context): Thread {
  const { people, anchored, access, accountId } = context;
  const source = context.sources.get(row.id);
  const person = (id: string): Person => people.get(id) ?? { id, name: '', colour: 0 };
  return {
    id: row.id,
    lessonId: row.lesson_id,
    kind: row.kind,
    anchor: toAnchor(row, anchored),
    comments: comments.map(({ id, author_id, body, created_at }) => ({
      id,
      author: person(author_id),
      body,
      createdAt: created_at.toISOString(),
    })),
    createdAt: row.created_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolvedBy: row.resolved_by === null ? null : person(row.resolved_by),
    mayResolve: mayResolve(access, accountId, comments[0]?.author_id ?? ''),
    wording: row.wording,
    decisions: decisions.map((decision) => toDecision(decision, person)),
    source: source === undefined ? null : { lesson: source.lesson, authors: source.authorIds.map(person) },
    mayDecide: row.wording !== null && row.resolved_at === null && mayDecide(access),
  };
}

function toAnchor(
  { id, anchor_type, step_id, quote, prefix, suffix }: ThreadRow,
  anchored: ReadonlySet<string>,
): Thread['anchor'] {
  if (anchor_type === 'lesson') return { type: 'lesson' };
  const words = quote ?? '';
  if (anchor_type === 'step') {
    const stepId = step_id ?? '';
    return { type: 'step', stepId, quote: words, orphaned: !anchored.has(stepId) };
  }
  return { type: 'plan', quote: words, prefix: prefix ?? '', suffix: suffix ?? '', orphaned: !anchored.has(id) };
}

function toDecision(row: DecisionRow, person: (id: string) => Person): Decision {
  return {
    id: row.id,
    outcome: row.outcome,
    by: person(row.decided_by),
    at: row.decided_at.toISOString(),
    reason: row.reason,
    wording: row.wording,
    replaced: row.replaced,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    withdrawnBy: row.withdrawn_by === null ? null : person(row.withdrawn_by),
  };
}

/** Where threads were brought from: the lesson only for those who see it, its authors for everybody. */
async function readSources(
  { db, planning }: { db: Db; planning: Planning },
  threadIds: readonly string[],
  accountId: string,
): Promise<Map<string, Source>> {
  const rows = await db.selectFrom('thread_sources').selectAll().where('thread_id', 'in', threadIds).execute();
  if (rows.length === 0) return new Map();
  const [authors, seen] = await Promise.all([
    db.selectFrom('thread_source_authors').selectAll().where('thread_id', 'in', threadIds).orderBy('position').execute(),
    // What an account may see does not depend on which of its sessions asks.
    planning.lessons.among([...new Set(rows.map((row) => row.lesson_id))], { accountId, sessionId: '' }),
  ]);
  return new Map(
    rows.map(({ thread_id, lesson_id }) => {
      const lesson = seen.find((one) => one.lesson.id === lesson_id)?.lesson;
      const authorIds = authors.flatMap((row) => (row.thread_id === thread_id ? row.account_id : []));
      return [thread_id, { authorIds, lesson: lesson === undefined ? null : { id: lesson.id, title: lesson.title } }];
    }),
  );
}
