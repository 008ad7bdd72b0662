import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  changePassword,
  currentAccount,
  listSessions,
  signIn,
  signOut,
  signOutEverywhere,
  updateAccount,
} from '../../shared/identity.ts';
import type { Api } from '../support/api.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';

let platform: TestPlatform;
let world: World;
beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());

const anotherBrowser = async ({ email, password }: Pick<TestPerson, 'email' | 'password'>): Promise<Api> => {
  const api = platform.api();
  await api.call(signIn, { body: { email, password } });
  return api;
};
const isIn = async (api: Api) => (await api.call(currentAccount)).account !== null;
const session = (accountId: string) =>
  platform.database.db.selectFrom('sessions').selectAll().where('account_id', '=', accountId);

describe('a session', () => {
  it('is listed with a readable device, the present one marked', async () => {
    const { email, password } = await world.addPerson('rear');
    const api = platform.api();
    const agents = [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49',
    ];
    for (const agent of agents) {
      await platform.api().raw('/api/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': agent },
        body: JSON.stringify({ email, password }),
      });
    }
    await api.call(signIn, { body: { email, password } });
    const { items } = await api.call(listSessions);
    expect(items.map(({ device }) => device)).toEqual(expect.arrayContaining(['Chrome · Windows', '微信 WeChat · iPhone']));
    expect(items.filter(({ current }) => current)).toHaveLength(1);
  });

  it('ends in this browser alone when one signs out', async () => {
    const person = await world.addPerson('rear');
    const other = await anotherBrowser(person);
    const cookie = person.cookie();
    await person.call(signOut);
    expect(person.cookie()).toBe('');
    expect((await platform.api().raw('/api/lessons', { headers: { cookie } })).status).toBe(401);
    expect(await isIn(other)).toBe(true);
  });

  it('ends everywhere when one says so', async () => {
    const person = await world.addPerson('rear');
    const other = await anotherBrowser(person);
    await person.call(signOutEverywhere);
    expect(await isIn(person)).toBe(false);
    expect(await isIn(other)).toBe(false);
  });

  it('ends elsewhere when the password changes, and only the new password enters (A04)', async () => {
    const person = await world.addPerson('rear');
    const other = await anotherBrowser(person);
    const newPassword = 'another long password';
    await person.call(changePassword, { body: { currentPassword: person.password, newPassword } });
    expect(await isIn(person)).toBe(true);
    expect(await isIn(other)).toBe(false);
    await expect(anotherBrowser(person)).rejects.toMatchObject({ code: 'wrong_credentials' });
    expect(await isIn(await anotherBrowser({ ...person, password: newPassword }))).toBe(true);
  });

  it('keeps the password when the current one is wrong or the new one is short', async () => {
    const person = await world.addPerson('rear');
    await expect(
      person.call(changePassword, { body: { currentPassword: 'wrong', newPassword: 'another long password' } }),
    ).rejects.toMatchObject({ status: 403, code: 'wrong_password' });
    await expect(
      person.call(changePassword, { body: { currentPassword: person.password, newPassword: 'short' } }),
    ).rejects.toMatchObject({ status: 400 });
    expect(await isIn(await anotherBrowser(person))).toBe(true);
  });

  it('slides: use puts its end off, noted at most once a minute; after thirty idle days it is over', async () => {
    const person = await world.addPerson('rear');
    const { db } = platform.database;
    const before = await session(person.id).executeTakeFirstOrThrow();
    await isIn(person);
    expect((await session(person.id).executeTakeFirstOrThrow()).last_seen_at).toEqual(before.last_seen_at);
    const longAgo = new Date(Date.now() - 20 * 86_400_000);
    await db
      .updateTable('sessions')
      .set({ last_seen_at: longAgo, expires_at: new Date(Date.now() + 86_400_000) })
      .where('account_id', '=', person.id)
      .execute();
    expect(await isIn(person)).toBe(true);
    const after = await session(person.id).executeTakeFirstOrThrow();
    expect(after.expires_at.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    await db
      .updateTable('sessions')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('account_id', '=', person.id)
      .execute();
    expect(await isIn(person)).toBe(false);
  });
});

describe('an account', () => {
  it('changes its own name and language', async () => {
    const person = await world.addPerson('rear');
    expect(await person.call(updateAccount, { body: { name: '林 岚' } })).toMatchObject({ name: '林 岚', locale: null });
    expect(await person.call(updateAccount, { body: { locale: 'en' } })).toMatchObject({ name: '林 岚', locale: 'en' });
    expect(await person.call(updateAccount, { body: {} })).toMatchObject({ name: '林 岚', locale: 'en' });
  });

  it('is unique by its address, whatever the case', async () => {
    const { email } = world.people.rear;
    const { db } = platform.database;
    const again = db
      .transaction()
      .execute((tx) => platform.identity.accounts.create(tx, { email: email.toUpperCase(), name: '甲', password: 'x' }));
    await expect(again).rejects.toMatchObject({ code: 'email_taken' });
  });
});
