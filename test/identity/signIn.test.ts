import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentAccount, listSessions, signIn } from '../../shared/identity.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';

let platform: TestPlatform;
let world: World;
beforeAll(async () => {
  platform = await startPlatform({ settings: { TRUST_PROXY: '1' } });
  world = await buildWorld(platform);
});
afterAll(() => platform.close());

/** Signs in from an address of one's choice, as a proxy in front would tell it. */
async function signInFrom(address: string, body: { email: string; password: string }, on = platform) {
  const response = await on.api().raw('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(body),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.text() };
}

describe('signing in', () => {
  it('answers the account and sets a cookie that scripts and other sites cannot use', async () => {
    const { email, password, id, name } = world.people.rear;
    const api = platform.api();
    const response = await api.raw('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: email.toUpperCase(), password }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id, name, email });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^tongke_session=[\w-]{43}; /);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Path=/');
    expect((await api.call(currentAccount)).account?.id).toBe(id);
  });

  it('marks the cookie as secure and binds it to the host when the public address is https', async () => {
    const secure = await startPlatform({ settings: { PUBLIC_URL: 'https://tongke.example.org' } });
    await secure.database.db
      .transaction()
      .execute((tx) => secure.identity.accounts.create(tx, { email: 'a@example.org', name: '甲', password: 'secret-secret' }));
    const response = await secure.api().raw('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'a@example.org', password: 'secret-secret' }),
    });
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-tongke_session=.*; Secure/);
    await secure.close();
  });

  it('stores neither the password nor the token', async () => {
    const { email, cookie, id } = world.people.rear;
    const { password_hash } = await platform.database.db
      .selectFrom('accounts')
      .select('password_hash')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const token = cookie().split('=')[1] ?? '';
    const stored = await platform.database.db.selectFrom('sessions').selectAll().where('account_id', '=', id).execute();
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored.map((row) => ({ ...row, token_hash: row.token_hash.toString('utf8') })))).not.toContain(token);
  });

  it('begins a new session each time and ends the one that this browser had (A04)', async () => {
    const { email, password } = world.people.mentor;
    const api = platform.api();
    await api.call(signIn, { body: { email, password } });
    const first = api.cookie();
    const before = (await api.call(listSessions)).items.find(({ current }) => current);
    await api.call(signIn, { body: { email, password } });
    expect(api.cookie()).not.toBe(first);
    expect((await api.call(listSessions)).items.map(({ id }) => id)).not.toContain(before?.id);
    const response = await platform.api().raw('/api/sessions', { headers: { cookie: first } });
    expect(response.status).toBe(401);
  });

  it('never takes over a token that was planted before', async () => {
    const { email, password } = world.people.mentor;
    const planted = 'A'.repeat(43);
    const response = await platform.api().raw('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: `tongke_session=${planted}` },
      body: JSON.stringify({ email, password }),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).not.toContain(planted);
  });

  it('answers unknown and known addresses alike, after the same work (A01)', async () => {
    const { email } = world.people.observer;
    const once = async (address: string, from: string) => {
      const started = performance.now();
      const { status, body } = await signInFrom(from, { email: address, password: 'not the password' });
      return { answer: `${status} ${body}`, ms: performance.now() - started };
    };
    const known: number[] = [];
    const unknown: number[] = [];
    const answers = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const real = await once(email, `198.51.100.${round + 1}`);
      const none = await once(`nobody-${round}@example.org`, `203.0.113.${round + 1}`);
      known.push(real.ms);
      unknown.push(none.ms);
      answers.add(real.answer).add(none.answer);
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain('wrong_credentials');
    // The fastest of a dozen is the work itself, free of what else the machine does. Without the decoy it is a tenth.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.5);
  });
});

describe('guessing a password (A02)', () => {
  it('ends in 429 with a time to wait, while the owner still enters from elsewhere', async () => {
    const { email, password } = world.people.recipient;
    let refused;
    for (let tries = 0; tries < 30 && refused?.status !== 429; tries += 1) {
      refused = await signInFrom('192.0.2.11', { email, password: `guess ${tries}` });
    }
    expect(refused?.status).toBe(429);
    expect(Number(refused?.retryAfter)).toBeGreaterThan(0);
    expect((await signInFrom('192.0.2.11', { email, password })).status).toBe(429);
    expect((await signInFrom('192.0.2.12', { email, password })).status).toBe(200);
  });

  it('counts tries that are made at the same moment', async () => {
    const { email } = world.people.stationed;
    const tries = Array.from({ length: 40 }, (_, n) => signInFrom('192.0.2.13', { email, password: `guess ${n}` }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(8);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(32);
  });

  it('ends in 429 for one address that tries many accounts, known or not', async () => {
    let last = 0;
    for (let tries = 0; tries < 120 && last !== 429; tries += 1) {
      last = (await signInFrom('192.0.2.14', { email: `someone-${tries}@example.org`, password: 'guess' })).status;
    }
    expect(last).toBe(429);
  });

  it('is not fooled by an address that the browser made up, where no proxy is trusted', async () => {
    const open = await startPlatform();
    const tries = Array.from({ length: 12 }, (_, n) => {
      return signInFrom(`192.0.2.${n}`, { email: 'someone@example.org', password: 'guess' }, open);
    });
    expect((await Promise.all(tries)).map(({ status }) => status)).toContain(429);
    await open.close();
  });

  it('does not count those who know their password', async () => {
    const { email, password } = world.people.coordinator;
    for (let times = 0; times < 20; times += 1) {
      expect((await signInFrom('192.0.2.15', { email, password })).status).toBe(200);
    }
  });
});
