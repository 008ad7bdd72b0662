import { sql } from 'kysely';
import { z } from 'zod';
import { Role, type Organisation } from '../../shared/programme.ts';
import { Day, Id } from '../../shared/values.ts';
import type { Db } from '../database/schema.ts';
import { conflict, forbidden, invalidInput, notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import type { Actor } from './index.ts';
import { assertTerm, type createMembers } from './members.ts';
import type { createOrganisations } from './organisations.ts';
import { mayInvite, seesTeam } from './policy.ts';
import type { Terms } from './terms.ts';

/** The place that an invitation gives. Identity stores it unopened. */
const Grants = z.object({
  organisationId: Id,
  teamId: Id.nullable(),
  role: Role,
  name: z.string().nullable(),
  startsOn: Day,
  endsOn: Day.nullable(),
});
type Grants = z.output<typeof Grants>;

interface InvitationDeps {
  db: Db;
  identity: Identity;
  terms: Terms;
  organisations: ReturnType<typeof createOrganisations>;
  members: ReturnType<typeof createMembers>;
  actor: (accountId: string) => Promise<Actor>;
}

/** Who is invited where, and what an accepted invitation gives. */
export function createProgrammeInvitations({ db, identity, terms, organisations, members, actor }: InvitationDeps) {
  /** @throws notFound for what the inviter cannot see, forbidden for what they may not give. */
  const assertMayGive = async (inviter: Actor, { organisationId, teamId }: Grants): Promise<Organisation> => {
    if (teamId !== null && !seesTeam(inviter, teamId)) throw notFound();
    const organisation = await organisations.find(inviter, organisationId);
    if (!mayInvite(inviter, { teamId, organisation })) throw forbidden();
    return organisation;
  };

  const team = async (teamId: string | null) =>
    teamId === null ? null : db.selectFrom('teams').select('name').where('id', '=', teamId).executeTakeFirstOrThrow();

  /** An open invitation whose inviter may still give it: a coordinator who was removed has left no doors behind. */
  const read = async (token: string) => {
    const { grants, createdBy, expiresAt } = await identity.invitations.read(token);
    const place = Grants.parse(grants);
    const organisation = await assertMayGive(await actor(createdBy), place).catch(() => Promise.reject(notFound()));
    return { place, organisation, createdBy, expiresAt };
  };

  return {
    async issue(inviter: Actor, place: Grants): Promise<{ token: string; expiresAt: Date }> {
      if ((place.role === 'coordinator') !== (place.teamId === null)) {
        throw conflict('role_needs_team', 'A coordinator is invited without a team, everybody else with one.');
      }
      assertTerm(place.startsOn, place.endsOn);
      await assertMayGive(inviter, place);
      return db.transaction().execute(async (tx) => {
        const soon = sql<Date>`now() + interval '14 days'`;
        const { expiresAt, over } = await sql<{ expiresAt: Date; over: boolean }>`
          select least(${soon}, ${place.endsOn === null ? soon : terms.endOf(place.endsOn)}) as "expiresAt",
            coalesce(${place.endsOn}::date < ${terms.today}, false) as over`
          .execute(tx)
          .then(({ rows: [row] }) => row ?? Promise.reject(new Error('no answer')));
        if (over) throw invalidInput([{ path: 'body.endsOn', message: 'in the past' }]);
        const token = await identity.invitations.issue(tx, { grants: place, createdBy: inviter.accountId, expiresAt });
        return { token, expiresAt };
      });
    },

    async describe(token: string) {
      const { place, organisation, createdBy, expiresAt } = await read(token);
      const inviter = (await identity.accounts.people([createdBy])).get(createdBy);
      return {
        organisation: organisation.name,
        team: (await team(place.teamId))?.name ?? null,
        role: place.role,
        name: place.name,
        invitedBy: inviter?.name ?? '',
        expiresAt: expiresAt.toISOString(),
      };
    },

    /** Gives the place to an account, or to a new one; nothing happens unless all of it does. @throws notFound, conflict */
    async accept(token: string, as: { accountId: string } | { name: string; email: string; password: string }): Promise<string> {
      await read(token);
      return db.transaction().execute(async (tx) => {
        const accountId = 'accountId' in as ? as.accountId : await identity.accounts.create(tx, as);
        const { name: _name, ...place } = Grants.parse(await identity.invitations.redeem(tx, token, accountId));
        await members.add(tx, { accountId, ...place });
        return accountId;
      });
    },
  };
}
