import { z } from 'zod';
import { endpoint } from './http.ts';
import { defineEvents } from './realtime.ts';
import { Done, Id, ListOf, Moment, Person } from './values.ts';

/** Why nothing is kept just now, although the class is being recorded. */
export const InterruptionReason = z.enum(['recorder', 'media', 'disk_full', 'disk_failed']);
export type InterruptionReason = z.output<typeof InterruptionReason>;

/** The recording of a running class, as everybody in it sees it. */
export const ClassRecording = z.object({
  /** `interrupted` while the class is to be recorded and nothing can be kept. */
  phase: z.enum(['off', 'recording', 'interrupted']),
  reason: InterruptionReason.nullable(),
  since: Moment.nullable(),
  /** Participants who are recorded when they send something: those with consent. */
  included: z.array(Id),
  /** What the school has said about its classroom, by whom and when; null when it was never asked. */
  school: z.object({ given: z.boolean(), by: Person, at: Moment }).nullable(),
  schoolName: z.string(),
  /** A code while this server cannot record at all. */
  missing: z.enum(['ffmpeg_missing']).nullable(),
});
export type ClassRecording = z.output<typeof ClassRecording>;

/** The same with what concerns the page's own person: their answer, if they gave one, and what they may do. */
export const OwnRecording = z.object({
  recording: ClassRecording,
  mine: z.boolean().nullable(),
  may: z.object({ record: z.boolean(), answerForSchool: z.boolean() }),
});
export type OwnRecording = z.output<typeof OwnRecording>;

/** Every request carries the epoch of the join, as those of the class do. */
const Epoch = { epoch: z.number().int() };

export const recordingEvents = defineEvents({
  requests: {
    'recording:look': { input: z.object(Epoch), output: OwnRecording },
    /** The lead teacher only; whoever starts agrees for themselves. Answers 503 `ffmpeg_missing`, `media_…` when it cannot be. */
    'recording:start': { input: z.object(Epoch), output: OwnRecording },
    'recording:stop': { input: z.object(Epoch), output: OwnRecording },
    /** One's own answer, or its withdrawal: what one sends is no longer kept when this is answered. */
    'recording:consent': { input: z.object({ ...Epoch, given: z.boolean() }), output: OwnRecording },
    /** The school's answer for its classroom, by somebody of the school. It holds for later classes too. */
    'recording:school-consent': { input: z.object({ ...Epoch, given: z.boolean() }), output: OwnRecording },
  },
  pushes: {
    'recording:changed': z.object({ recording: ClassRecording }),
  },
});

/** A step of the class in a recording, in seconds from its beginning. Null for what came before the first step. */
export const RecordingChapter = z.object({
  stepId: z.string().nullable(),
  name: z.string(),
  start: z.number(),
  end: z.number(),
});
export type RecordingChapter = z.output<typeof RecordingChapter>;

/** What became of a recording. `progress` goes from 0 to 1 while it is made into one file. */
export const Recording = z.object({
  id: Id,
  state: z.enum(['recording', 'waiting', 'processing', 'ready', 'failed']),
  startedBy: Person,
  startedAt: Moment,
  stoppedAt: Moment.nullable(),
  interruptions: z.number().int(),
  progress: z.number(),
  failure: z.enum(['nothing_recorded', 'disk_full', 'ffmpeg_missing', 'not_verified', 'failed']).nullable(),
  seconds: z.number().nullable(),
  bytes: z.number().nullable(),
  chapters: z.array(RecordingChapter),
  /** When it will be deleted by itself; null when it is kept. */
  keptUntil: Moment.nullable(),
  may: z.object({ remove: z.boolean(), retry: z.boolean() }),
});
export type Recording = z.output<typeof Recording>;

export const listRecordings = endpoint({
  method: 'GET',
  path: '/api/class-sessions/:sessionId/recordings',
  summary: 'The recordings of a class, in the order in which they were made',
  audience: 'account',
  params: z.object({ sessionId: Id }),
  output: ListOf(Recording),
});

const RecordingParams = z.object({ recordingId: Id });

/** Answers `video/mp4`, or the byte range of it that was asked for. Every request is authorised anew (R01). */
export const watchRecording = endpoint({
  method: 'GET',
  path: '/api/recordings/:recordingId/video',
  summary: 'The video of a recording, with byte ranges; `download=1` as a file',
  audience: 'account',
  params: RecordingParams,
  query: z.object({ download: z.enum(['1']).optional() }),
  output: z.unknown(),
});

/** Where a recording is played from. */
export const recordingAddress = (recordingId: string, download = false): string =>
  `/api/recordings/${recordingId}/video${download ? '?download=1' : ''}`;

/** Answers 409 `recording_running` while it is being made. */
export const deleteRecording = endpoint({
  method: 'DELETE',
  path: '/api/recordings/:recordingId',
  summary: 'Delete a recording for good (lead or local teacher of the class, or coordinator)',
  audience: 'account',
  params: RecordingParams,
  output: Done,
});

/** Answers 409 `recording_not_failed`. */
export const retryRecording = endpoint({
  method: 'POST',
  path: '/api/recordings/:recordingId/processing',
  summary: 'Try again to make a recording into one file after it failed',
  audience: 'account',
  params: RecordingParams,
  output: Done,
});
