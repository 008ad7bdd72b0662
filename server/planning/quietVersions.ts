import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Db } from '../database/schema.ts';
import type { Versions } from './versions.ts';
import { thinVersions } from './versionThinning.ts';

/** After so much quiet a spell of writing is over, in milliseconds. */
export const defaultQuietMs = 3 * 60_000;
/** Someone who writes on and on gets a version at least so often, in quiet spells. */
const longestSpell = 10;
const mostAtOnce = 20;

/**
 * Keeps a version of every plan that was written in and has been left alone since (rule V1). It looks into the database and not at
 * timers of its own, so that a restart misses none.
 */
export function startQuietVersions(deps: { db: Db; versions: Versions; quietMs: number; log: Logger }): {
  close: () => Promise<void>;
} {
  const { db, versions, quietMs, log } = deps;
  let running = Promise.resolve();
  let closed = false;

  const sweep = async (): Promise<void> => {
    for (const lesson of await findDue(db, quietMs)) {
      if (closed) return;
      try {
        await versions.keep(lesson, { reason: 'quiet', accountId: null });
        await thinVersions(db, lesson.id);
      } catch (error) {
        // One plan must not keep the others from theirs.
        log.warn({ err: error, lessonId: lesson.id }, 'a version could not be kept; trying again');
      }
    }
  };
  const timer = setInterval(
    () => {
      running = running.then(sweep).catch((error: unknown) => {
        if (!closed) log.warn({ err: error }, 'what is due for a version could not be found; trying again');
      });
    },
    Math.min(quietMs / 2, 30_000),
  );
  timer.unref();

  return {
    close() {
      closed = true;
      clearInterval(timer);
      return running;
    },
  };
}

/** Lessons whose plan was written in since their newest version, and then left alone, or written in for very long. */
async function findDue(db: Db, quietMs: number): Promise<{ id: string; documentId: string }[]> {
  const { rows } = await sql<{ id: string; documentId: string }>`
    select lessons.id, lessons.document_id as "documentId"
    from lessons
    join lateral (
      select max(seq) as seq, max(wrote_at) as wrote_at from plan_writers where document_id = lessons.document_id
    ) writing on writing.seq is not null
    left join lateral (
      select seq, created_at from plan_versions where lesson_id = lessons.id order by seq desc, created_at desc limit 1
    ) last on true
    where writing.seq > greatest(coalesce(last.seq, 0), 1)
      and (
        writing.wrote_at < now() - make_interval(secs => ${quietMs / 1000})
        or coalesce(last.created_at, lessons.created_at) < now() - make_interval(secs => ${(quietMs * longestSpell) / 1000})
      )
    order by writing.wrote_at
    limit ${mostAtOnce}`.execute(db);
  return rows;
}
