import { sql } from 'kysely';
import type { Answer } from '../../shared/http.ts';
import { goesBack, hasReached, mayFollow, type getLesson, type LessonState } from '../../shared/planning.ts';
import { findPlanGaps, planRoot } from '../../shared/planDocument.ts';
import type { Db } from '../database/schema.ts';
import { conflict, invalidInput, notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { LessonNews } from './lessonNews.ts';
import { recordState } from './lessons.ts';
import type { Versions } from './versions.ts';

export type States = ReturnType<typeof createStates>;

export interface StatesDeps {
  db: Db;
  identity: Identity;
  documents: Documents;
  versions: Versions;
  told: LessonNews;
}

/** The states of a lesson: draft → review → revision → final → taught → reflected, and the record of who moved it when. */
export function createStates({ db, identity, documents, versions, told }: StatesDeps) {
  /**
   * Moves a lesson on or back; being there already changes nothing and is not recorded.
   * @throws conflict `plan_incomplete` with `details.missing`, or `state_not_reachable`; invalidInput when it goes back without a reason
   */
  const change = async (
    lesson: { id: string; documentId: string },
    to: LessonState,
    by: { accountId: string; reason: string | null },
  ): Promise<void> => {
    if (to === 'final') {
      const { periods, minutes } = await sizeOf(lesson.id);
      const missing = await documents.read(lesson.documentId, (doc) =>
        findPlanGaps(doc.getXmlFragment(planRoot), periods * minutes),
      );
      if (missing.length > 0) throw conflict('plan_incomplete', 'The plan is not complete yet.', { missing });
    }
    await move(lesson.id, by, (from) => {
      if (!mayFollow(from, to)) throw conflict('state_not_reachable', `A lesson cannot go from ${from} to ${to}.`, { from, to });
      if (goesBack(from, to) && by.reason === null) throw invalidInput([{ path: 'body.reason', message: 'why it goes back' }]);
      return to;
    });
  };

  /** A class has taken place: the lesson is taught, unless it was already. */
  const markTaught = (lessonId: string, accountId: string): Promise<void> =>
    move(lessonId, { accountId, reason: null }, (from) => (hasReached(from, 'taught') ? from : 'taught'));

  /** One move at a time: the row is locked while `decide` looks at its present state. The plan is kept as it is then. */
  const move = async (
    lessonId: string,
    { accountId, reason }: { accountId: string; reason: string | null },
    decide: (from: LessonState) => LessonState,
  ): Promise<void> => {
    const moved = await db.transaction().execute(async (tx) => {
      const row = await tx
        .selectFrom('lessons')
        .select(['state', 'document_id'])
        .where('id', '=', lessonId)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw notFound();
      const to = decide(row.state);
      if (to === row.state) return null;
      await tx
        .updateTable('lessons')
        .set({ state: to, updated_at: sql<Date>`now()` })
        .where('id', '=', lessonId)
        .execute();
      await recordState(tx, { lessonId, from: row.state, to, accountId, reason: goesBack(row.state, to) ? reason : null });
      return { documentId: row.document_id, to };
    });
    if (moved === null) return;
    await told(lessonId);
    await versions.keep({ id: lessonId, documentId: moved.documentId }, { reason: 'state', state: moved.to, accountId });
  };

  /** The record of a lesson's states, the first one first. */
  const history = async (lessonId: string): Promise<Answer<typeof getLesson>['history']> => {
    const rows = await db
      .selectFrom('lesson_states')
      .select(['from_state', 'to_state', 'account_id', 'reason', 'created_at'])
      .where('lesson_id', '=', lessonId)
      .orderBy('created_at')
      .execute();
    const people = await identity.accounts.people([...new Set(rows.map((row) => row.account_id))]);
    return rows.flatMap((row) => {
      const by = people.get(row.account_id);
      return by === undefined
        ? []
        : [{ from: row.from_state, to: row.to_state, by, at: row.created_at.toISOString(), reason: row.reason }];
    });
  };

  const sizeOf = (lessonId: string) =>
    db.selectFrom('lessons').select(['periods', 'minutes']).where('id', '=', lessonId).executeTakeFirstOrThrow(notFound);

  return { change, markTaught, history };
}
