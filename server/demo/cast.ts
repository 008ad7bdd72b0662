import { sql, type Transaction } from 'kysely';
import type { Role } from '../../shared/programme.ts';
import type { Database, Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';

/** The people of the demo by their role: one each. */
export type Cast = Record<Role, string>;

/** Known to everyone, and shorter than a new password may be: the demo is offered on loopback alone. */
const password = 'tongke-demo';

const people: { role: Role; name: string; at: 'supporting' | 'recipient'; months: number | null }[] = [
  { role: 'coordinator', name: '何静', at: 'supporting', months: null },
  { role: 'rear', name: '林岚', at: 'supporting', months: 24 },
  { role: 'stationed', name: '周牧远', at: 'supporting', months: 12 },
  { role: 'recipient', name: '马晓燕', at: 'recipient', months: null },
  { role: 'mentor', name: '陈惠民', at: 'supporting', months: 24 },
  { role: 'observer', name: '吴敏', at: 'recipient', months: 12 },
];

/** The address with which one of the demo's people signs in. */
export const demoEmail = (role: Role) => `${role}@demo.tongke.example`;

export const demoEmails = people.map(({ role }) => demoEmail(role));

/**
 * Makes the two organisations, their pairing and team, the six people and what the school has asked for, some time ago:
 * rows are written here, because the programme rightly offers no way to begin in the past.
 */
export async function createCast(tx: Transaction<Database>, identity: Identity): Promise<void> {
  const organisation = async (name: string, kind: 'supporting' | 'recipient') =>
    (await tx.insertInto('organisations').values({ name, kind }).returning('id').executeTakeFirstOrThrow()).id;
  const organisations = {
    supporting: await organisation('江城市实验小学', 'supporting'),
    recipient: await organisation('云岭县白石中心小学', 'recipient'),
  };
  const began = sql<string>`current_date - 80`;
  const pairing = await tx
    .insertInto('pairings')
    .values({
      name: '江城—白石结对帮扶',
      supporting_organisation_id: organisations.supporting,
      recipient_organisation_id: organisations.recipient,
      starts_on: began,
      ends_on: sql<string>`current_date + interval '3 years'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const team = await tx
    .insertInto('teams')
    .values({ pairing_id: pairing.id, name: '白石小学“管理+教学”团队', kind: 'management-and-teaching' })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const { role, name, at, months } of people) {
    const accountId = await identity.accounts.create(tx, { email: demoEmail(role), name, password });
    await tx
      .insertInto('members')
      .values({
        account_id: accountId,
        organisation_id: organisations[at],
        team_id: role === 'coordinator' ? null : team.id,
        role,
        starts_on: began,
        ends_on: months === null ? null : sql<string>`current_date + make_interval(months => ${months})`,
      })
      .execute();
  }
  await tx
    .insertInto('needs')
    .values({
      team_id: team.id,
      title: '四年级分数薄弱',
      description:
        '期初检测中，四年级两个班分数部分得分率只有41%。多数学生会写分数，但说不出“平均分”和“几分之一”的意思，常把“分母大”当成“分数大”，算同分母加法时连分母也相加。下学期要学“小数的意义”，希望后方帮我们把这一块补牢，并带着我们的老师一起备课、上课。',
      subject: '数学',
      grade: '四年级',
      state: 'planned',
      raised_by: sql<string>`(select id from accounts where email = ${demoEmail('recipient')})`,
      created_at: sql<Date>`now() - interval '40 days'`,
    })
    .execute();
}

/** The accounts, team and need of a demo whose cast has been made. */
export async function findCast(db: Db): Promise<{ cast: Cast; teamId: string; needId: string }> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('accounts', 'accounts.id', 'members.account_id')
    .select(['accounts.id', 'members.role', 'members.team_id as teamId'])
    .where('accounts.email', 'in', demoEmails)
    .execute();
  const cast = Object.fromEntries(rows.map(({ role, id }) => [role, id])) as Cast;
  const teamId = rows.find((row) => row.teamId !== null)?.teamId ?? '';
  const { id: needId } = await db
    .selectFrom('needs')
    .select('id')
    .where('team_id', '=', teamId)
    .orderBy('created_at')
    .executeTakeFirstOrThrow();
  return { cast, teamId, needId };
}
