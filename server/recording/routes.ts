import { deleteRecording, listRecordings, retryRecording, watchRecording, type Recording } from '../../shared/recording.ts';
import type { Person } from '../../shared/values.ts';
import type { Classroom, SessionAccess } from '../classroom/index.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import { mayLookAfter } from './policy.ts';
import type { Processing } from './processing.ts';
import type { RecordingRow, Recordings } from './recordings.ts';
import type { Retention } from './retention.ts';
import { sendVideo } from './serve.ts';
import type { RecordingStorage } from './storage.ts';

export interface RoutesDeps {
  handle: Handle;
  identity: Identity;
  classroom: Classroom;
  recordings: Recordings;
  storage: RecordingStorage;
  processing: Processing;
  retention: Retention;
}

const done = { done: true } as const;

/** The endpoints of shared/recording.ts. A recording is reached through its class: who may not see that is told that there is none (R01). */
export function registerRecordingRoutes(deps: RoutesDeps): void {
  const { handle, identity, classroom, recordings, storage, processing, retention } = deps;

  /** @throws notFound */
  const seen = async (recordingId: string, caller: Caller): Promise<{ row: RecordingRow; session: SessionAccess }> => {
    const row = await recordings.get(recordingId);
    return { row, session: await classroom.access(row.session_id, caller) };
  };
  /** @throws notFound, forbidden */
  const lookedAfter = async (recordingId: string, caller: Caller): Promise<RecordingRow> => {
    const { row, session } = await seen(recordingId, caller);
    if (!mayLookAfter(session)) throw forbidden();
    return row;
  };

  handle(listRecordings, async ({ params }, { caller }) => {
    const session = await classroom.access(params.sessionId, caller);
    const rows = await recordings.ofSession(session.row.id);
    const people = await identity.accounts.people(rows.map((row) => row.started_by));
    const may = mayLookAfter(session);
    return {
      items: rows.flatMap((row) => {
        const startedBy = people.get(row.started_by);
        return startedBy === undefined ? [] : [view(row, startedBy, may, retention.keptUntil(row))];
      }),
    };
  });

  handle(watchRecording, async ({ params, query }, { caller, response }) => {
    const { row } = await seen(params.recordingId, caller);
    if (row.state !== 'ready') throw notFound();
    if (query.download === '1') await recordings.audit(row, 'download', caller.accountId);
    else await recordings.viewed(row, caller.accountId);
    const name = query.download === '1' ? `tongke-${row.started_at.toISOString().slice(0, 10)}.mp4` : null;
    await sendVideo(response, storage.video(row.id), name);
  });

  handle(deleteRecording, async ({ params }, { caller }) => {
    const row = await lookedAfter(params.recordingId, caller);
    if (row.state === 'recording') throw conflict('recording_running', 'This recording is still being made. Stop it first.');
    await retention.remove(row, 'delete', caller.accountId);
    return done;
  });

  handle(retryRecording, async ({ params }, { caller }) => {
    const row = await lookedAfter(params.recordingId, caller);
    if (row.state !== 'failed') throw conflict('recording_not_failed', 'This recording has not failed.');
    await recordings.set(row.id, { state: 'waiting', failure: null, progress: 0 });
    processing.look();
    return done;
  });
}

function view(row: RecordingRow, startedBy: Person, may: boolean, keptUntil: Date | null): Recording {
  const { id, state, interruptions, progress, failure, seconds, bytes } = row;
  return {
    id,
    state: state === 'deleted' ? 'failed' : state,
    startedBy,
    startedAt: row.started_at.toISOString(),
    stoppedAt: row.stopped_at?.toISOString() ?? null,
    interruptions,
    progress,
    failure: failure as Recording['failure'],
    seconds,
    bytes,
    chapters: row.chapters.map(({ stepId, name, startMs, endMs }) => ({
      stepId,
      name,
      start: startMs / 1000,
      end: endMs / 1000,
    })),
    keptUntil: keptUntil?.toISOString() ?? null,
    may: { remove: may && state !== 'recording', retry: may && state === 'failed' && failure !== 'nothing_recorded' },
  };
}
