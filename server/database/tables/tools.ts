import type { Generated, JSONColumnType } from 'kysely';
import type { MaybeMoment, MaybeText, Now } from './columns.ts';

/** The tables of what is done in a class beside teaching: seats, hands, questions, countdown. */
export interface ToolsTables {
  class_seating: ClassSeatingTable;
  class_hands: ClassHandsTable;
  class_calls: ClassCallsTable;
  class_timers: ClassTimersTable;
  class_questions: ClassQuestionsTable;
  class_devices: ClassDevicesTable;
  class_answers: ClassAnswersTable;
}

interface ClassSeatingTable {
  session_id: string;
  row_count: number | null;
  column_count: number | null;
  empty_seats: Generated<number[]>;
  expected: number | null;
  present: number | null;
  counted_by: MaybeText;
  counted_at: MaybeMoment;
}

interface ClassHandsTable {
  id: Generated<string>;
  session_id: string;
  seat: number | null;
  account_id: MaybeText;
  raised_at: Now;
  lowered_at: MaybeMoment;
}

interface ClassCallsTable {
  id: Generated<string>;
  session_id: string;
  seat: number | null;
  account_id: MaybeText;
  drawn: Generated<boolean>;
  called_by: string;
  called_at: Now;
  done_at: MaybeMoment;
}

interface ClassTimersTable {
  session_id: string;
  seconds: number;
  ends_at: MaybeMoment;
  left_ms: number | null;
}

interface ClassQuestionsTable {
  id: Generated<string>;
  session_id: string;
  step_id: MaybeText;
  kind: 'choice' | 'yesno' | 'text';
  prompt: string;
  options: number;
  correct: MaybeText;
  asked_by: string;
  asked_at: Now;
  closed_at: MaybeMoment;
  put_away_at: MaybeMoment;
  shown: Generated<boolean>;
  counts: JSONColumnType<Record<string, number>, string | undefined>;
  hidden: Generated<string[]>;
}

interface ClassDevicesTable {
  id: Generated<string>;
  session_id: string;
  token_hash: Buffer;
  seat: number | null;
  joined_at: Now;
  left_at: MaybeMoment;
}

interface ClassAnswersTable {
  question_id: string;
  device_id: string;
  answer: string;
  answered_at: Now;
}
