import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { MaybeMoment, MaybeText, Now } from './columns.ts';

/** The tables of the recordings. */
export interface RecordingTables {
  recordings: RecordingsTable;
  recording_marks: RecordingMarksTable;
  recording_consents: RecordingConsentsTable;
  school_consents: SchoolConsentsTable;
  recording_audit: RecordingAuditTable;
}

interface RecordingsTable {
  id: Generated<string>;
  session_id: string;
  state: 'recording' | 'waiting' | 'processing' | 'ready' | 'failed' | 'deleted';
  started_by: string;
  started_at: Now;
  stopped_at: MaybeMoment;
  interruptions: Generated<number>;
  progress: Generated<number>;
  failure: MaybeText;
  seconds: number | null;
  bytes: number | null;
  chapters: JSONColumnType<{ stepId: string | null; name: string; startMs: number; endMs: number }[], string | undefined>;
  ready_at: MaybeMoment;
  deleted_at: MaybeMoment;
}

interface RecordingMarksTable {
  recording_id: string;
  at: Now;
  step_id: string;
  name: string;
}

interface RecordingConsentsTable {
  id: Numbered;
  session_id: string;
  account_id: string;
  given: boolean;
  answered_at: Now;
}

interface SchoolConsentsTable {
  id: Numbered;
  organisation_id: string;
  account_id: string;
  given: boolean;
  answered_at: Now;
}

interface RecordingAuditTable {
  id: Numbered;
  recording_id: string;
  session_id: string;
  account_id: string | null;
  action: 'start' | 'stop' | 'view' | 'download' | 'delete' | 'expire';
  at: Now;
}

/** A number that only the database gives. */
type Numbered = ColumnType<number, never, never>;
