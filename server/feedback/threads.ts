import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import type { NewAnchor, Thread, ThreadKind } from '../../shared/feedback.ts';
import type { Db } from '../database/schema.ts';
import { AppError, conflict, invalidInput, notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import type { LessonAccess, Planning } from '../planning/index.ts';
import { assembleThreads } from './assemble.ts';
import type { OneAtATime } from './oneAtATime.ts';

/** A comment as a client sends it; `commentId` is its own choice, so that it can send the same thing again. */
interface Writing {
  commentId?: string | undefined;
  body: string;
}

interface NewThread extends Writing {
  threadId?: string | undefined;
  kind: ThreadKind;
  anchor: NewAnchor;
  wording?: string | undefined;
  /** Where it was brought from, and who had written it there. */
  source?: { lessonId: string; authorIds: readonly string[] };
}

/** A thread as it stands now; `isNew` is false when this request changed nothing, having been answered before. */
export interface Written {
  thread: Thread;
  isNew: boolean;
}

/** From this many characters on a quote may have been cut off. */
const longestReplaced = 2000;
const longestName = 200;

/** Threads with their comments. Callers have been authorised; `access` says by which lesson and with which rights. */
export interface Threads {
  /** @throws notFound */
  lessonOf: (threadId: string) => Promise<string>;
  list: (access: LessonAccess, accountId: string) => Promise<Thread[]>;
  get: (access: LessonAccess, accountId: string, threadId: string) => Promise<Thread>;
  /** @throws conflict `passage_gone`, `step_gone`, `passage_too_long`, with nothing written. */
  open: (access: LessonAccess, accountId: string, input: NewThread) => Promise<Written>;
  reply: (access: LessonAccess, accountId: string, threadId: string, input: Writing) => Promise<Written>;
  /** Opening a thread again withdraws the decision on it; the plan's words stay as they are. */
  resolve: (access: LessonAccess, accountId: string, threadId: string, resolved: boolean) => Promise<Written>;
}

/** Makes the threads on their tables. */
export function createThreads(deps: { db: Db; identity: Identity; planning: Planning; oneAtATime: OneAtATime }): Threads {
  const { db, identity, planning, oneAtATime } = deps;
  const assemble = (access: LessonAccess, accountId: string, threadId?: string) =>
    assembleThreads({ db, identity, planning }, access, accountId, threadId);
  const get = async (access: LessonAccess, accountId: string, threadId: string) => {
    const [thread] = await assemble(access, accountId, threadId);
    if (thread === undefined) throw notFound();
    return thread;
  };

  /** The answer to a comment that was written before, if it was this account's and on this lesson. */
  const answered = async (access: LessonAccess, accountId: string, commentId: string | undefined): Promise<Written | null> => {
    if (commentId === undefined) return null;
    const row = await db
      .selectFrom('comments')
      .innerJoin('threads', 'threads.id', 'comments.thread_id')
      .select('threads.id')
      .where('comments.id', '=', commentId)
      .where('comments.author_id', '=', accountId)
      .where('threads.lesson_id', '=', access.lesson.id)
      .executeTakeFirst();
    return row === undefined ? null : { thread: await get(access, accountId, row.id), isNew: false };
  };
  /** When two sendings of one comment cross, the second is answered like the first. */
  const answerAgain = async (error: unknown, ...written: Parameters<typeof answered>): Promise<Written> => {
    const before = error instanceof AppError && error.code === 'id_taken' ? await answered(...written) : null;
    if (before === null) throw error;
    return before;
  };

  const placeAnchor = async (documentId: string, accountId: string, threadId: string, anchor: NewAnchor) => {
    if (anchor.type === 'lesson') return { quote: null, prefix: null, suffix: null };
    if (anchor.type === 'step') {
      const step = (await planning.plans.runSheet(documentId)).find(({ id }) => id === anchor.stepId);
      if (step === undefined) throw conflict('step_gone', 'This step is no longer in the plan.');
      return { quote: step.text.name.slice(0, longestName), prefix: null, suffix: null, step_id: anchor.stepId };
    }
    const [from, to] = [decodePosition('from', anchor.from), decodePosition('to', anchor.to)];
    return planning.plans.markPassage(documentId, accountId, { threadId, from, to });
  };

  return {
    async lessonOf(threadId) {
      const row = await db.selectFrom('threads').select('lesson_id').where('id', '=', threadId).executeTakeFirst();
      if (row === undefined) throw notFound();
      return row.lesson_id;
    },
    list: assemble,
    get,
    open(access, accountId, given) {
      const { kind, anchor, body, commentId, wording, source, threadId: id = randomUUID() } = given;
      // Of two sendings under one id the second waits, so that it cannot take the first one's mark away with its own.
      return oneAtATime(id, async () => {
        const before = await answered(access, accountId, commentId);
        if (before !== null) return before;
        const { id: lessonId, documentId } = access.lesson;
        await checkFree(db, id);
        const passage = await placeAnchor(documentId, accountId, id, anchor);
        try {
          if (wording !== undefined && (passage.quote?.length ?? 0) >= longestReplaced) throw passageTooLong();
          await db.transaction().execute(async (tx) => {
            await tx
              .insertInto('threads')
              .values({ id, lesson_id: lessonId, kind, anchor_type: anchor.type, wording: wording ?? null, ...passage })
              .execute();
            await insertComment(tx, id, accountId, { body, commentId });
            if (source !== undefined) await insertSource(tx, id, source);
          });
        } catch (error) {
          // The mark came first, so that a passage which is gone writes nothing; without its thread it must not stay.
          if (anchor.type === 'plan') await planning.plans.unmark(documentId, accountId, id);
          return answerAgain(error, access, accountId, commentId);
        }
        return { thread: await get(access, accountId, id), isNew: true };
      });
    },
    async reply(access, accountId, threadId, { body, commentId }) {
      try {
        await insertComment(db, threadId, accountId, { body, commentId });
      } catch (error) {
        return answerAgain(error, access, accountId, commentId);
      }
      return { thread: await get(access, accountId, threadId), isNew: true };
    },
    async resolve(access, accountId, threadId, resolved) {
      const changed = await oneAtATime(threadId, () =>
        db.transaction().execute(async (tx) => {
          if (!resolved) await withdrawDecision(tx, threadId, accountId);
          return tx
            .updateTable('threads')
            .set(resolved ? { resolved_at: new Date(), resolved_by: accountId } : { resolved_at: null, resolved_by: null })
            .where('id', '=', threadId)
            .where('resolved_at', resolved ? 'is' : 'is not', null)
            .returning('id')
            .executeTakeFirst();
        }),
      );
      return { thread: await get(access, accountId, threadId), isNew: changed !== undefined };
    },
  };
}

async function insertSource(tx: Db, threadId: string, { lessonId, authorIds }: NonNullable<NewThread['source']>): Promise<void> {
  await tx.insertInto('thread_sources').values({ thread_id: threadId, lesson_id: lessonId }).execute();
  if (authorIds.length === 0) return;
  const rows = authorIds.map((account_id, position) => ({ thread_id: threadId, account_id, position }));
  await tx.insertInto('thread_source_authors').values(rows).execute();
}

async function withdrawDecision(tx: Db, threadId: string, accountId: string): Promise<void> {
  await tx
    .updateTable('decisions')
    .set({ withdrawn_at: new Date(), withdrawn_by: accountId })
    .where('thread_id', '=', threadId)
    .where('withdrawn_at', 'is', null)
    .execute();
}

/** @throws conflict `id_taken` */
async function checkFree(db: Db, threadId: string): Promise<void> {
  const taken = await db.selectFrom('threads').select('id').where('id', '=', threadId).executeTakeFirst();
  if (taken !== undefined) throw conflict('id_taken', 'This thread could not be opened under the id it was given.');
}

const passageTooLong = () =>
  conflict('passage_too_long', 'This passage is too long to be replaced as a whole. Choose fewer words.');

/** @throws conflict `id_taken` */
async function insertComment(db: Db, threadId: string, accountId: string, { commentId, body }: Writing): Promise<void> {
  const row = await db
    .insertInto('comments')
    .values({ id: commentId ?? randomUUID(), thread_id: threadId, author_id: accountId, body })
    .onConflict((clash) => clash.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw conflict('id_taken', 'This comment could not be written under the id it was given.');
}

/** A Yjs relative position as a client sends it. @throws invalidInput */
function decodePosition(name: 'from' | 'to', value: string): Uint8Array {
  const bytes = Buffer.from(value, 'base64');
  try {
    Y.decodeRelativePosition(bytes);
  } catch {
    throw invalidInput([{ path: `body.anchor.${name}`, message: 'Not a position in a plan.' }]);
  }
  return bytes;
}
