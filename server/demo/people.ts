import type { Db } from '../database/schema.ts';
import { demoEmails } from './cast.ts';

/** The people of the demo in the order of its roles, for the one-click sign-in. */
export async function listPeople(db: Db) {
  const rows = await db
    .selectFrom('accounts')
    .innerJoin('members', 'members.account_id', 'accounts.id')
    .innerJoin('organisations', 'organisations.id', 'members.organisation_id')
    .select([
      'accounts.id',
      'accounts.email',
      'accounts.name',
      'accounts.colour',
      'members.role',
      'organisations.name as organisation',
    ])
    .where('accounts.email', 'in', demoEmails)
    .orderBy('members.created_at')
    .execute();
  return demoEmails.flatMap((email) => {
    const row = rows.find((candidate) => candidate.email === email);
    if (row === undefined) return [];
    const { email: _email, ...person } = row;
    return [person];
  });
}
