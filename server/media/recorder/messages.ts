import { z } from 'zod';
import { MediaSource } from '../../../shared/classroom.ts';

/**
 * What the media process and the recorder process say to each other over node's own channel between parent and child.
 * `recordingId` names a recording, `producerId` one thing that somebody sends.
 */
const Recording = { recordingId: z.string() };
const Sent = { ...Recording, producerId: z.string() };

export const RecorderCommand = z.discriminatedUnion('type', [
  /** Answered with `alive`, to tell a recorder that hangs from one that has nothing to say. */
  z.object({ type: z.literal('ask') }),
  /** Answered with `opened`. The folder may hold what an earlier recorder wrote: that is added to. */
  z.object({ type: z.literal('open'), ...Recording, folder: z.string() }),
  z.object({
    type: z.literal('track'),
    ...Sent,
    peerId: z.string(),
    source: MediaSource,
    codec: z.enum(['opus', 'vp8', 'h264']),
    /** One stream for each encoding, the smallest first. */
    ssrcs: z.array(z.number().int()).min(1),
    paused: z.boolean(),
  }),
  z.object({ type: z.literal('pause'), ...Sent, paused: z.boolean() }),
  z.object({ type: z.literal('untrack'), ...Sent }),
  /** A sender report: `rtp` of this encoding was at `ntpMs` of the sender's clock; it arrived at `at` of ours. */
  z.object({
    type: z.literal('report'),
    ...Sent,
    encoding: z.number().int(),
    rtp: z.number().int(),
    ntpMs: z.number(),
    at: z.number(),
  }),
  /** Answered with `closed` when everything is on the disk. */
  z.object({ type: z.literal('close'), ...Recording }),
]);
export type RecorderCommand = z.output<typeof RecorderCommand>;

export const RecorderReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alive') }),
  z.object({ type: z.literal('opened'), ...Recording, port: z.number().int() }),
  z.object({ type: z.literal('closed'), ...Recording }),
  /** A picture cannot go on without a key frame. */
  z.object({ type: z.literal('keyFrame'), ...Sent }),
  /** `writing` is false while nothing can be kept; `reason` says why. `bytes` is what this recorder has written. */
  z.object({
    type: z.literal('status'),
    ...Recording,
    writing: z.boolean(),
    reason: z.enum(['disk_full', 'disk_failed']).nullable(),
    bytes: z.number(),
  }),
]);
export type RecorderReport = z.output<typeof RecorderReport>;
