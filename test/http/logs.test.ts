import { Writable } from 'node:stream';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { expect, it } from 'vitest';
import { parseConfig } from '../../server/config.ts';
import { openDatabase } from '../../server/database/open.ts';
import { createPlatform } from '../../server/platform.ts';
import { changePassword, currentAccount, signIn, signOutEverywhere } from '../../shared/identity.ts';
import { acceptInvitation, invite, listOrganisations, setUp } from '../../shared/programme.ts';
import { createApi } from '../support/api.ts';
import { createTestDatabase } from '../support/database.ts';

it('no password, token, address or name is in the logs, even at their most talkative (A06)', async () => {
  let said = '';
  const own = await createTestDatabase();
  const database = await openDatabase({ connection: own.connection, durable: false });
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-'));
  const log = pino(
    { level: 'trace' },
    new Writable({
      write: (chunk: Buffer, _encoding, next) => {
        said += chunk.toString();
        next();
      },
    }),
  );
  const config = parseConfig({ PORT: '0', DATA_DIR: dataDir, MEDIA_PORT: '0', MEDIASOUP_WORKER_BIN: path.join(dataDir, 'none') });
  const platform = await createPlatform({ config, database, log, version: 'test' });
  const secrets = ['first secret password', 'second secret password', '王秘密', 'secret@example.org'] as const;
  const [password, newPassword, name, email] = secrets;
  const api = createApi(platform.url);
  await api.call(setUp, { body: { organisationName: '某校', organisationKind: 'supporting', name, email, password } });
  const cookie = api.cookie().split('=')[1] ?? '';
  await expect(createApi(platform.url).call(signIn, { body: { email, password: newPassword } })).rejects.toThrow('401');
  await api.raw('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"password":"${password}"`,
  });
  const organisationId = (await api.call(listOrganisations)).items[0]?.id ?? '';
  const { url } = await api.call(invite, { body: { organisationId, teamId: null, role: 'coordinator', startsOn: '2020-01-01' } });
  const token = url.split('/').at(-1) ?? '';
  const guest = createApi(platform.url);
  const body = { name, email: `guest-${email}`, password };
  await guest.call(acceptInvitation, { params: { token }, body });
  await expect(guest.call(acceptInvitation, { params: { token }, body })).rejects.toThrow('404');
  await api.call(changePassword, { body: { currentPassword: password, newPassword } });
  // A failure inside: the log then has an error with all that the database said about it.
  await database.pool.query('alter table accounts add constraint broken check (locale is null)');
  const broken = await api.raw('/api/account', {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ locale: 'en' }),
  });
  expect(broken.status).toBe(500);
  expect(JSON.stringify(await broken.json())).not.toMatch(/constraint|postgres|stack/);
  expect((await api.call(currentAccount)).account?.name).toBe(name);
  await api.call(signOutEverywhere);
  await platform.close();
  await database.close();
  await own.drop();
  await fs.rm(dataDir, { recursive: true, force: true });
  expect(said).toContain('request failed');
  for (const secret of [...secrets, cookie, token, '$argon2id']) expect(said).not.toContain(secret);
});
