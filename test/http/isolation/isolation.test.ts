import fs from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyEndpoint } from '../../../server/http/handle.ts';
import type { EventSet, Outcome } from '../../../shared/realtime.ts';
import { startPlatform, type TestPlatform } from '../../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../../support/world.ts';
import { fillWorld, unknownIds, type Ids } from './belongings.ts';
import { bodies, byPlanners, idsNamedIn, keyOf, kindOfName, named, namedElsewhere, paramsOf } from './matrix.ts';

const mark = '机密';
let platform: TestPlatform;
let world: World;
let own: Ids;
let foreign: Ids;
/** Those with the most rights on this side, and the least. */
let callers: TestPerson[];

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
  const other = await buildWorld(platform);
  own = await fillWorld(platform, world, '自己');
  foreign = await fillWorld(platform, other, mark);
  const { coordinator, rear, observer } = world.people;
  callers = [coordinator, rear, observer];
  await platform.search.inStep();
});
afterAll(() => platform.close());

const withParams = () => platform.endpoints.filter((endpoint) => paramsOf(endpoint).length > 0);

const lists = () => platform.endpoints.filter(({ method, path: address }) => method === 'GET' && !address.includes(':'));

async function send(caller: TestPerson, endpoint: AnyEndpoint, ids: Ids, body: unknown): Promise<string> {
  const address = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => ids[name as keyof Ids]);
  const response = await caller.raw(address, {
    method: endpoint.method,
    ...(endpoint.body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return `${response.status} ${await response.text()}`;
}

/** All rows of all tables, but for when a session was last used. */
async function everything(): Promise<string> {
  const { db } = platform.database;
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(
    db,
  );
  const parts = await Promise.all(
    rows
      .filter(({ name }) => name !== 'sessions')
      .map(async ({ name }) => {
        const all = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t order by 1`.execute(db);
        return `${name}\n${all.rows.map(({ text }) => text).join('\n')}`;
      }),
  );
  return parts.toSorted().join('\n\n');
}

describe('isolation', () => {
  it('knows every route that names something: a new one has to be added to the matrix', () => {
    expect(withParams().map(keyOf).toSorted()).toEqual(Object.keys(bodies).toSorted());
    const kinds = new Set(Object.keys(own));
    expect(
      withParams()
        .flatMap(paramsOf)
        .filter((name) => !kinds.has(name)),
    ).toEqual([]);
    const naming = platform.endpoints.filter(({ body }) => idsNamedIn(body).length > 0);
    expect(naming.map(keyOf).toSorted()).toEqual([...Object.keys(named), ...namedElsewhere].toSorted());
  });

  it('answers foreign and unknown ids alike on every route, and changes nothing (S01)', async () => {
    const before = await everything();
    for (const endpoint of withParams()) {
      const body = bodies[keyOf(endpoint)];
      for (const caller of callers) {
        const answer = await send(caller, endpoint, foreign, body);
        expect(answer, `${keyOf(endpoint)} by ${caller.name}`).toMatch(/^404 .*"not_found"/);
        expect(await send(caller, endpoint, unknownIds(), body)).toBe(answer);
      }
    }
    expect(await everything()).toBe(before);
  });

  it('refuses a foreign child below a parent of one’s own, like an unknown one (S02)', async () => {
    const before = await everything();
    const nested = withParams().filter((endpoint) => paramsOf(endpoint).length > 1);
    expect(nested.length).toBeGreaterThan(0);
    for (const endpoint of nested) {
      const child = paramsOf(endpoint).at(-1) as keyof Ids;
      for (const caller of callers.slice(0, 2)) {
        const body = bodies[keyOf(endpoint)];
        const answer = await send(caller, endpoint, { ...own, [child]: foreign[child] }, body);
        expect(answer, `${keyOf(endpoint)} by ${caller.name}`).toMatch(/^404 .*"not_found"/);
        expect(await send(caller, endpoint, { ...own, [child]: unknownIds()[child] }, body)).toBe(answer);
      }
    }
    expect(await everything()).toBe(before);
  });

  it('refuses a foreign thing named in a body beside things of one’s own, like an unknown one (S02)', async () => {
    const before = await everything();
    for (const endpoint of platform.endpoints) {
      const body = named[keyOf(endpoint)];
      if (body === undefined) continue;
      for (const name of idsNamedIn(endpoint.body)) {
        const kind = kindOfName[name];
        if (kind === undefined) throw new Error(`${name} is not in kindOfName`);
        const swap = (id: string) => ({ ...body(own), [name]: name.endsWith('Ids') ? [id] : id });
        const caller = byPlanners.has(keyOf(endpoint)) ? world.people.rear : world.people.coordinator;
        const answer = await send(caller, endpoint, own, swap(foreign[kind]));
        expect(answer, `${keyOf(endpoint)} with a foreign ${name}`).toMatch(/^(404 .*"not_found"|400 .*"invalid_input")/);
        expect(await send(caller, endpoint, own, swap(unknownIds()[kind]))).toBe(answer);
      }
    }
    expect(await everything()).toBe(before);
  });

  it('is as closed to a member whose term has ended as to a stranger', async () => {
    const former = await world.addPerson('rear', { endsOn: '2020-01-02' });
    const before = await everything();
    for (const endpoint of withParams()) {
      const body = bodies[keyOf(endpoint)];
      const answer = await send(former, endpoint, own, body);
      expect(answer, keyOf(endpoint)).toMatch(/^404 .*"not_found"/);
      expect(await send(former, endpoint, unknownIds(), body)).toBe(answer);
    }
    for (const endpoint of lists()) {
      const answer = await send(former, endpoint, own, undefined);
      const shown = [mark, own.lessonId, own.needId, own.sessionId, own.threadId].filter((secret) => answer.includes(secret));
      expect(shown, keyOf(endpoint)).toEqual([]);
    }
    expect(await everything()).toBe(before);
  });

  it('shows nothing foreign in any list (S03)', async () => {
    const secrets = [mark, ...Object.values(foreign)];
    for (const endpoint of lists()) {
      for (const caller of callers) {
        const answer = await send(caller, endpoint, own, undefined);
        expect(answer).toMatch(/^200 /);
        expect(
          secrets.filter((secret) => answer.includes(secret)),
          keyOf(endpoint),
        ).toEqual([]);
      }
    }
  });

  it('asks everybody to sign in first, before looking whether a thing exists', async () => {
    const nobody = platform.api();
    for (const endpoint of withParams()) {
      const answer = await send({ ...callers[0], ...nobody } as TestPerson, endpoint, own, bodies[keyOf(endpoint)]);
      expect(answer, keyOf(endpoint)).toMatch(/^401 /);
    }
  });

  it('on every event answers foreign and unknown ids alike (S01)', async () => {
    const shared = path.resolve('shared');
    const modules = await Promise.all(
      (await fs.readdir(shared))
        .filter((file) => file.endsWith('.ts'))
        .map(async (file) => (await import(path.join(shared, file))) as Record<string, unknown>),
    );
    const sets = modules.flatMap((module) => Object.values(module)).filter(isEventSet);
    const kinds = Object.keys(own) as (keyof Ids)[];
    const events = sets.flatMap(({ requests }) => Object.entries(requests));
    const naming = events.filter(([, { input }]) => idsNamedIn(input).some((name) => kinds.includes(name as keyof Ids)));
    expect(naming.map(([name]) => name)).toEqual(expect.arrayContaining(['class:join', 'feedback:watch']));
    const before = await everything();
    for (const caller of callers) {
      const socket = io(platform.url, { transports: ['websocket'], extraHeaders: { cookie: caller.cookie() } });
      for (const [name, { input }] of naming) {
        // What is asked from one's place in a class is refused before anything is looked up for who has none.
        const fromPlace = 'epoch' in shapeOf(input);
        const facts = fromPlace ? { epoch: 1, page: 1 } : {};
        const ask = async (ids: Ids) => {
          const payload = Object.fromEntries(idsNamedIn(input).map((key) => [key, ids[key as keyof Ids]]));
          return (await socket.timeout(5_000).emitWithAck(name, { role: 'observer', ...facts, ...payload })) as Outcome<unknown>;
        };
        const answer = await ask(foreign);
        const code = fromPlace ? 'not_in_class' : 'not_found';
        if (name.endsWith(':unwatch')) expect(answer).toEqual({ ok: true, value: { done: true } });
        else expect(answer, `${name} by ${caller.name}`).toMatchObject({ ok: false, error: { code } });
        expect(await ask(unknownIds())).toEqual(answer);
      }
      socket.disconnect();
    }
    expect(await everything()).toBe(before);
  });

  it('is no wall for those who may: the same requests about their own things are not answered with 404', async () => {
    const { coordinator, rear } = world.people;
    const last = (method: string) => (method === 'DELETE' ? 1 : 0);
    const inOrder = withParams().toSorted((a, b) => last(a.method) - last(b.method));
    for (const endpoint of inOrder) {
      const caller = /notifications|jobs/.test(endpoint.path) ? rear : coordinator;
      const answer = await send(caller, endpoint, own, bodies[keyOf(endpoint)]);
      expect(answer, keyOf(endpoint)).not.toMatch(/^(400|401|404|5\d\d) /);
    }
  });
});

const shapeOf = (input: unknown): object => (input as { shape?: object }).shape ?? {};

function isEventSet(value: unknown): value is EventSet {
  return typeof value === 'object' && value !== null && 'requests' in value && 'pushes' in value;
}
