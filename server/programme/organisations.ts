import type { z } from 'zod';
import type { Organisation, OrganisationKind } from '../../shared/programme.ts';
import type { Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { Actor } from './index.ts';
import { mayAddOrganisation } from './policy.ts';

/** Supporting units, recipient schools and home units. */
export function createOrganisations(db: Db) {
  /** Those of my pairings, those I coordinate, and those I have added as a coordinator. */
  const visible = (actor: Actor) => {
    const teamIds = [...actor.roles.keys()];
    const coordinated = [...actor.coordinates];
    return db
      .selectFrom('organisations')
      .select(['organisations.id', 'organisations.name', 'organisations.kind', 'organisations.created_by as createdBy'])
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('organisations.id', 'in', orNone(coordinated)),
          ...(mayAddOrganisation(actor) ? [eb('organisations.created_by', '=', actor.accountId)] : []),
          exists(
            selectFrom('members')
              .select('members.id')
              .whereRef('members.organisation_id', '=', 'organisations.id')
              .where('members.account_id', '=', actor.accountId)
              .where('members.team_id', 'in', orNone(teamIds)),
          ),
          exists(
            selectFrom('pairings')
              .leftJoin('teams', 'teams.pairing_id', 'pairings.id')
              .select('pairings.id')
              .where((pair) =>
                pair.or([
                  pair('pairings.supporting_organisation_id', '=', pair.ref('organisations.id')),
                  pair('pairings.recipient_organisation_id', '=', pair.ref('organisations.id')),
                ]),
              )
              .where((pair) =>
                pair.or([
                  pair('teams.id', 'in', orNone(teamIds)),
                  pair('pairings.supporting_organisation_id', 'in', orNone(coordinated)),
                  pair('pairings.recipient_organisation_id', 'in', orNone(coordinated)),
                ]),
              ),
          ),
        ]),
      );
  };

  return {
    async list(actor: Actor): Promise<Organisation[]> {
      const rows = await visible(actor).orderBy('organisations.name').execute();
      return rows.map(({ id, name, kind }) => ({ id, name, kind }));
    },

    /** @throws notFound when unknown or not visible. */
    async find(actor: Actor, organisationId: string): Promise<Organisation & { createdBy: string | null }> {
      const row = await visible(actor).where('organisations.id', '=', organisationId).executeTakeFirst();
      if (row === undefined) throw notFound();
      return row;
    },

    create(input: { name: string; kind: z.output<typeof OrganisationKind>; createdBy: string }): Promise<Organisation> {
      return db
        .insertInto('organisations')
        .values({ name: input.name, kind: input.kind, created_by: input.createdBy })
        .returning(['id', 'name', 'kind'])
        .executeTakeFirstOrThrow();
    },
  };
}

/** SQL has no empty list: an id that nothing has stands for it. */
export function orNone(ids: readonly string[]): readonly string[] {
  return ids.length > 0 ? ids : ['00000000-0000-0000-0000-000000000000'];
}
