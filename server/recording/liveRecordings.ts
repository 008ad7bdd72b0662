import type { Logger } from 'pino';
import type { ClassRecording, InterruptionReason } from '../../shared/recording.ts';
import { recordingEvents } from '../../shared/recording.ts';
import type { Db } from '../database/schema.ts';
import type { Classroom } from '../classroom/index.ts';
import { unavailable } from '../errors.ts';
import type { Media, MediaEvent } from '../media/index.ts';
import type { Programme } from '../programme/index.ts';
import type { Gateway } from '../realtime/gateway.ts';
import type { Consents } from './consents.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { mayBeKept } from './policy.ts';
import type { Recordings } from './recordings.ts';
import type { RecordingStorage } from './storage.ts';

export interface LiveRecordingsDeps {
  db: Db;
  gateway: Gateway;
  media: Media;
  programme: Programme;
  classroom: Classroom;
  consents: Consents;
  recordings: Recordings;
  storage: RecordingStorage;
  ffmpeg: Ffmpeg;
  log: Logger;
  /** Told when one has stopped. */
  stopped: () => void;
}

/** What is known of one class that is being recorded. */
interface Live {
  recordingId: string;
  since: Date;
  /** Why nothing is kept; null while it is. */
  reason: InterruptionReason | null;
  included: string[];
}

type RecordingEvent = Extract<MediaEvent, { event: 'recording' }>;

/** What is asked of the media process is asked again this often: it may have been started anew, or have missed something. */
const compareMs = 5_000;

export type LiveRecordings = ReturnType<typeof createLiveRecordings>;

