import { sql } from 'kysely';
import type { Role } from '../../shared/programme.ts';
import { gathered } from '../database/gathered.ts';
import type { Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Actor } from './index.ts';
import type { Terms } from './terms.ts';

/** Finds out what accounts may reach today. Nothing is kept: a change of a term counts from the next question on. */
export function createActors(db: Db, { running }: Terms) {
  const teamsOf = async (organisationIds: readonly string[]) =>
    organisationIds.length === 0
      ? []
      : db
          .selectFrom('teams')
          .innerJoin('pairings', 'pairings.id', 'teams.pairing_id')
          .select('teams.id')
          .where(({ or, eb }) =>
            or([
              eb('pairings.supporting_organisation_id', 'in', organisationIds),
              eb('pairings.recipient_organisation_id', 'in', organisationIds),
            ]),
          )
          .execute();

  const placesOf = gathered(
    (accountIds: string[]) =>
      db
        .selectFrom('members')
        .select(['account_id', 'team_id', 'role', 'organisation_id'])
        .where('account_id', '=', sql<string>`any(${accountIds}::uuid[])`)
        .where(running)
        .execute(),
    ({ account_id }) => account_id,
  );

  return {
    async actor(accountId: string): Promise<Actor> {
      const places = await placesOf(accountId);
      const coordinates = new Set(
        places.filter(({ role }) => role === 'coordinator').map(({ organisation_id }) => organisation_id),
      );
      const roles = new Map<string, Set<Role>>();
      const add = (teamId: string, role: Role) => void roles.set(teamId, (roles.get(teamId) ?? new Set<Role>()).add(role));
      for (const { team_id, role } of places) if (team_id !== null) add(team_id, role);
      for (const { id } of await teamsOf([...coordinates])) add(id, 'coordinator');
      return { accountId, roles, coordinates };
    },

    async organisationIn(accountId: string, teamId: string): Promise<string> {
      const place = await db
        .selectFrom('members')
        .innerJoin('teams', (join) => join.on('teams.id', '=', teamId))
        .innerJoin('pairings', 'pairings.id', 'teams.pairing_id')
        .select('members.organisation_id')
        .where('members.account_id', '=', accountId)
        .where(running)
        .where(({ or, and, eb, ref }) =>
          or([
            eb('members.team_id', '=', teamId),
            and([
              eb('members.role', '=', 'coordinator'),
              eb('members.organisation_id', 'in', [
                ref('pairings.supporting_organisation_id'),
                ref('pairings.recipient_organisation_id'),
              ]),
            ]),
          ]),
        )
        .orderBy('members.team_id')
        .orderBy('members.created_at')
        .limit(1)
        .executeTakeFirst();
      if (place === undefined) throw notFound();
      return place.organisation_id;
    },

    async withoutTermAmong(callers: readonly Caller[]): Promise<Set<string>> {
      if (callers.length === 0) return new Set();
      const accountIds = [...new Set(callers.map(({ accountId }) => accountId))];
      const holders = await db
        .selectFrom('members')
        .select('account_id')
        .distinct()
        .where('account_id', 'in', accountIds)
        .where(running)
        .execute();
      const holding = new Set(holders.map(({ account_id }) => account_id));
      return new Set(callers.filter(({ accountId }) => !holding.has(accountId)).map(({ sessionId }) => sessionId));
    },
  };
}
