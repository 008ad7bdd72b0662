import { z } from 'zod';
import { MediaSource } from '../../../shared/classroom.ts';

/**
 * What lies in the folder of a recording (SPEC 3): segments, each of which says in its title all that is needed to use it,
 * and a manifest of one JSON object a line with what happened around them.
 */
export const manifestName = 'manifest.jsonl';
export const segmentPattern = /^(\d{4})-(\d{6})\.(webm|mkv)$/;

export const segmentName = (track: number, index: number, extension: 'webm' | 'mkv') =>
  `${String(track).padStart(4, '0')}-${String(index).padStart(6, '0')}.${extension}`;

export const TrackLine = z.object({
  type: z.literal('track'),
  track: z.number().int(),
  peerId: z.string(),
  source: MediaSource,
  codec: z.enum(['opus', 'vp8', 'h264']),
  at: z.number(),
});

/** `rtp` is the timestamp of the first frame, `at` when that had arrived. */
export const SegmentLine = TrackLine.extend({
  type: z.literal('segment'),
  /** Which encoding of the track, the smallest first. */
  encoding: z.number().int(),
  rtp: z.number(),
  width: z.number(),
  height: z.number(),
});
export type SegmentLine = z.output<typeof SegmentLine>;

export const ReportLine = z.object({
  type: z.literal('report'),
  track: z.number().int(),
  encoding: z.number().int(),
  rtp: z.number(),
  ntpMs: z.number(),
  at: z.number(),
});
export type ReportLine = z.output<typeof ReportLine>;

/** Every line of the manifest. */
export const ManifestLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), at: z.number() }),
  TrackLine,
  SegmentLine,
  ReportLine,
  z.object({ type: z.literal('pause'), track: z.number().int(), paused: z.boolean(), at: z.number() }),
  z.object({ type: z.literal('untrack'), track: z.number().int(), at: z.number() }),
  z.object({ type: z.literal('end'), at: z.number() }),
]);
export type ManifestLine = z.output<typeof ManifestLine>;

/** RTP ticks a second. */
export const clockRate = (codec: TrackCodec) => (codec === 'opus' ? 48_000 : 90_000);
type TrackCodec = z.output<typeof TrackLine>['codec'];
