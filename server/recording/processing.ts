import type { Logger } from 'pino';
import type { ClassRole } from '../../shared/classroom.ts';
import type { Recording } from '../../shared/recording.ts';
import type { Db } from '../database/schema.ts';
import { toChapters, type Chapter } from './chapters.ts';
import { compose, NothingRecorded, NotVerified } from './compose.ts';
import { FfmpegFailed, type Ffmpeg } from './ffmpeg.ts';
import type { RecordingRow, Recordings } from './recordings.ts';
import type { RecordingStorage } from './storage.ts';

const lookAgainMs = 60_000;
const progressEveryMs = 1_000;
/** One that was stopped while its class went on waits for the end of the class, but not longer than this. */
const longestWaitMs = 60 * 60 * 1000;
/** The chapter before the first step. */
const beginning = '开始';

export type Processing = ReturnType<typeof startProcessing>;

/**
 * Makes recordings into one file each: one at a time, at low priority, after the class. What a web process before this one
 * began is gone on with (SPEC 4.5).
 */
export function startProcessing(deps: {
  db: Db;
  recordings: Recordings;
  storage: RecordingStorage;
  ffmpeg: Ffmpeg;
  log: Logger;
}) {
  const { db, recordings, storage, ffmpeg, log } = deps;
  const stop = new AbortController();
  let current: { id: string; abort: AbortController } | null = null;
  let working: Promise<void> | null = null;
  let again = false;

  const roles = async (sessionId: string): Promise<Map<string, ClassRole>> => {
    const rows = await db
      .selectFrom('attendance')
      .select(['participant_id', 'role'])
      .where('session_id', '=', sessionId)
      .execute();
    return new Map(rows.map(({ participant_id, role }) => [participant_id, role]));
  };

  const due = async (): Promise<RecordingRow | undefined> => {
    const rows = await recordings.inState(['processing', 'waiting']);
    const open = await db
      .selectFrom('class_sessions')
      .select('id')
      .where('id', 'in', rows.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : rows.map((row) => row.session_id))
      .where('state', '=', 'open')
      .execute();
    const goingOn = new Set(open.map(({ id }) => id));
    return rows.find((row) => !goingOn.has(row.session_id) || Date.now() - (row.stopped_at?.getTime() ?? 0) > longestWaitMs);
  };

  const make = async (row: RecordingRow, signal: AbortSignal): Promise<void> => {
    const { id } = row;
    if (!(await ffmpeg.available())) return recordings.failed(id, 'ffmpeg_missing');
    await recordings.set(id, { state: 'processing', failure: null });
    const [marks, roleOf] = await Promise.all([recordings.marks(id), roles(row.session_id)]);
    let chapters: Chapter[] = [];
    let toldAt = 0;
    const result = await compose({
      folder: storage.segments(id),
      workFolder: storage.work(id),
      target: storage.video(id),
      ffmpeg,
      roleOf: (peerId) => roleOf.get(peerId) ?? 'observer',
      chapters: (startMs, lengthMs) => (chapters = toChapters(marks, startMs, lengthMs, beginning)),
      progress: (progress) => {
        if (performance.now() - toldAt < progressEveryMs) return;
        toldAt = performance.now();
        recordings.set(id, { progress }).catch((error: unknown) => log.warn({ err: error }, 'progress could not be noted'));
      },
      signal,
    });
    await recordings.ready(id, { ...result, chapters });
    await storage.removeSources(id);
    log.info({ recordingId: id, seconds: Math.round(result.seconds), bytes: result.bytes }, 'recording ready');
  };

  const work = async (): Promise<void> => {
    for (let row = await due(); row !== undefined && !stop.signal.aborted; row = await due()) {
      const abort = new AbortController();
      current = { id: row.id, abort };
      try {
        await make(row, AbortSignal.any([stop.signal, abort.signal]));
      } catch (error) {
        if (stop.signal.aborted) return;
        if (abort.signal.aborted) continue;
        log.warn({ err: error, recordingId: row.id }, 'a recording could not be made into one file');
        await recordings.failed(row.id, reasonOf(error));
      } finally {
        current = null;
      }
    }
  };

  const look = (): void => {
    if (stop.signal.aborted) return;
    again = true;
    working ??= (async () => {
      while (again && !stop.signal.aborted) {
        again = false;
        await work().catch((error: unknown) => log.warn({ err: error }, 'recordings could not be processed'));
      }
      working = null;
    })();
  };
  const timer = setInterval(look, lookAgainMs);
  timer.unref();
  look();

  return {
    /** Something may be due. */
    look,

    /** Ends the work on a recording that is to go. */
    abandon(id: string): void {
      if (current?.id === id) current.abort.abort();
    },

    async close(): Promise<void> {
      clearInterval(timer);
      stop.abort();
      await working;
    },
  };
}

function reasonOf(error: unknown): NonNullable<Recording['failure']> {
  if (error instanceof NothingRecorded) return 'nothing_recorded';
  if (error instanceof NotVerified) return 'not_verified';
  const { code } = error as NodeJS.ErrnoException;
  return (error instanceof FfmpegFailed && error.noSpace) || code === 'ENOSPC' || code === 'EDQUOT' ? 'disk_full' : 'failed';
}
