import { describe, expect, it } from 'vitest';
import { currentAccount } from '../../shared/identity.ts';
import { installation, listOrganisations, myMemberships, setUp } from '../../shared/programme.ts';
import { startPlatform } from '../support/platform.ts';

const first = {
  organisationName: '江城市实验小学',
  organisationKind: 'supporting',
  name: '何静',
  email: 'He.Jing@Example.org',
  password: 'correct horse battery',
} as const;

describe('setting up an empty installation', () => {
  it('makes the organisation and its coordinator, signed in', async () => {
    const platform = await startPlatform();
    const api = platform.api();
    expect(await api.call(installation)).toEqual({ empty: true, demo: false, canLoadDemo: true });
    expect(await api.call(setUp, { body: first })).toMatchObject({ name: '何静', email: 'he.jing@example.org' });
    expect((await api.call(currentAccount)).account?.name).toBe('何静');
    expect((await api.call(myMemberships)).items).toMatchObject([
      { role: 'coordinator', active: true, team: null, pairing: null, organisation: { name: '江城市实验小学' } },
    ]);
    expect((await api.call(listOrganisations)).items).toMatchObject([{ name: '江城市实验小学', kind: 'supporting' }]);
    expect(await api.call(installation)).toEqual({ empty: false, demo: false, canLoadDemo: false });
    await platform.close();
  });

  it('is done by exactly one of many who try at the same moment', async () => {
    const platform = await startPlatform();
    const tries = Array.from({ length: 8 }, (_, n) =>
      platform.api().call(setUp, { body: { ...first, email: `coordinator${n}@example.org` } }),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409, code: 'not_empty' });
    }
    const { db } = platform.database;
    expect(await db.selectFrom('organisations').select('id').execute()).toHaveLength(1);
    expect(await db.selectFrom('accounts').select('id').execute()).toHaveLength(1);
    await platform.close();
  });

  it('refuses a short password and says which field it was', async () => {
    const platform = await startPlatform();
    await expect(platform.api().call(setUp, { body: { ...first, password: 'too short' } })).rejects.toMatchObject({
      status: 400,
      code: 'invalid_input',
      details: { issues: [expect.objectContaining({ path: 'body.password' })] },
    });
    expect((await platform.api().call(installation)).empty).toBe(true);
    await platform.close();
  });
});
