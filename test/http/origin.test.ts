import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { currentAccount } from '../../shared/identity.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';

let platform: TestPlatform;
let published: TestPlatform;
let world: World;
let publishedWorld: World;
beforeAll(async () => {
  platform = await startPlatform();
  published = await startPlatform({ settings: { PUBLIC_URL: 'https://tongke.example.org' } });
  world = await buildWorld(platform);
  publishedWorld = await buildWorld(published);
});
afterAll(async () => {
  await platform.close();
  await published.close();
});

const write = (on: TestPlatform, headers: Record<string, string>) => on.api().raw('/api/session', { method: 'DELETE', headers });

/** Tries the upgrade of a socket.io connection and answers the status of what came back; 101 when it was taken. */
function upgrade(on: TestPlatform, cookie: string, origin?: string): Promise<number> {
  const socket = new WebSocket(`${on.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    headers: { cookie },
    ...(origin === undefined ? {} : { origin }),
  });
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
  });
}

const ownOrigin = () => platform.url;
const foreign: [string, () => string][] = [
  ['another site', () => 'https://evil.example'],
  ['null', () => 'null'],
  ['a name that begins like ours', () => `${ownOrigin()}.evil.example`],
  ['a name that ends like ours', () => 'http://notlocalhost'],
  ['another port', () => 'http://localhost:1'],
  ['another scheme', () => ownOrigin().replace('http', 'ftp')],
  ['no address at all', () => 'tongke'],
];

describe('a write from a page of', () => {
  it.each(foreign)('%s is refused (S04)', async (_title, origin) => {
    const response = await write(platform, { origin: origin() });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'foreign_origin' } });
  });

  it('our own is taken, and so is one of a program that has no page', async () => {
    expect((await write(platform, { origin: ownOrigin() })).status).toBe(200);
    expect((await write(platform, {})).status).toBe(200);
  });

  it('another site is refused also when the browser leaves the origin out', async () => {
    expect((await write(platform, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('a name that was rebound to this machine is refused, although it is the very host that was asked', async () => {
    // `fetch` does not let one choose the Host header, so a proxy-like request is made by hand.
    const { hostname, port } = new URL(platform.url);
    const { request } = await import('node:http');
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(
        {
          hostname,
          port,
          method: 'DELETE',
          path: '/api/session',
          headers: { host: 'evil.example', origin: 'http://evil.example' },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sent.on('error', reject);
      sent.end();
    });
    expect(status).toBe(403);
  });

  it('a cross-site form is refused whatever its content type, with nothing done (A05)', async () => {
    const { rear } = world.people;
    for (const type of [
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'application/json',
    ]) {
      const response = await rear.raw('/api/sessions', {
        method: 'DELETE',
        headers: { origin: 'https://evil.example', 'content-type': type },
        body: '{}',
      });
      expect(response.status).toBe(403);
    }
    expect((await rear.call(currentAccount)).account?.id).toBe(rear.id);
  });
});

describe('with a public address', () => {
  it('pages of that address write, and of no other, not even of this machine', async () => {
    expect((await write(published, { origin: 'https://tongke.example.org' })).status).toBe(200);
    for (const origin of ['http://tongke.example.org', 'https://tongke.example.org.evil.example', published.url, 'null']) {
      expect((await write(published, { origin })).status).toBe(403);
    }
    const cookie = publishedWorld.people.rear.cookie();
    expect(await upgrade(published, cookie, 'https://tongke.example.org')).toBe(101);
    expect(await upgrade(published, cookie, published.url)).toBe(403);
  });
});

describe('a socket from a page of', () => {
  it.each(foreign)('%s is refused before the upgrade (S04)', async (_title, origin) => {
    expect(await upgrade(platform, world.people.rear.cookie(), origin())).toBe(403);
  });

  it('our own is taken', async () => {
    expect(await upgrade(platform, world.people.rear.cookie(), ownOrigin())).toBe(101);
    expect(await upgrade(platform, world.people.rear.cookie())).toBe(101);
  });
});
