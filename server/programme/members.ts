import { sql } from 'kysely';
import type { Member, Membership, Pairing, Role, Team } from '../../shared/programme.ts';
import type { Db } from '../database/schema.ts';
import { conflict, invalidInput, notFound } from '../errors.ts';
import type { createPairings } from './pairings.ts';
import type { Place } from './policy.ts';
import type { Terms } from './terms.ts';

/** A member who has not been removed, with what decides who may manage them. */
export interface MemberPlace extends Place {
  id: string;
}

/** Accounts in roles for a term. Rows are never deleted: what a member wrote stays theirs. */
export function createMembers(db: Db, { running, lastDay }: Terms, pairings: ReturnType<typeof createPairings>) {
  const all = () =>
    db
      .selectFrom('members')
      .innerJoin('accounts', 'accounts.id', 'members.account_id')
      .innerJoin('organisations', 'organisations.id', 'members.organisation_id')
      .leftJoin('teams', 'teams.id', 'members.team_id')
      .select([
        'members.id',
        'members.role',
        'members.team_id as teamId',
        'members.starts_on as startsOn',
        lastDay.as('endsOn'),
        running.as('active'),
        'accounts.id as accountId',
        'accounts.name as accountName',
        'accounts.colour',
        'organisations.id as organisationId',
        'organisations.name as organisationName',
        'organisations.kind as organisationKind',
        'teams.pairing_id as pairingId',
        'teams.name as teamName',
        'teams.kind as teamKind',
      ])
      .orderBy('members.starts_on')
      .orderBy('members.created_at')
      .orderBy('members.id');

  const countCoordinators = async (on: Db, organisationId: string): Promise<number> => {
    const rows = await on
      .selectFrom('members')
      .select('id')
      .where('organisation_id', '=', organisationId)
      .where('role', '=', 'coordinator')
      .where(running)
      .execute();
    return rows.length;
  };

  return {
    /** Everybody of a pairing's teams, and the coordinators of its two organisations. */
    async ofPairing({ id, supporting, recipient }: Pairing): Promise<Member[]> {
      const rows = await all()
        .where('members.removed_at', 'is', null)
        .where(({ or, and, eb }) =>
          or([
            eb('teams.pairing_id', '=', id),
            and([eb('members.role', '=', 'coordinator'), eb('members.organisation_id', 'in', [supporting.id, recipient.id])]),
          ]),
        )
        .execute();
      return rows.map(toMember);
    },

    async byId(memberId: string): Promise<Member> {
      return toMember(await all().where('members.id', '=', memberId).executeTakeFirstOrThrow());
    },

    /** All places an account holds or held. */
    async ofAccount(accountId: string): Promise<Membership[]> {
      const rows = await all().where('members.account_id', '=', accountId).execute();
      const known = await pairings.byId(rows.flatMap(({ pairingId }) => pairingId ?? []));
      return rows.map((row) => {
        const { person: _self, ...place } = toMember(row);
        return { ...place, team: toTeam(row), pairing: known.get(row.pairingId ?? '') ?? null };
      });
    },

    active(teamId: string): Promise<{ accountId: string; role: Role; endsOn: string | null }[]> {
      return db
        .selectFrom('members')
        .select(['account_id as accountId', 'role', 'ends_on as endsOn'])
        .where('team_id', '=', teamId)
        .where(running)
        .orderBy('created_at')
        .execute();
    },

    /** The accounts that coordinate a team: those of the organisations of its pairing. */
    async coordinators(teamId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('members')
        .innerJoin('pairings', (join) =>
          join.on(({ or, eb, ref }) =>
            or([
              eb('pairings.supporting_organisation_id', '=', ref('members.organisation_id')),
              eb('pairings.recipient_organisation_id', '=', ref('members.organisation_id')),
            ]),
          ),
        )
        .innerJoin('teams', 'teams.pairing_id', 'pairings.id')
        .select('members.account_id as accountId')
        .distinct()
        .where('teams.id', '=', teamId)
        .where('members.role', '=', 'coordinator')
        .where(running)
        .execute();
      return rows.map(({ accountId }) => accountId);
    },

    /** @throws notFound when unknown or removed. */
    async place(memberId: string): Promise<MemberPlace> {
      const row = await db
        .selectFrom('members')
        .leftJoin('teams', 'teams.id', 'members.team_id')
        .leftJoin('pairings', 'pairings.id', 'teams.pairing_id')
        .select([
          'members.id',
          'members.account_id as accountId',
          'members.organisation_id as organisationId',
          'members.team_id as teamId',
          'pairings.supporting_organisation_id as supportingId',
          'pairings.recipient_organisation_id as recipientId',
        ])
        .where('members.id', '=', memberId)
        .where('members.removed_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined) throw notFound();
      const { supportingId, recipientId, ...place } = row;
      return { ...place, sides: supportingId === null || recipientId === null ? null : { supportingId, recipientId } };
    },

    /** @throws conflict `already_member` when the account holds the same place for a time that overlaps. */
    async add(
      on: Db,
      input: {
        accountId: string;
        organisationId: string;
        teamId: string | null;
        role: Role;
        startsOn: string;
        endsOn: string | null;
      },
    ): Promise<void> {
      const same = await on
        .selectFrom('members')
        .select('id')
        .where('account_id', '=', input.accountId)
        .where('role', '=', input.role)
        .where('organisation_id', '=', input.organisationId)
        .where('team_id', input.teamId === null ? 'is' : '=', input.teamId)
        .where('removed_at', 'is', null)
        .where('starts_on', '<=', input.endsOn ?? 'infinity')
        .where(({ or, eb }) => or([eb('ends_on', 'is', null), eb('ends_on', '>=', input.startsOn)]))
        .executeTakeFirst();
      if (same !== undefined) throw conflict('already_member', 'This account holds that place already.');
      await on
        .insertInto('members')
        .values({
          account_id: input.accountId,
          organisation_id: input.organisationId,
          team_id: input.teamId,
          role: input.role,
          starts_on: input.startsOn,
          ends_on: input.endsOn,
        })
        .execute();
    },

    /**
     * Changes a role or term, or removes at once.
     * @throws notFound when removed meanwhile, invalidInput, conflict `role_needs_team`, `last_coordinator`
     */
    async change(
      { id, organisationId }: MemberPlace,
      change: { role?: Role | undefined; startsOn?: string | undefined; endsOn?: string | null | undefined; removed?: boolean },
    ): Promise<void> {
      await db.transaction().execute(async (tx) => {
        // One change at a time in an organisation: two coordinators removing each other would leave none.
        await tx.selectFrom('organisations').select('id').where('id', '=', organisationId).forUpdate().execute();
        const now = await tx
          .selectFrom('members')
          .select(['role', 'starts_on', 'ends_on'])
          .where('id', '=', id)
          .where('removed_at', 'is', null)
          .executeTakeFirst();
        if (now === undefined) throw notFound();
        const { role = now.role, startsOn = now.starts_on, endsOn = now.ends_on } = change;
        if ((role === 'coordinator') !== (now.role === 'coordinator')) {
          throw conflict(
            'role_needs_team',
            'A coordinator has no team and others have one: send an invitation for the new role.',
          );
        }
        assertTerm(startsOn, endsOn);
        const coordinators = await countCoordinators(tx, organisationId);
        await tx
          .updateTable('members')
          .set({ role, starts_on: startsOn, ends_on: endsOn, removed_at: change.removed === true ? sql<Date>`now()` : null })
          .where('id', '=', id)
          .execute();
        if (role === 'coordinator' && coordinators > 0 && (await countCoordinators(tx, organisationId)) === 0) {
          throw conflict('last_coordinator', 'An organisation needs a coordinator. Invite a successor first.');
        }
      });
    },
  };
}

/** @throws invalidInput when a term ends before it starts. */
export function assertTerm(startsOn: string, endsOn: string | null): void {
  if (endsOn !== null && endsOn < startsOn) throw invalidInput([{ path: 'body.endsOn', message: 'before the first day' }]);
}

interface MemberRow {
  id: string;
  role: Role;
  teamId: string | null;
  startsOn: string;
  endsOn: string | null;
  active: boolean;
  accountId: string;
  accountName: string;
  colour: number;
  organisationId: string;
  organisationName: string;
  organisationKind: Member['organisation']['kind'];
  pairingId: string | null;
  teamName: string | null;
  teamKind: Team['kind'] | null;
}

function toMember(row: MemberRow): Member {
  const { id, role, teamId, startsOn, endsOn, active } = row;
  return {
    id,
    role,
    teamId,
    startsOn,
    endsOn,
    active,
    person: { id: row.accountId, name: row.accountName, colour: row.colour },
    organisation: { id: row.organisationId, name: row.organisationName, kind: row.organisationKind },
  };
}

function toTeam({ teamId, pairingId, teamName, teamKind }: MemberRow): Team | null {
  if (teamId === null || pairingId === null || teamName === null || teamKind === null) return null;
  return { id: teamId, pairingId, name: teamName, kind: teamKind };
}
