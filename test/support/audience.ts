import { randomUUID } from 'node:crypto';
import { hashToken, newToken } from '../../server/identity/tokens.ts';
import type { Api } from './api.ts';
import type { TestPlatform } from './platform.ts';
import type { World } from './world.ts';

/** Somebody of a large audience: signed in, and no more. */
export interface Spectator extends Pick<Api, 'cookie'> {
  id: string;
  sessionId: string;
}

/** Makes many accounts of a role that sees every class of a world, each signed in, without a password of their own. */
export async function buildAudience(
  { database: { db } }: Pick<TestPlatform, 'database'>,
  world: World,
  count: number,
  role: 'mentor' | 'stationed' = 'mentor',
): Promise<Spectator[]> {
  const { password_hash } = await db.selectFrom('accounts').select('password_hash').limit(1).executeTakeFirstOrThrow();
  const people = Array.from({ length: count }, (_none, index) => ({
    id: randomUUID(),
    sessionId: randomUUID(),
    index,
    token: newToken(),
  }));
  await db
    .insertInto('accounts')
    .values(
      people.map(({ id, index }) => ({ id, email: `${id}@example.org`, name: `观众 ${index + 1}`, colour: 0, password_hash })),
    )
    .execute();
  await db
    .insertInto('members')
    .values(
      people.map(({ id }) => ({
        account_id: id,
        organisation_id: world.supportingId,
        team_id: world.teamId,
        role,
        starts_on: '2020-01-01',
        ends_on: null,
      })),
    )
    .execute();
  const expires_at = new Date(Date.now() + 86_400_000);
  await db
    .insertInto('sessions')
    .values(
      people.map(({ id, sessionId, token }) => ({
        id: sessionId,
        account_id: id,
        token_hash: hashToken(token),
        device: '',
        expires_at,
      })),
    )
    .execute();
  return people.map(({ id, sessionId, token }) => ({ id, sessionId, cookie: () => `tongke_session=${token}` }));
}
