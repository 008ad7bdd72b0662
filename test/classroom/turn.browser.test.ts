import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { startTurnServer, type TurnServer } from '../media/turnServer.ts';
import { startBrowser, type PersonPage, type TestBrowser } from '../support/browser.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson } from '../support/world.ts';
import { buildTaughtClass, expectMoving, expectToReceive, keepPeers } from './clientSupport.ts';

let turn: TurnServer;
let platform: TestPlatform;
let browser: TestBrowser;
beforeAll(async () => {
  turn = await startTurnServer('127.0.0.1');
  platform = await startPlatform({
    client: true,
    media: true,
    settings: { TURN_URLS: turn.urls, TURN_SECRET: turn.secret },
  });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await platform.close();
  await turn.stop();
});

/** Run in a page before anything else: no way but over TURN is tried, as in a network that lets nothing else out. */
const relayOnly = `
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(settings) {
      super({ ...settings, iceTransportPolicy: 'relay' });
    }
  };
`;

it(
  'sends and receives pictures and voices through a real coturn, with the credentials of the class (TURN)',
  { timeout: 240_000 },
  async () => {
    const world = await buildWorld(platform);
    const { sessionId } = await buildTaughtClass(platform, world);
    const enter = async (person: TestPerson): Promise<PersonPage> => {
      const opened = await browser.open(platform.url, person);
      await opened.context.addInitScript(relayOnly);
      await opened.context.addInitScript(keepPeers);
      await opened.page.goto(`${platform.url}/class/${sessionId}`);
      await opened.page.getByRole('button', { name: '进入课堂', exact: true }).click();
      return opened;
    };
    const lead = await enter(world.people.rear);
    const local = await enter(world.people.recipient);
    await expectMoving(local.page, world.people.rear.name);
    await expectMoving(lead.page, world.people.recipient.name);
    await expectToReceive(local.page);
    expect(await pathsOf(local.page)).toEqual(['relay', 'relay']);
    await lead.close();
    await local.close();
  },
);

/** The kind of the local candidate on each link in use. */
function pathsOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const peers = (window as unknown as { keptPeers: RTCPeerConnection[] }).keptPeers;
    const kinds: string[] = [];
    for (const peer of peers.filter(({ connectionState }) => connectionState === 'connected')) {
      const report = (await peer.getStats()) as unknown as Map<string, Record<string, unknown>>;
      for (const pair of report.values()) {
        if (pair['type'] !== 'candidate-pair' || pair['nominated'] !== true) continue;
        kinds.push(String(report.get(String(pair['localCandidateId']))?.['candidateType']));
      }
    }
    return kinds;
  });
}
