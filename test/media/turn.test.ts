import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createIceServers } from '../../server/media/iceServers.ts';
import { openTurnClient, type TurnClient } from './turnClient.ts';
import { startTurnServer, type TurnServer } from './turnServer.ts';

/** An address of documentation (RFC 5737): nothing is ever sent there. */
const media = '203.0.113.7';
let turn: TurnServer;
let client: TurnClient | undefined;
beforeAll(async () => {
  turn = await startTurnServer(media);
});
afterEach(() => {
  client?.close();
  client = undefined;
});
afterAll(() => turn.stop());

const credentials = (secret = turn.secret) => {
  const [server] = createIceServers({ urls: turn.urls, secret })('an-account');
  if (server === undefined) throw new Error('no TURN server is given out');
  return server;
};

describe('a coturn with the settings that are recommended', () => {
  it('relays to the media and to no other address: not to loopback, not to private networks, not to anybody (M07)', async () => {
    client = await openTurnClient(turn.port, credentials());
    expect(await client.allocate()).toBe(0);
    expect(await client.permit(media)).toBe(0);
    for (const address of ['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0', '203.0.113.8']) {
      expect(await client.permit(address), address).toBe(403);
    }
  });

  it('lets nobody in with a credential of another secret, or one whose time is over', async () => {
    client = await openTurnClient(turn.port, credentials('another-secret-altogether'));
    expect(await client.allocate()).toBe(401);
    client.close();
    const username = `${Math.floor(Date.now() / 1000) - 60}:an-account`;
    const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
    client = await openTurnClient(turn.port, { username, credential });
    expect(await client.allocate()).toBe(401);
  });

  it('gives out both transports, and nothing where no TURN server is configured', () => {
    expect(credentials().urls).toEqual(turn.urls.split(','));
    expect(createIceServers({ urls: undefined, secret: undefined })('an-account')).toEqual([]);
  });
});
