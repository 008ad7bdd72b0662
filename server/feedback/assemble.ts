import type { Selectable } from 'kysely';
import type { Thread } from '../../shared/feedback.ts';
import type { Person } from '../../shared/values.ts';
import type { Database, Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import type { LessonAccess, Planning } from '../planning/index.ts';
import { mayResolve } from './policy.ts';

type ThreadRow = Selectable<Database['threads']>;
type CommentRow = Selectable<Database['comments']>;

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
  const comments = await db
    .selectFrom('comments')
    .selectAll()
    .where(
      'thread_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const [people, marked] = await Promise.all([
    identity.accounts.people([
      ...new Set([...comments.map((row) => row.author_id), ...rows.flatMap((row) => row.resolved_by ?? [])]),
    ]),
    rows.some((row) => row.anchor_type === 'plan')
      ? planning.plans.markedThreads(lesson.documentId)
      : Promise.resolve(new Set<string>()),
  ]);
  const byThread = new Map<string, CommentRow[]>(rows.map(({ id }) => [id, []]));
  for (const comment of comments) byThread.get(comment.thread_id)?.push(comment);
  return rows.map((row) => toThread(row, byThread.get(row.id) ?? [], { people, marked, access, accountId }));
}

interface Context {
  people: ReadonlyMap<string, Person>;
  marked: ReadonlySet<string>;
  access: LessonAccess;
  accountId: string;
}

function toThread(row: ThreadRow, comments: CommentRow[], { people, marked, access, accountId }: Context): Thread {
  const person = (id: string): Person => people.get(id) ?? { id, name: '', colour: 0 };
  return {
    id: row.id,
    lessonId: row.lesson_id,
    kind: row.kind,
    anchor:
      row.anchor_type === 'lesson'
        ? { type: 'lesson' }
        : {
            type: 'plan',
            quote: row.quote ?? '',
            prefix: row.prefix ?? '',
            suffix: row.suffix ?? '',
            orphaned: !marked.has(row.id),
          },
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
  };
}