/** The classes that are being recorded. The database says which; the media process is made to follow it (SPEC 2). */
export function createLiveRecordings(deps: LiveRecordingsDeps) {
  const { db, gateway, media, classroom, consents, recordings, storage, log } = deps;
  const live = new Map<string, Live>();
  const queues = new Map<string, Promise<unknown>>();
  const told = new Map<string, string>();

  /** One thing after the other for each class. */
  const serial = <T>(sessionId: string, work: () => Promise<T>): Promise<T> => {
    const result = (queues.get(sessionId) ?? Promise.resolve()).then(work);
    const settled = result.catch(() => undefined);
    queues.set(sessionId, settled);
    void settled.then(() => {
      if (queues.get(sessionId) === settled) queues.delete(sessionId);
    });
    return result;
  };

  const schoolOf = async (sessionId: string): Promise<{ id: string; name: string } | null> => {
    const row = await db
      .selectFrom('class_sessions')
      .innerJoin('lessons', 'lessons.id', 'class_sessions.lesson_id')
      .select('lessons.team_id')
      .where('class_sessions.id', '=', sessionId)
      .executeTakeFirst();
    if (row === undefined) return null;
    return (await deps.programme.teams.places([row.team_id])).get(row.team_id)?.recipient ?? null;
  };

  const describe = async (sessionId: string): Promise<ClassRecording> => {
    const school = await schoolOf(sessionId);
    const state = live.get(sessionId);
    return {
      phase: state === undefined ? 'off' : state.reason === null ? 'recording' : 'interrupted',
      reason: state?.reason ?? null,
      since: state?.since.toISOString() ?? null,
      included: state?.included ?? [],
      school: school === null ? null : await consents.ofSchool(school.id),
      schoolName: school?.name ?? '',
      missing: (await deps.ffmpeg.available()) ? null : 'ffmpeg_missing',
    };
  };

  const publish = async (sessionId: string): Promise<void> => {
    const recording = await describe(sessionId);
    const text = JSON.stringify(recording);
    if (told.get(sessionId) === text) return;
    told.set(sessionId, text);
    if (recording.phase === 'off') told.delete(sessionId);
    gateway.push(recordingEvents, classroom.channel(sessionId), 'recording:changed', { recording });
  };

  const included = async (sessionId: string): Promise<string[]> => {
    const [answers, school, seats] = await Promise.all([
      consents.inClass(sessionId),
      schoolOf(sessionId).then((found) => (found === null ? null : consents.ofSchool(found.id))),
      classroom.seats(sessionId),
    ]);
    const agreed = new Set([...answers].filter(([, given]) => given).map(([accountId]) => accountId));
    return seats.filter((seat) => mayBeKept(seat, agreed, school?.given === true)).map(({ participantId }) => participantId);
  };

  const enter = async (state: Live, reason: InterruptionReason | null): Promise<void> => {
    if (state.reason === null && reason !== null) {
      log.warn({ recordingId: state.recordingId, reason }, 'a recording is interrupted');
      await recordings.interrupted(state.recordingId);
    }
    state.reason = reason;
  };

  /** Makes the media process follow the database, and tells the class how it stands. */
  const compare = (sessionId: string): Promise<void> =>
    serial(sessionId, async () => {
      const row = await recordings.running(sessionId);
      if (row === undefined) {
        live.delete(sessionId);
        return publish(sessionId);
      }
      const peerIds = await included(sessionId);
      const known = live.get(sessionId);
      const state = known ?? { recordingId: row.id, since: row.started_at, reason: null, included: peerIds };
      state.included = peerIds;
      live.set(sessionId, state);
      // Nobody is there, so that there is no media room either: nothing is missed.
      if ((await classroom.seats(sessionId)).length > 0) {
        const folder = storage.segments(row.id);
        await media.request('recording.start', { roomId: sessionId, recordingId: row.id, folder, peerIds }).then(
          (answer) => enter(state, reasonOf(answer)),
          () => enter(state, 'media'),
        );
      }
      await publish(sessionId);
    });

  const quietly = (sessionId: string, work: Promise<unknown>): void =>
    void work.catch((error: unknown) => log.warn({ err: error, sessionId }, 'a recording could not follow its class'));

  const heard = (event: RecordingEvent): void =>
    quietly(
      event.roomId,
      serial(event.roomId, async () => {
        const state = live.get(event.roomId);
        if (state?.recordingId !== event.recordingId) return;
        await enter(state, reasonOf(event));
        await publish(event.roomId);
      }),
    );

  const stop = (sessionId: string, accountId: string | null): Promise<void> =>
    serial(sessionId, async () => {
      const row = await recordings.running(sessionId);
      if (row === undefined) return;
      await media.request('recording.stop', { roomId: sessionId, recordingId: row.id }).catch(() => undefined);
      await recordings.set(row.id, { state: 'waiting', stopped_at: new Date() });
      await recordings.audit(row, 'stop', accountId);
      live.delete(sessionId);
      log.info({ recordingId: row.id }, 'recording stopped');
      await publish(sessionId);
      deps.stopped();
    });

  classroom.listen({
    seatsChanged: (sessionId) => {
      if (live.has(sessionId)) quietly(sessionId, compare(sessionId));
    },
    stepped: (sessionId, step) => {
      const state = live.get(sessionId);
      if (state !== undefined) quietly(sessionId, recordings.mark(state.recordingId, step));
    },
    ending: (sessionId) => stop(sessionId, null),
    ended: () => deps.stopped(),
  });
  const compareAll = () => {
    for (const sessionId of live.keys()) quietly(sessionId, compare(sessionId));
  };
  const stopListening = media.listen({
    event: (event) => {
      if (event.event === 'recording') heard(event);
    },
    up: compareAll,
    down: compareAll,
  });
  const timer = setInterval(compareAll, compareMs);
  timer.unref();

  return {
    describe,
    schoolOf,
    stop,

    /** Makes what is kept fit the consents as they are now; resolves when it does. */
    compare,

    /** The same for every class in which this school's classroom may be recorded. */
    async compareSchool(organisationId: string): Promise<void> {
      const schools = await Promise.all(
        [...live.keys()].map(async (sessionId) => ({ sessionId, school: await schoolOf(sessionId) })),
      );
      await Promise.all(schools.filter(({ school }) => school?.id === organisationId).map(({ sessionId }) => compare(sessionId)));
    },

    /** @throws unavailable `ffmpeg_missing`, or as the media says */
    async start(sessionId: string, accountId: string, step: { id: string; name: string } | null): Promise<void> {
      if (!(await deps.ffmpeg.available())) {
        throw unavailable('ffmpeg_missing', 'This server cannot record: ffmpeg is not installed on it.');
      }
      const missing = media.missing();
      if (missing !== null) throw unavailable(missing.reason, missing.message);
      const row = await recordings.start(sessionId, accountId);
      if (step !== null) await recordings.mark(row.id, { ...step, at: row.started_at });
      log.info({ recordingId: row.id }, 'recording started');
      await compare(sessionId);
    },

    /** Takes up what the web process before this one was recording; what belongs to a class that has ended is stopped. */
    async restore(): Promise<void> {
      for (const row of await recordings.inState(['recording'])) {
        const session = await db.selectFrom('class_sessions').select('state').where('id', '=', row.session_id).executeTakeFirst();
        await (session?.state === 'open' ? compare(row.session_id) : stop(row.session_id, null));
      }
    },

    async close(): Promise<void> {
      clearInterval(timer);
      stopListening();
      await Promise.all(queues.values());
    },
  };
}

function reasonOf({ writing, reason }: Pick<RecordingEvent, 'writing' | 'reason'>): InterruptionReason | null {
  if (writing || reason === 'recorder_starting') return null;
  return reason === 'disk_full' || reason === 'disk_failed' ? reason : reason === null ? 'media' : 'recorder';
}
