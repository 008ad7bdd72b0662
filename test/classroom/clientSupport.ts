import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { openClassSession } from '../../shared/classroom.ts';
import { planRoot } from '../../shared/planDocument.ts';
import type { TestPlatform } from '../support/platform.ts';
import type { World } from '../support/world.ts';
import { buildLesson } from './support.ts';

/** The steps that the tests of the pages teach. */
export const taught = [
  {
    name: '分月饼',
    minutes: 8,
    floor: 'lead',
    lead: '出示月饼图，提问怎样才公平。',
    local: '请两位同学上台分月饼。',
    students: '同桌说一说怎样分。',
    cue: '请王老师带大家动手折一折。',
    lineDrop: '让学生自己折纸片，说出每份是几分之一。',
  },
  {
    name: '折一折',
    minutes: 12,
    floor: 'local',
    lead: '看教室画面，点名请同学展示。',
    local: '巡视，拍下三种折法。',
    students: '折出二分之一并涂色。',
    cue: '请同学们看大屏幕。',
    lineDrop: '照课本第九十页做第一、二题。',
  },
];

/** A lesson with the two steps above, and a class open on it. */
export async function buildTaughtClass(platform: TestPlatform, world: World): Promise<{ lessonId: string; sessionId: string }> {
  const { rear } = world.people;
  const lesson = await buildLesson(world);
  await platform.documents.change(lesson.documentId, rear.id, (doc) => {
    const plan = doc.getXmlFragment(planRoot);
    plan.delete(0, plan.length);
    const section = new Y.XmlElement('planSection');
    section.setAttribute('kind', 'steps');
    plan.insert(0, [section]);
    section.insert(0, taught.map(toStep));
  });
  const { id } = await rear.call(openClassSession, { params: { lessonId: lesson.id }, body: {} });
  return { lessonId: lesson.id, sessionId: id };
}

function toStep({ minutes, floor, ...fields }: (typeof taught)[number], at: number): Y.XmlElement {
  const step = new Y.XmlElement('lessonStep');
  step.setAttribute('id', `step-${at}`);
  step.setAttribute('minutes', String(minutes));
  step.setAttribute('floor', floor);
  const parts = Object.entries(fields).map(([kind, text]) => {
    const field = new Y.XmlElement('stepField');
    field.setAttribute('kind', kind);
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(text)]);
    field.insert(0, [paragraph]);
    return field;
  });
  step.insert(0, parts);
  return step;
}

/** Run in a page before anything else: keeps every peer connection, so that what it really received can be asked. */
export const keepPeers = `
  window.keptPeers = [];
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...settings) {
      super(...settings);
      window.keptPeers.push(this);
    }
  };
`;

interface Received {
  framesDecoded: number;
  audioSamples: number;
  audioEnergy: number;
}

