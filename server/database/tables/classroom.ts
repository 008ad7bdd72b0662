import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { MaybeMoment, MaybeText, Now } from './columns.ts';

/** The tables of the classroom. */
export interface ClassroomTables {
  class_sessions: ClassSessionsTable;
  class_steps: ClassStepsTable;
  attendance: AttendanceTable;
  chat_messages: ChatMessagesTable;
  class_lines: ClassLinesTable;
}

interface ClassSessionsTable {
  id: Generated<string>;
  lesson_id: string;
  state: 'planned' | 'open' | 'ended';
  scheduled_for: MaybeMoment;
  opened_by: string;
  opened_at: MaybeMoment;
  ended_at: MaybeMoment;
  step_id: MaybeText;
  step_started_at: MaybeMoment;
  seen_at: MaybeMoment;
  lobby: Generated<boolean>;
  step_rule: ColumnType<'either' | 'lead' | 'floor', undefined, 'either' | 'lead' | 'floor'>;
  answering_code: MaybeText;
  created_at: Now;
}

interface ClassStepsTable {
  session_id: string;
  id: string;
  position: number;
  minutes: number | null;
  floor: 'lead' | 'local' | 'both' | 'students';
  text: JSONColumnType<Record<string, string>>;
  started_at: MaybeMoment;
  actual_seconds: Generated<number>;
}

interface AttendanceTable {
  session_id: string;
  account_id: string;
  role: 'lead' | 'local' | 'device' | 'observer';
  participant_id: string;
  epoch: Generated<number>;
  joined_at: Now;
  present_since: MaybeMoment;
  left_at: MaybeMoment;
  seconds: Generated<number>;
}

interface ChatMessagesTable {
  id: Generated<string>;
  session_id: string;
  account_id: string;
  role: 'lead' | 'local' | 'device' | 'observer';
  body: string;
  sent_at: Now;
}

interface ClassLinesTable {
  session_id: string;
  account_id: string;
  role: 'lead' | 'local' | 'device' | 'observer';
  state: 'full' | 'saving' | 'voice' | 'cues' | 'gone';
  seconds: Generated<number>;
  since: MaybeMoment;
}
