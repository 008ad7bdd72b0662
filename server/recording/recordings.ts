import type { Selectable } from 'kysely';
import type { Recording } from '../../shared/recording.ts';
import type { Database, Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { Chapter, Mark } from './chapters.ts';

export type RecordingRow = Selectable<Database['recordings']>;
type AuditAction = Database['recording_audit']['action'];

export type Recordings = ReturnType<typeof createRecordings>;

/** A view is written down once in this time for a person and recording: players ask for a film in many pieces. */
const oneViewMs = 60 * 60 * 1000;

/** Recordings as rows, and the audit of what is done with them (R05). */
export function createRecordings(db: Db) {
  const set = async (
    id: string,
    values: Partial<Omit<RecordingRow, 'id' | 'chapters'>> & { chapters?: string },
  ): Promise<void> => {
    await db.updateTable('recordings').set(values).where('id', '=', id).execute();
  };
  const audit = async (
    row: Pick<RecordingRow, 'id' | 'session_id'>,
    action: AuditAction,
    accountId: string | null,
  ): Promise<void> => {
    const values = { recording_id: row.id, session_id: row.session_id, account_id: accountId, action };
    await db.insertInto('recording_audit').values(values).execute();
  };

  return {
    set,
    audit,

    /** @throws notFound for one that is unknown or deleted */
    async get(id: string): Promise<RecordingRow> {
      const row = await db
        .selectFrom('recordings')
        .selectAll()
        .where('id', '=', id)
        .where('state', '!=', 'deleted')
        .executeTakeFirst();
      if (row === undefined) throw notFound();
      return row;
    },

    /** Those of a class that are not deleted, the oldest first. */
    ofSession: (sessionId: string): Promise<RecordingRow[]> =>
      db
        .selectFrom('recordings')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where('state', '!=', 'deleted')
        .orderBy('started_at')
        .execute(),

    /** Those in a state, the oldest first. */
    inState: (states: readonly RecordingRow['state'][]): Promise<RecordingRow[]> =>
      db.selectFrom('recordings').selectAll().where('state', 'in', states).orderBy('started_at').execute(),

    running: (sessionId: string): Promise<RecordingRow | undefined> =>
      db
        .selectFrom('recordings')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where('state', '=', 'recording')
        .executeTakeFirst(),

    /** Begins one, unless one is running: then that one is answered. */
    async start(sessionId: string, accountId: string): Promise<RecordingRow> {
      const row = await db
        .insertInto('recordings')
        .values({ session_id: sessionId, state: 'recording', started_by: accountId })
        .onConflict((conflict) => conflict.column('session_id').where('state', '=', 'recording').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row !== undefined) {
        await audit(row, 'start', accountId);
        return row;
      }
      const running = await this.running(sessionId);
      if (running === undefined) return this.start(sessionId, accountId);
      return running;
    },

    async interrupted(id: string): Promise<void> {
      await db
        .updateTable('recordings')
        .set((eb) => ({ interruptions: eb('interruptions', '+', 1) }))
        .where('id', '=', id)
        .execute();
    },

    async mark(recordingId: string, step: { id: string; name: string; at: Date }): Promise<void> {
      await db
        .insertInto('recording_marks')
        .values({ recording_id: recordingId, step_id: step.id, name: step.name, at: step.at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async marks(recordingId: string): Promise<Mark[]> {
      const rows = await db
        .selectFrom('recording_marks')
        .selectAll()
        .where('recording_id', '=', recordingId)
        .orderBy('at')
        .execute();
      return rows.map(({ step_id: stepId, name, at }) => ({ stepId, name, at }));
    },

    ready: (id: string, result: { seconds: number; bytes: number; chapters: readonly Chapter[] }): Promise<void> =>
      set(id, {
        state: 'ready',
        progress: 1,
        failure: null,
        ready_at: new Date(),
        seconds: result.seconds,
        bytes: result.bytes,
        chapters: JSON.stringify(result.chapters),
      }),

    failed: (id: string, failure: NonNullable<Recording['failure']>): Promise<void> => set(id, { state: 'failed', failure }),

    /** Notes that somebody watches, unless it was noted lately. */
    async viewed(row: RecordingRow, accountId: string): Promise<void> {
      const lately = await db
        .selectFrom('recording_audit')
        .select('id')
        .where('recording_id', '=', row.id)
        .where('account_id', '=', accountId)
        .where('action', '=', 'view')
        .where('at', '>', new Date(Date.now() - oneViewMs))
        .executeTakeFirst();
      if (lately === undefined) await audit(row, 'view', accountId);
    },
  };
}
