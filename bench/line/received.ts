import type { Page } from 'playwright-core';

/** What a page had received of a track at a moment, counted by its browser. */
export interface Reading {
  /** Milliseconds of the page's own clock. */
  at: number;
  track: string;
  kind: 'audio' | 'video';
  samples: number;
  /** Samples that were made up because they did not arrive, without silence that was never sent. */
  concealed: number;
  frames: number;
  width: number;
}

/** Run in a page before anything else: keeps its connections, so that they can be asked. */
export const keepConnections = `
  window.kept = [];
  // Compiled functions that are handed to the page call this by name.
  window.__name = (one) => one;
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...settings) {
      super(...settings);
      window.kept.push(this);
    }
  };
`;

/** Asks a page for everything that it receives now. */
export function readReceived(page: Page): Promise<Reading[]> {
  return page.evaluate(async () => {
    const readings = [];
    const at = performance.now();
    for (const connection of (window as unknown as { kept: RTCPeerConnection[] }).kept) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (entry['type'] !== 'inbound-rtp') continue;
        const number = (name: string) => Number(entry[name] ?? 0);
        readings.push({
          at,
          track: String(entry['trackIdentifier']),
          kind: entry['kind'] as 'audio' | 'video',
          samples: number('totalSamplesReceived'),
          concealed: number('concealedSamples') - number('silentConcealedSamples'),
          frames: number('framesDecoded'),
          width: number('frameWidth'),
        });
      }
    }
    return readings;
  });
}

/** Reads every half second for as long as is said. */
export async function follow(page: Page, seconds: number): Promise<Reading[]> {
  const readings: Reading[] = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    readings.push(...(await readReceived(page)));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return readings;
}

/** The share of a voice that had to be made up from a moment on, from 0 to 1. */
export function concealedShare(readings: readonly Reading[], track: string, from = 0): number {
  const own = readings.filter((reading) => reading.track === track);
  const counted = own.filter(({ at }) => at - (own[0]?.at ?? 0) >= from * 1000);
  const [first, last] = [counted[0], counted.at(-1)];
  if (first === undefined || last === undefined || last.samples === first.samples) return NaN;
  return (last.concealed - first.concealed) / (last.samples - first.samples);
}

/** The moments, in seconds, at which a picture changed its size, stopped for two seconds, or began to move again. */
export function switches(readings: readonly Reading[], track: string): number[] {
  const own = readings.filter((reading) => reading.track === track);
  const begun = own[0]?.at ?? 0;
  const moments: number[] = [];
  let [moving, movedAt] = [true, begun];
  own.forEach((reading, index) => {
    const before = own[index - 1];
    if (before === undefined) return;
    const second = (reading.at - begun) / 1000;
    if (reading.frames > before.frames) {
      if (!moving || (reading.width !== before.width && before.width !== 0)) moments.push(second);
      [moving, movedAt] = [true, reading.at];
    } else if (moving && reading.at - movedAt >= 2000) {
      moments.push(second);
      moving = false;
    }
  });
  return moments;
}
