import type { z } from 'zod';
import type { OrganisationKind } from '../../shared/programme.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import type { Terms } from './terms.ts';

interface InstallationDeps {
  db: Db;
  identity: Identity;
  terms: Terms;
  /** Whether the demo may be loaded at all: only on loopback. */
  canLoadDemo: boolean;
}

/** The installation as a whole: empty, set up, or filled with the demo. */
export function createInstallation({ db, identity, terms, canLoadDemo }: InstallationDeps) {
  return {
    async describe() {
      const [empty, { demo_begun_at }] = await Promise.all([
        identity.accounts.isEmpty(),
        db.selectFrom('installation').select('demo_begun_at').executeTakeFirstOrThrow(),
      ]);
      return { empty, demo: demo_begun_at !== null, canLoadDemo: empty && canLoadDemo };
    },

    /** Makes the first organisation and its coordinator, for the first who asks. @throws conflict `not_empty` */
    setUp(input: {
      organisationName: string;
      organisationKind: z.output<typeof OrganisationKind>;
      name: string;
      email: string;
      password: string;
    }): Promise<string> {
      return db.transaction().execute(async (tx) => {
        await identity.accounts.claimEmpty(tx);
        const accountId = await identity.accounts.create(tx, input);
        const { id: organisationId } = await tx
          .insertInto('organisations')
          .values({ name: input.organisationName, kind: input.organisationKind, created_by: accountId })
          .returning('id')
          .executeTakeFirstOrThrow();
        await tx
          .insertInto('members')
          .values({ account_id: accountId, organisation_id: organisationId, role: 'coordinator', starts_on: terms.today })
          .execute();
        return accountId;
      });
    },
  };
}
