import type { MediaSource } from '../../shared/classroom.ts';
import type { Piece, Timeline } from './timeline.ts';

/** A picture that goes on without a change of its form: pieces of one encoding in one size. */
export interface Run {
  peerId: string;
  source: MediaSource;
  pieces: Piece[];
  startMs: number;
  /** Until when it is shown: its last frame stays while nothing newer comes. */
  untilMs: number;
}

/** A stretch of time in which the same pictures are seen. */
export interface Scene {
  startMs: number;
  endMs: number;
  runs: Run[];
}

/** Frames of the result a second, and how long one lasts. All scenes begin and end on a frame. */
export const framesPerSecond = 25;
const frameMs = 1000 / framesPerSecond;
/** Scenes are cut at this length, so that work that was interrupted goes on from near where it was. */
const longestSceneMs = 60_000;
/** A picture that stops without being paused or let go of stays for this long: the line faltered, or nothing moved. */
const holdMs = 5_000;
/** The server hears of a stop when it has come that far; the last frame before it is noted for when it was made. */
const heardMs = 1_000;

/** Puts the pieces of pictures together into runs. What cannot be decoded, because its key frame was lost, is left out. */
export function findRuns({ pieces, stops }: Pick<Timeline, 'pieces' | 'stops'>): Run[] {
  const runs: (Run & { last: Piece })[] = [];
  const open = new Map<number, Run & { last: Piece }>();
  for (const piece of pieces) {
    if (piece.codec === 'opus') continue;
    const { track, peerId, source, startMs } = piece;
    const before = open.get(track);
    const goesOn = before !== undefined && sameForm(before.last, piece) && startMs - before.last.endMs < holdMs;
    const stopped = before !== undefined && stopsAfter(stops, before.last).some((at) => at <= startMs);
    if (goesOn && !stopped) {
      before.pieces.push(piece);
      before.last = piece;
      continue;
    }
    if (!piece.keyed) continue;
    // One encoding takes over from another without a gap, and never two are shown.
    if (before !== undefined && !stopped && startMs - before.last.endMs < holdMs) before.untilMs = startMs;
    const run = { peerId, source, pieces: [piece], startMs, untilMs: NaN, last: piece };
    runs.push(run);
    open.set(track, run);
  }
  return runs.map(({ last, ...run }) => {
    const ended = last.endMs + frameMs;
    // Nobody is seen twice: what the same person sends anew takes the place of what had stopped.
    const anew = runs
      .filter(({ peerId, source }) => peerId === run.peerId && source === run.source)
      .map(({ startMs }) => startMs);
    const ends = [...anew.filter((ms) => ms > last.endMs), ...stopsAfter(stops, last), ended + holdMs];
    return { ...run, untilMs: Number.isNaN(run.untilMs) ? Math.max(ended, Math.min(...ends)) : run.untilMs };
  });
}

/** Cuts the time of a recording into scenes: a new one wherever a picture comes or goes. */
export function findScenes(runs: readonly Run[], startMs: number, endMs: number): Scene[] {
  const frames = (ms: number) => Math.round((ms - startMs) / frameMs);
  const total = Math.max(1, frames(endMs));
  const cuts = new Set([0, total]);
  for (const run of runs) for (const ms of [run.startMs, run.untilMs]) cuts.add(Math.min(total, Math.max(0, frames(ms))));
  const ordered = [...cuts].toSorted((a, b) => a - b);
  return ordered.slice(1).flatMap((to, index) => {
    const from = ordered[index] ?? 0;
    const seen = runs.filter((run) => frames(run.startMs) <= from && frames(run.untilMs) >= to);
    const parts = Math.ceil(((to - from) * frameMs) / longestSceneMs);
    return Array.from({ length: parts }, (_none, part) => {
      const cut = (at: number) => from + Math.round(((to - from) * at) / parts);
      return { startMs: startMs + cut(part) * frameMs, endMs: startMs + cut(part + 1) * frameMs, runs: seen };
    });
  });
}

export const framesIn = ({ startMs, endMs }: Pick<Scene, 'startMs' | 'endMs'>) => Math.round((endMs - startMs) / frameMs);

function sameForm(one: Piece, other: Piece): boolean {
  return one.encoding === other.encoding && one.width === other.width && one.height === other.height;
}

/** When the track of a piece was paused or let go of after it. */
function stopsAfter(stops: Timeline['stops'], { track, endMs }: Piece): number[] {
  return stops.filter((stop) => stop.track === track && stop.at >= endMs - heardMs).map(({ at }) => at);
}
