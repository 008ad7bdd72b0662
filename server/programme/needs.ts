import { sql } from 'kysely';
import type { Need } from '../../shared/programme.ts';
import type { Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import { orNone } from './organisations.ts';

/** What the school has asked for. */
export function createNeeds(db: Db, identity: Identity) {
  const all = () => db.selectFrom('needs').selectAll();
  type Row = Awaited<ReturnType<ReturnType<typeof all>['executeTakeFirstOrThrow']>>;

  const toNeeds = async (rows: Row[]): Promise<Need[]> => {
    const people = await identity.accounts.people(rows.map(({ raised_by }) => raised_by));
    return rows.flatMap(({ raised_by, team_id, created_at, ...need }) => {
      const raisedBy = people.get(raised_by);
      return raisedBy === undefined ? [] : [{ ...need, teamId: team_id, raisedBy, createdAt: created_at.toISOString() }];
    });
  };

  return {
    ofTeamsCondition: (teamIds: readonly string[]) => sql<boolean>`needs.team_id = any(${[...teamIds]}::uuid[])`,

    /** The newest first. */
    async ofTeams(teamIds: readonly string[]): Promise<Need[]> {
      return toNeeds(await all().where('team_id', 'in', orNone(teamIds)).orderBy('created_at', 'desc').execute());
    },

    async raise(
      teamId: string,
      accountId: string,
      input: Pick<Need, 'title' | 'description' | 'subject' | 'grade'>,
    ): Promise<Need> {
      const row = await db
        .insertInto('needs')
        .values({
          team_id: teamId,
          raised_by: accountId,
          title: input.title,
          description: input.description,
          subject: input.subject,
          grade: input.grade,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const [need] = await toNeeds([row]);
      if (need === undefined) throw notFound();
      return need;
    },

    async plan(needId: string, teamId: string): Promise<void> {
      const need = await db
        .selectFrom('needs')
        .select('id')
        .where('id', '=', needId)
        .where('team_id', '=', teamId)
        .executeTakeFirst();
      if (need === undefined) throw notFound();
      await db.updateTable('needs').set({ state: 'planned' }).where('id', '=', needId).where('state', '=', 'open').execute();
    },
  };
}