/** What all peer connections of a page have decoded so far, from their own statistics. */
export function received(page: Page): Promise<Received> {
  return page.evaluate(async () => {
    const peers = (window as unknown as { keptPeers: RTCPeerConnection[] }).keptPeers;
    const sum = { framesDecoded: 0, audioSamples: 0, audioEnergy: 0 };
    for (const peer of peers.filter(({ connectionState }) => connectionState !== 'closed')) {
      for (const entry of (await peer.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (entry['type'] !== 'inbound-rtp') continue;
        sum.framesDecoded += Number(entry['framesDecoded'] ?? 0);
        sum.audioSamples += Number(entry['totalSamplesReceived'] ?? 0);
        sum.audioEnergy += Number(entry['totalAudioEnergy'] ?? 0);
      }
    }
    return sum;
  });
}

/**
 * What a page has of links: how many peer connections it ever made (some only to learn what the browser can do), the names
 * that ICE gave those that are open, and how many things are received over them.
 */
export function links(page: Page): Promise<{ opened: number; names: (string | undefined)[]; receiving: number }> {
  return page.evaluate(() => {
    const peers = (window as unknown as { keptPeers: RTCPeerConnection[] }).keptPeers;
    const open = peers.filter(({ connectionState }) => connectionState !== 'closed');
    return {
      opened: peers.length,
      names: open.map(({ localDescription }) => /a=ice-ufrag:(\S+)/.exec(localDescription?.sdp ?? '')?.[1]),
      receiving: open
        .flatMap((peer) => peer.getTransceivers())
        // One of mediasoup's own is for measuring how much the line bears.
        .filter(({ mid }) => mid !== 'probator')
        .filter(({ currentDirection, receiver }) => currentDirection === 'recvonly' && receiver.track.readyState === 'live')
        .length,
    };
  });
}

/** Which layers of its cameras a page sends, the lowest first: those of which frames go out within a while. */
export async function sentLayers(page: Page): Promise<boolean[]> {
  const frames = () =>
    page.evaluate(async () => {
      const peers = (window as unknown as { keptPeers: RTCPeerConnection[] }).keptPeers;
      const sent: Record<string, number> = {};
      for (const peer of peers.filter(({ connectionState }) => connectionState !== 'closed')) {
        for (const entry of (await peer.getStats()).values() as Iterable<Record<string, unknown>>) {
          // Only simulcast has rids: a shared screen is one stream.
          if (entry['type'] === 'outbound-rtp' && typeof entry['rid'] === 'string')
            sent[entry['rid']] = Number(entry['framesSent'] ?? 0);
        }
      }
      return sent;
    });
  const before = await frames();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const after = await frames();
  return Object.keys(after)
    .toSorted()
    .map((rid) => (after[rid] ?? 0) > (before[rid] ?? 0));
}

/** Expects a page to go on decoding frames and sound. */
export async function expectToReceive(page: Page): Promise<void> {
  const before = await received(page);
  await expect
    .poll(async () => (await received(page)).framesDecoded, { timeout: 15_000 })
    .toBeGreaterThan(before.framesDecoded + 10);
  await expect
    .poll(async () => (await received(page)).audioSamples, { timeout: 15_000 })
    .toBeGreaterThan(before.audioSamples + 10_000);
  await expect.poll(async () => (await received(page)).audioEnergy, { timeout: 15_000 }).toBeGreaterThan(before.audioEnergy);
}

/** The step of the class as a page shows it. */
export const stepOn = (page: Page): Locator => page.getByRole('region', { name: '现在', exact: true });

/** The tile of a person's camera. */
export const tileOf = (page: Page, name: string): Locator =>
  page.locator('[data-source="camera"]').filter({ has: page.getByRole('button', { name }) });

/** Expects the picture of a person to be presented frame by frame and to change: not just to be there. */
export function expectMoving(page: Page, name: string): Promise<void> {
  return expectMovingIn(tileOf(page, name), name);
}

/** Expects the picture in a part of a page to move; `name` is what it is called when it does not. */
export async function expectMovingIn(part: Locator, name: string): Promise<void> {
  await part.locator('video').waitFor({ timeout: 20_000 });
  const pictures = await part.evaluate(async (tile) => {
    const canvas = new OffscreenCanvas(64, 36);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const seen = new Set<string>();
    // A picture that stands still gives no frame at all, and one that has just come may be another element a moment later.
    const frame = () =>
      new Promise<HTMLVideoElement | null>((resolve) => {
        const video = tile.querySelector('video');
        video?.requestVideoFrameCallback(() => resolve(video));
        setTimeout(() => resolve(null), 1000);
      });
    for (let count = 0; count < 60 && seen.size < 5; count += 1) {
      const video = await frame();
      if (video === null) continue;
      context?.drawImage(video, 0, 0, 64, 36);
      seen.add((context?.getImageData(0, 0, 64, 36).data ?? []).join());
    }
    return seen.size;
  });
  expect(pictures, `pictures of ${name} that differ`).toBeGreaterThanOrEqual(5);
  // Once it moves, the last frame that was kept for it covers it no longer.
  await expect.poll(() => lastFrameOf(part), { timeout: 5_000, message: `the last frame of ${name}` }).toBe('away');
}

/** Whether the last frame that a picture had before its line broke is to be seen, as the eye would have it. */
const lastFrameOf = (part: Locator) =>
  part.evaluate((tile) => (tile.querySelector('canvas')?.checkVisibility() === true ? 'seen' : 'away'));

/** What the tile of a person shows at this moment, as one string: the moving picture or the frame that was kept of it; null for nothing. */
export function lookOf(page: Page, name: string): Promise<string | null> {
  return tileOf(page, name).evaluate((tile) => {
    const still = tile.querySelector('canvas');
    const video = tile.querySelector('video');
    const shown = still !== null && !still.hidden ? still : video !== null && video.videoWidth > 0 ? video : null;
    const context = new OffscreenCanvas(64, 36).getContext('2d');
    if (shown === null || context === null) return null;
    context.drawImage(shown, 0, 0, 64, 36);
    const { data } = context.getImageData(0, 0, 64, 36);
    return data.some((value, at) => at % 4 < 3 && value > 0) ? data.join() : null;
  });
}

/** Expects that a person's picture stays as it was at its last moment: it is there, and moves no more. */
export async function expectFrozen(page: Page, name: string): Promise<void> {
  const moves = async () => {
    const before = await lookOf(page, name);
    expect(before, `what is seen of ${name}`).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 700));
    return (await lookOf(page, name)) !== before;
  };
  await expect.poll(moves, { timeout: 40_000 }).toBe(false);
}
