import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import type { ClassRecording } from '../../shared/recording.ts';

export type Consents = ReturnType<typeof createConsents>;

/** Who has agreed to be recorded. Answers are only added; the latest counts (SPEC 1). */
export function createConsents({ db, identity }: { db: Db; identity: Identity }) {
  return {
    async answer(sessionId: string, accountId: string, given: boolean): Promise<void> {
      await db.insertInto('recording_consents').values({ session_id: sessionId, account_id: accountId, given }).execute();
    },

    /** The latest answer of everybody who has answered in a class. */
    async inClass(sessionId: string): Promise<Map<string, boolean>> {
      const rows = await db
        .selectFrom('recording_consents')
        .select(['account_id', 'given'])
        .where('session_id', '=', sessionId)
        .orderBy('id')
        .execute();
      return new Map(rows.map(({ account_id, given }) => [account_id, given]));
    },

    async answerForSchool(organisationId: string, accountId: string, given: boolean): Promise<void> {
      await db.insertInto('school_consents').values({ organisation_id: organisationId, account_id: accountId, given }).execute();
    },

    /** The latest answer of a school, with who gave it and when. */
    async ofSchool(organisationId: string): Promise<ClassRecording['school']> {
      const row = await db
        .selectFrom('school_consents')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return null;
      const by = (await identity.accounts.people([row.account_id])).get(row.account_id);
      return by === undefined ? null : { given: row.given, by, at: row.answered_at.toISOString() };
    },
  };
}
