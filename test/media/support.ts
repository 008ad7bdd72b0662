import { randomInt } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pino from 'pino';
import { startMedia, type Media, type MediaEvent, type MediaOptions } from '../../server/media/index.ts';

/** A media process of a test's own. */
export interface TestMedia {
  media: Media;
  dataDir: string;
  events: Exclude<MediaEvent, { event: 'log' }>[];
  lines: Record<string, unknown>[];
  /** Ids of the processes, from what the log says. */
  pid: () => number;
  stop: () => Promise<void>;
}

/** Starts the real media process with the real worker. */
export async function startTestMedia(options: Partial<MediaOptions> & { dataDir?: string } = {}): Promise<TestMedia> {
  const dataDir = options.dataDir ?? (await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-media-')));
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const media = await startMedia({
    port: 0,
    listenIp: '127.0.0.1',
    announcedAddress: undefined,
    workers: 1,
    receiversPerWorker: 150,
    workerBin: process.env['MEDIASOUP_WORKER_BIN'],
    log,
    ...options,
    dataDir,
  });
  const events: TestMedia['events'] = [];
  media.listen({ event: (event) => void events.push(event), up: () => undefined, down: () => undefined });
  return {
    media,
    dataDir,
    events,
    lines,
    pid: () => Number(lines.findLast((line) => 'mediaPid' in line)?.['mediaPid']),
    stop: async () => {
      await media.close();
      await fs.rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits until something holds, and fails saying what did not. */
export async function until(what: string, holds: () => unknown, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain until ${what}`);
    await wait(20);
  }
}

/** What a browser would send for one Opus track. */
export function audioParameters(ssrc = randomInt(1, 2 ** 31)): Record<string, unknown> {
  return {
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 100,
        clockRate: 48_000,
        channels: 2,
        parameters: { useinbandfec: 1 },
        rtcpFeedback: [],
      },
    ],
    headerExtensions: [],
    encodings: [{ ssrc, dtx: true }],
    rtcp: { cname: `cname-${ssrc}` },
  };
}

/** What a browser would send for one VP8 track without simulcast. */
export function videoParameters(ssrc = randomInt(1, 2 ** 31)): Record<string, unknown> {
  return {
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 101,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
      },
    ],
    headerExtensions: [],
    encodings: [{ ssrc }],
    rtcp: { cname: `cname-${ssrc}` },
  };
}

/** A browser's side of DTLS, well-formed; nothing connects with it. */
export const dtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
} as const;
