import type { Pairing, Team } from '../../shared/programme.ts';
import type { Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { Actor, TeamPlace } from './index.ts';
import { orNone } from './organisations.ts';

/** Pairings of a supporting unit and a recipient school, and their teams. */
export function createPairings(db: Db) {
  const all = () =>
    db
      .selectFrom('pairings')
      .innerJoin('organisations as supporting', 'supporting.id', 'pairings.supporting_organisation_id')
      .innerJoin('organisations as recipient', 'recipient.id', 'pairings.recipient_organisation_id')
      .select([
        'pairings.id',
        'pairings.name',
        'pairings.starts_on as startsOn',
        'pairings.ends_on as endsOn',
        'supporting.id as supportingId',
        'supporting.name as supportingName',
        'supporting.kind as supportingKind',
        'recipient.id as recipientId',
        'recipient.name as recipientName',
        'recipient.kind as recipientKind',
      ]);

  /** Those with a team of mine, and those of the organisations I coordinate. */
  const visible = (actor: Actor) =>
    all().where(({ or, eb, selectFrom }) =>
      or([
        eb('pairings.supporting_organisation_id', 'in', orNone([...actor.coordinates])),
        eb('pairings.recipient_organisation_id', 'in', orNone([...actor.coordinates])),
        eb(
          'pairings.id',
          'in',
          selectFrom('teams')
            .select('teams.pairing_id')
            .where('teams.id', 'in', orNone([...actor.roles.keys()])),
        ),
      ]),
    );

  return {
    async list(actor: Actor): Promise<Pairing[]> {
      const rows = await visible(actor).orderBy('pairings.starts_on', 'desc').orderBy('pairings.name').execute();
      return rows.map(toPairing);
    },

    /** @throws notFound when unknown or not visible. */
    async find(actor: Actor, pairingId: string): Promise<Pairing> {
      const row = await visible(actor).where('pairings.id', '=', pairingId).executeTakeFirst();
      if (row === undefined) throw notFound();
      return toPairing(row);
    },

    /** Pairings by id whoever asks: for places that one holds or held oneself. */
    async byId(ids: readonly string[]): Promise<Map<string, Pairing>> {
      const rows = await all().where('pairings.id', 'in', orNone(ids)).execute();
      return new Map(rows.map((row) => [row.id, toPairing(row)]));
    },

    /** The teams of the pairings in which an organisation is the recipient school. */
    async teamsAtSchool(organisationId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('teams')
        .innerJoin('pairings', 'pairings.id', 'teams.pairing_id')
        .select('teams.id')
        .where('pairings.recipient_organisation_id', '=', organisationId)
        .execute();
      return rows.map(({ id }) => id);
    },

    /** The id of a team's pairing. */
    async ofTeam(teamId: string): Promise<string> {
      const row = await db.selectFrom('teams').select('pairing_id').where('id', '=', teamId).executeTakeFirst();
      if (row === undefined) throw notFound();
      return row.pairing_id;
    },

    /** What teams and their organisations are called, whoever asks. */
    async places(teamIds: readonly string[]): Promise<Map<string, TeamPlace>> {
      const rows = await all()
        .innerJoin('teams', 'teams.pairing_id', 'pairings.id')
        .select(['teams.id as teamId', 'teams.name as teamName'])
        .where('teams.id', 'in', orNone(teamIds))
        .execute();
      return new Map(
        rows.map((row) => {
          const { supporting, recipient } = toPairing(row);
          return [row.teamId, { name: row.teamName, supporting, recipient }] as const;
        }),
      );
    },

    async create(input: {
      name: string;
      supportingOrganisationId: string;
      recipientOrganisationId: string;
      startsOn: string;
      endsOn: string | null;
    }): Promise<Pairing> {
      const { id } = await db
        .insertInto('pairings')
        .values({
          name: input.name,
          supporting_organisation_id: input.supportingOrganisationId,
          recipient_organisation_id: input.recipientOrganisationId,
          starts_on: input.startsOn,
          ends_on: input.endsOn,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return toPairing(await all().where('pairings.id', '=', id).executeTakeFirstOrThrow());
    },

    teams(pairingId: string): Promise<Team[]> {
      return db
        .selectFrom('teams')
        .select(['id', 'pairing_id as pairingId', 'name', 'kind'])
        .where('pairing_id', '=', pairingId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
    },

    createTeam(pairingId: string, input: Pick<Team, 'name' | 'kind'>): Promise<Team> {
      return db
        .insertInto('teams')
        .values({ pairing_id: pairingId, name: input.name, kind: input.kind })
        .returning(['id', 'pairing_id as pairingId', 'name', 'kind'])
        .executeTakeFirstOrThrow();
    },
  };
}

interface PairingRow {
  id: string;
  name: string;
  startsOn: string;
  endsOn: string | null;
  supportingId: string;
  supportingName: string;
  supportingKind: Pairing['supporting']['kind'];
  recipientId: string;
  recipientName: string;
  recipientKind: Pairing['recipient']['kind'];
}

function toPairing(row: PairingRow): Pairing {
  const { id, name, startsOn, endsOn } = row;
  return {
    id,
    name,
    startsOn,
    endsOn,
    supporting: { id: row.supportingId, name: row.supportingName, kind: row.supportingKind },
    recipient: { id: row.recipientId, name: row.recipientName, kind: row.recipientKind },
  };
}
