import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Card } from '../../../shared/versions.ts';
import type { MaybeMoment, MaybeText, Now } from './columns.ts';

/** The tables of planning. */
export interface PlanningTables {
  lessons: LessonsTable;
  lesson_people: LessonPeopleTable;
  lesson_states: LessonStatesTable;
  plan_versions: PlanVersionsTable;
  plan_version_authors: PlanVersionAuthorsTable;
  plan_writers: PlanWritersTable;
  plan_visits: PlanVisitsTable;
  taken_parts: TakenPartsTable;
  plan_mentions: PlanMentionsTable;
  lesson_origins: LessonOriginsTable;
  lesson_origin_authors: LessonOriginAuthorsTable;
  plan_templates: PlanTemplatesTable;
}

type LessonStateColumn = 'draft' | 'review' | 'revision' | 'final' | 'taught' | 'reflected';

interface LessonsTable {
  id: Generated<string>;
  team_id: string;
  need_id: MaybeText;
  document_id: string;
  title: string;
  subject: string;
  grade: string;
  textbook: Generated<string>;
  periods: Generated<number>;
  minutes: Generated<number>;
  state: Generated<LessonStateColumn>;
  planned_for: MaybeMoment;
  created_by: string;
  created_at: Now;
  updated_at: Now;
}

interface LessonPeopleTable {
  lesson_id: string;
  account_id: string;
  part: 'lead-planner' | 'co-planner' | 'mentor' | 'observer';
  created_at: Now;
}

interface LessonStatesTable {
  id: Generated<string>;
  lesson_id: string;
  from_state: ColumnType<LessonStateColumn | null, LessonStateColumn | null | undefined, never>;
  to_state: LessonStateColumn;
  account_id: string;
  reason: MaybeText;
  created_at: Now;
}

interface PlanVersionsTable {
  id: Generated<string>;
  lesson_id: string;
  seq: number;
  reason: 'quiet' | 'state' | 'class' | 'named' | 'before-restore' | 'restored' | 'before-import' | 'imported';
  name: MaybeText;
  state: ColumnType<LessonStateColumn | null, LessonStateColumn | null | undefined, never>;
  restored_at: MaybeMoment;
  account_id: MaybeText;
  content: Buffer;
  created_at: Now;
}

interface PlanVersionAuthorsTable {
  version_id: string;
  account_id: string;
}

interface PlanWritersTable {
  document_id: string;
  account_id: string;
  seq: number;
  wrote_at: Date;
}

interface PlanVisitsTable {
  lesson_id: string;
  account_id: string;
  seq: number;
  content: Buffer;
  card: JSONColumnType<Card> | null;
  seen_at: Now;
}

interface TakenPartsTable {
  lesson_id: string;
  part: string;
  account_id: string;
  created_at: Now;
}

interface PlanMentionsTable {
  lesson_id: string;
  mention_id: string;
  account_id: string;
  created_at: Now;
}

interface LessonOriginsTable {
  lesson_id: string;
  origin_id: string;
  root_id: string;
  reason: string;
  class_names: string[];
  copied_by: string;
  copied_at: Now;
}

interface LessonOriginAuthorsTable {
  lesson_id: string;
  account_id: string;
  position: number;
}

interface PlanTemplatesTable {
  id: Generated<string>;
  team_id: MaybeText;
  organisation_id: MaybeText;
  created_by: string;
  name: string;
  description: string;
  subject: string;
  grade: string;
  with_text: boolean;
  content: Buffer;
  created_at: Now;
  updated_at: Now;
}
