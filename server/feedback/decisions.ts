import type { Transaction } from 'kysely';
import type { decideSuggestion } from '../../shared/feedback.ts';
import type { ParsedInput } from '../../shared/http.ts';
import type { Database, Db } from '../database/schema.ts';
import { conflict, notFound } from '../errors.ts';
import type { LessonAccess, Planning } from '../planning/index.ts';
import type { OneAtATime } from './oneAtATime.ts';

type NewDecision = ParsedInput<typeof decideSuggestion>['body'];

/** What becomes of suggestions. Callers have been authorised. */
export interface Decisions {
  /**
   * Decides on a suggestion; wording that is taken over enters the live plan in the same commit. Answers false when this very
   * decision had been made before.
   * @throws conflict `no_wording`, `already_decided`, `passage_changed`, `suggestion_orphaned`, with nothing written.
   */
  decide: (access: LessonAccess, accountId: string, threadId: string, decision: NewDecision) => Promise<boolean>;
}

/** Makes the decisions on their table. `oneAtATime` keeps two decisions on one thread, and its reopening, apart. */
export function createDecisions(deps: { db: Db; planning: Planning; oneAtATime: OneAtATime }): Decisions {
  const { db, planning, oneAtATime } = deps;

  const decideAlone = async (
    { lesson }: LessonAccess,
    accountId: string,
    threadId: string,
    decision: NewDecision,
  ): Promise<boolean> => {
    const thread = await db.selectFrom('threads').selectAll().where('id', '=', threadId).executeTakeFirst();
    if (thread === undefined) throw notFound();
    const decisions = await db.selectFrom('decisions').selectAll().where('thread_id', '=', threadId).execute();
    const before = decisions.find(({ id }) => id === decision.decisionId);
    if (before?.decided_by === accountId) return false;
    if (thread.wording === null || thread.quote === null) throw conflict('no_wording', 'This thread suggests no wording.');
    const standing = decisions.find(({ withdrawn_at }) => withdrawn_at === null);
    if (before !== undefined || standing !== undefined || thread.resolved_at !== null) {
      throw conflict('already_decided', 'Someone has decided on this suggestion already.');
    }
    if (decision.outcome === 'declined') {
      await db.transaction().execute((tx) => write(tx, { accountId, threadId, decision, change: null }));
      return true;
    }
    const replaced = decision.replaces ?? thread.quote;
    const wording = decision.outcome === 'adapted' ? decision.wording : thread.wording;
    await planning.plans.replacePassage(lesson.documentId, accountId, { threadId, expected: replaced, wording }, (tx, words) =>
      write(tx, { accountId, threadId, decision, change: { replaced, wording: words } }),
    );
    return true;
  };

  return {
    decide: (access, accountId, threadId, decision) =>
      oneAtATime(threadId, () => decideAlone(access, accountId, threadId, decision)),
  };
}

interface Written {
  accountId: string;
  threadId: string;
  decision: NewDecision;
  change: { replaced: string; wording: string } | null;
}

/** Writing it again does no harm, as when the answer to a commit was lost. */
async function write(tx: Transaction<Database>, { accountId, threadId, decision, change }: Written): Promise<void> {
  await tx
    .insertInto('decisions')
    .values({
      id: decision.decisionId,
      thread_id: threadId,
      outcome: decision.outcome,
      decided_by: accountId,
      reason: 'reason' in decision ? (decision.reason ?? null) : null,
      wording: change?.wording ?? null,
      replaced: change?.replaced ?? null,
    })
    .onConflict((clash) => clash.columns(['thread_id', 'id']).doNothing())
    .execute();
  await tx
    .updateTable('threads')
    .set({ resolved_at: new Date(), resolved_by: accountId, ...(change === null ? {} : { quote: change.wording }) })
    .where('id', '=', threadId)
    .execute();
}
