import { randomBytes } from 'node:crypto';
import { signIn } from '../../shared/identity.ts';
import type { Role } from '../../shared/programme.ts';
import type { Database } from '../../server/database/schema.ts';
import type { Insertable } from 'kysely';
import { createApi, type Api } from './api.ts';
import type { TestPlatform } from './platform.ts';

/** A person of a test world, signed in. */
export interface TestPerson extends Api {
  id: string;
  name: string;
  email: string;
  password: string;
  memberId: string;
}

/** One pairing with one team and one signed-in person per role. */
export interface World {
  pairingId: string;
  teamId: string;
  supportingId: string;
  recipientId: string;
  people: Record<Role, TestPerson>;
  /** Adds another person in a role; terms are `YYYY-MM-DD`, open unless given. */
  addPerson: (role: Role, term?: { startsOn?: string; endsOn?: string | null }) => Promise<TestPerson>;
}

const roles: Role[] = ['coordinator', 'rear', 'stationed', 'recipient', 'mentor', 'observer'];
const names: Record<Role, string> = {
  coordinator: '何统筹',
  rear: '林后方',
  stationed: '周驻点',
  recipient: '马老师',
  mentor: '陈导师',
  observer: '吴观课',
};

/** Makes a world of its own in an installation; several do not know of each other. */
export async function buildWorld(platform: TestPlatform): Promise<World> {
  const tag = randomBytes(4).toString('hex');
  const insert = async <T extends 'organisations' | 'pairings' | 'teams'>(
    table: T,
    row: Insertable<Database[T]>,
  ): Promise<string> => {
    const { id } = await platform.database.db
      .insertInto(table)
      .values(row as never)
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  };
  const supportingId = await insert('organisations', { name: `实验小学 ${tag}`, kind: 'supporting' });
  const recipientId = await insert('organisations', { name: `山里小学 ${tag}`, kind: 'recipient' });
  const pairingId = await insert('pairings', {
    name: `结对 ${tag}`,
    supporting_organisation_id: supportingId,
    recipient_organisation_id: recipientId,
    starts_on: '2020-01-01',
  });
  const teamId = await insert('teams', { pairing_id: pairingId, name: `数学攻坚 ${tag}`, kind: 'subject-task-force' });

  const addPerson: World['addPerson'] = (role, term = {}) => {
    const atSchool = role === 'recipient' || role === 'stationed';
    return buildPerson(platform, names[role], {
      organisation_id: atSchool ? recipientId : supportingId,
      team_id: role === 'coordinator' ? null : teamId,
      role,
      starts_on: term.startsOn ?? '2020-01-01',
      ends_on: term.endsOn ?? null,
    });
  };
  const people = await Promise.all(roles.map(async (role) => [role, await addPerson(role)] as const));
  return { pairingId, teamId, supportingId, recipientId, people: Object.fromEntries(people) as World['people'], addPerson };
}

async function buildPerson(
  platform: TestPlatform,
  name: string,
  member: Omit<Insertable<Database['members']>, 'account_id'>,
): Promise<TestPerson> {
  const email = `${randomBytes(6).toString('hex')}@example.org`;
  const password = `secret-${randomBytes(8).toString('hex')}`;
  const { db } = platform.database;
  const id = await db.transaction().execute((tx) => platform.identity.accounts.create(tx, { email, name, password }));
  const { id: memberId } = await db
    .insertInto('members')
    .values({ ...member, account_id: id })
    .returning('id')
    .executeTakeFirstOrThrow();
  const api = createApi(platform.url);
  await api.call(signIn, { body: { email, password } });
  return { ...api, id, name, email, password, memberId };
}
