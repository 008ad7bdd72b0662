import fs from 'node:fs/promises';
import path from 'node:path';
import type { MediaSource } from '../../shared/classroom.ts';
import { clockRate, SegmentLine, segmentPattern, type ManifestLine, type ReportLine } from '../media/recorder/layout.ts';
import { readManifest } from '../media/recorder/Manifest.ts';
import { readBlocks, readTitle } from '../media/recorder/matroska.ts';

/** One segment on the clock of the server. Times are in milliseconds since 1970. */
export interface Piece {
  file: string;
  track: number;
  peerId: string;
  source: MediaSource;
  codec: SegmentLine['codec'];
  encoding: number;
  width: number;
  height: number;
  startMs: number;
  /** When the last frame begins. */
  endMs: number;
  /** Whether it can be decoded by itself. */
  keyed: boolean;
}

/** Everything that a recording's folder holds, in the order of time. */
export interface Timeline {
  pieces: Piece[];
  /** Tracks that were paused or let go of, with the moment. */
  stops: { track: number; at: number }[];
  startMs: number;
  endMs: number;
}

/** A mapping that is further from the moment of arrival than this is not believed: a sender's clock was set meanwhile. */
const believableMs = 5_000;
/** Senders' clocks are compared with ours over this time on both sides of a moment. */
const windowMs = 60_000;

/** Reads a folder as far as it can be read; null when nothing in it can be played. */
export async function readTimeline(folder: string): Promise<Timeline | null> {
  const names = (await fs.readdir(folder).catch(() => [])).filter((name) => segmentPattern.test(name)).toSorted();
  const read = [];
  for (const name of names) {
    const bytes = await fs.readFile(path.join(folder, name));
    const line = parseLine(readTitle(bytes));
    const { blocks } = readBlocks(bytes);
    const [first, last] = [blocks[0], blocks.at(-1)];
    if (line !== null && first !== undefined && last !== undefined) read.push({ name, line, first, last });
  }
  const lines = readManifest(folder);
  const clock = createClock(
    read.map(({ line }) => line),
    lines,
  );
  const pieces = read
    .map(({ name, line, first, last }): Piece => {
      const { track, peerId, source, codec, encoding, width, height } = line;
      const startMs = clock(line);
      return {
        file: name,
        track,
        peerId,
        source,
        codec,
        encoding,
        width,
        height,
        startMs,
        endMs: startMs + last.ms,
        keyed: first.key,
      };
    })
    .toSorted((a, b) => a.startMs - b.startMs);
  const [first] = pieces;
  if (first === undefined) return null;
  const stops = lines.flatMap((line) =>
    line.type === 'untrack' || (line.type === 'pause' && line.paused) ? [{ track: line.track, at: line.at }] : [],
  );
  return { pieces, stops, startMs: first.startMs, endMs: Math.max(...pieces.map(({ endMs }) => endMs)) };
}

/**
 * Makes the function that says when the first frame of a segment was made, on the server's clock (SPEC 4.1). A sender's
 * reports tie its RTP timestamps to its own clock, which all its tracks share; the quickest report about then says how far
 * that clock is from ours. So sound and picture of one sender keep exactly the distance that they were made with.
 */
export function createClock(segments: readonly SegmentLine[], lines: readonly ManifestLine[]): (segment: SegmentLine) => number {
  const peerOf = new Map(segments.map(({ track, peerId }) => [track, peerId]));
  const reports = lines.filter((line): line is ReportLine => line.type === 'report');
  const byStream = groupBy(reports, ({ track, encoding }) => `${track}/${encoding}`);
  const byPeer = groupBy(reports, ({ track }) => peerOf.get(track) ?? '');
  const segmentsOf = groupBy(segments, ({ track, encoding }) => `${track}/${encoding}`);

  const offsetAt = (peerId: string, at: number): number => {
    const near = (byPeer.get(peerId) ?? []).filter((report) => Math.abs(report.at - at) <= windowMs);
    return Math.min(...near.map((report) => report.at - report.ntpMs));
  };

  return (segment) => {
    const { peerId, codec, rtp, at } = segment;
    const perMs = clockRate(codec) / 1000;
    const stream = `${segment.track}/${segment.encoding}`;
    const nearest = (byStream.get(stream) ?? []).reduce<ReportLine | null>(
      (best, report) => (best === null || Math.abs(report.at - at) < Math.abs(best.at - at) ? report : best),
      null,
    );
    if (nearest !== null) {
      const told = nearest.ntpMs + difference(rtp, nearest.rtp) / perMs + offsetAt(peerId, nearest.at);
      if (Math.abs(told - at) <= believableMs) return told;
    }
    // Without a report: as if the quickest packet had needed no time at all.
    const base = Math.min(...(segmentsOf.get(stream) ?? [segment]).map((other) => other.at - difference(other.rtp, rtp) / perMs));
    return Math.abs(base - at) <= believableMs ? base : at;
  };
}

/** The distance of two RTP timestamps, whichever time round they are. */
function difference(one: number, other: number): number {
  const span = 2 ** 32;
  const apart = (((one - other) % span) + span) % span;
  return apart < span / 2 ? apart : apart - span;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function parseLine(title: string | null): SegmentLine | null {
  try {
    const parsed = SegmentLine.safeParse(JSON.parse(title ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
