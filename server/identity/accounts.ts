import { sql, type Transaction } from 'kysely';
import type { Account } from '../../shared/identity.ts';
import type { Locale, Person } from '../../shared/values.ts';
import { gathered } from '../database/gathered.ts';
import type { Database, Db } from '../database/schema.ts';
import { conflict, notSignedIn } from '../errors.ts';
import { hashPassword } from './passwords.ts';

/** The key of the advisory lock under which an installation gets its first account. */
const firstAccountLock = 7_203_551;

/** Reads and writes accounts. */
export function createAccounts(db: Db) {
  const self = async (accountId: string): Promise<Account> => {
    const account = await db
      .selectFrom('accounts')
      .select(['id', 'name', 'colour', 'email', 'locale'])
      .where('id', '=', accountId)
      .executeTakeFirst();
    if (account === undefined) throw notSignedIn();
    return account;
  };

  const person = gathered(
    (ids: string[]) =>
      db
        .selectFrom('accounts')
        .select(['id', 'name', 'colour'])
        .where('id', '=', sql<string>`any(${ids}::uuid[])`)
        .execute(),
    ({ id }) => id,
  );

  return {
    self,

    /**
     * Makes an account. How long a password has to be is the business of the schema it came through.
     * @throws conflict `email_taken`
     */
    async create(tx: Transaction<Database>, input: { email: string; name: string; password: string }): Promise<string> {
      const created = await tx
        .insertInto('accounts')
        .values({
          email: normaliseEmail(input.email),
          name: input.name,
          // Neighbours in time get different colours, since they are likely to meet in one document.
          colour: sql<number>`(select count(*) % 12 from accounts)`,
          password_hash: await hashPassword(input.password),
        })
        .onConflict((on) => on.column('email').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (created === undefined) throw conflict('email_taken', 'There is already an account with this e-mail address.');
      return created.id;
    },

    async people(ids: readonly string[]): Promise<Map<string, Person>> {
      const people = await Promise.all(ids.map(person));
      return new Map(people.flat().map((one) => [one.id, one]));
    },

    async isEmpty(): Promise<boolean> {
      return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) === undefined;
    },

    /** Lets one transaction at a time make the first account. @throws conflict `not_empty` */
    async claimEmpty(tx: Transaction<Database>): Promise<void> {
      await sql`select pg_advisory_xact_lock(${firstAccountLock})`.execute(tx);
      const first = await tx.selectFrom('accounts').select('id').limit(1).executeTakeFirst();
      if (first !== undefined) throw conflict('not_empty', 'This installation is set up already.');
    },

    /** The account with this address and its password's hash. */
    async credentials(email: string): Promise<{ id: string; passwordHash: string } | undefined> {
      return db
        .selectFrom('accounts')
        .select(['id', 'password_hash as passwordHash'])
        .where('email', '=', normaliseEmail(email))
        .executeTakeFirst();
    },

    async update(accountId: string, change: { name?: string | undefined; locale?: Locale | undefined }): Promise<Account> {
      const values = {
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.locale === undefined ? {} : { locale: change.locale }),
      };
      if (Object.keys(values).length > 0) await db.updateTable('accounts').set(values).where('id', '=', accountId).execute();
      return self(accountId);
    },

    /** Stores a new password and ends every session of the account but one. */
    async changePassword(accountId: string, password: string, keepSessionId: string): Promise<void> {
      const passwordHash = await hashPassword(password);
      await db.transaction().execute(async (tx) => {
        await tx.updateTable('accounts').set({ password_hash: passwordHash }).where('id', '=', accountId).execute();
        await tx.deleteFrom('sessions').where('account_id', '=', accountId).where('id', '<>', keepSessionId).execute();
      });
    },
  };
}

/** Addresses are compared without regard to case. */
export function normaliseEmail(email: string): string {
  return email.toLowerCase();
}
