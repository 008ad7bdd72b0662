import type { ColumnType, Generated, JSONColumnType, Kysely } from 'kysely';

/** The tables as Kysely sees them; `migrations/` is the truth. `date` columns are `YYYY-MM-DD` strings, int8 are numbers. */
export interface Database {
  accounts: AccountsTable;
  sessions: SessionsTable;
  invitations: InvitationsTable;
  notifications: NotificationsTable;
  organisations: OrganisationsTable;
  pairings: PairingsTable;
  teams: TeamsTable;
  members: MembersTable;
  needs: NeedsTable;
  installation: InstallationTable;
  documents: DocumentsTable;
  document_updates: DocumentUpdatesTable;
  document_snapshots: DocumentSnapshotsTable;
  document_clients: DocumentClientsTable;
  lessons: LessonsTable;
  lesson_people: LessonPeopleTable;
  lesson_states: LessonStatesTable;
  plan_versions: PlanVersionsTable;
  plan_version_authors: PlanVersionAuthorsTable;
  plan_writers: PlanWritersTable;
  plan_visits: PlanVisitsTable;
  class_sessions: ClassSessionsTable;
  class_steps: ClassStepsTable;
  attendance: AttendanceTable;
  chat_messages: ChatMessagesTable;
  threads: ThreadsTable;
  comments: CommentsTable;
  decisions: DecisionsTable;
}

/** The open database, or a transaction of it. */
export type Db = Kysely<Database>;

/** A moment set by the database unless given. */
type Now = ColumnType<Date, Date | undefined, Date>;
type MaybeMoment = ColumnType<Date | null, Date | null | undefined, Date | null>;
type MaybeText = ColumnType<string | null, string | null | undefined, string | null>;

interface AccountsTable {
  id: Generated<string>;
  email: string;
  name: string;
  colour: number;
  password_hash: string;
  locale: ColumnType<'zh' | 'en' | null, 'zh' | 'en' | null | undefined, 'zh' | 'en' | null>;
  created_at: Now;
}

interface SessionsTable {
  id: Generated<string>;
  token_hash: Buffer;
  account_id: string;
  device: string;
  created_at: Now;
  last_seen_at: Now;
  expires_at: Date;
}

interface InvitationsTable {
  id: Generated<string>;
  token_hash: Buffer;
  grants: JSONColumnType<Record<string, unknown>>;
  created_by: string;
  created_at: Now;
  expires_at: Date;
  accepted_at: MaybeMoment;
  accepted_by: MaybeText;
}

interface NotificationsTable {
  id: Generated<string>;
  account_id: string;
  kind: string;
  actor_id: MaybeText;
  data: JSONColumnType<Record<string, string>>;
  path: string;
  created_at: Now;
  read_at: MaybeMoment;
}

interface OrganisationsTable {
  id: Generated<string>;
  name: string;
  kind: 'supporting' | 'recipient' | 'home';
  created_by: MaybeText;
  created_at: Now;
}

interface PairingsTable {
  id: Generated<string>;
  name: string;
  supporting_organisation_id: string;
  recipient_organisation_id: string;
  starts_on: string;
  ends_on: MaybeText;
  created_at: Now;
}

interface TeamsTable {
  id: Generated<string>;
  pairing_id: string;
  name: string;
  kind: 'management-and-teaching' | 'subject-task-force' | 'teaching-research';
  created_at: Now;
}

interface MembersTable {
  id: Generated<string>;
  account_id: string;
  organisation_id: string;
  team_id: MaybeText;
  role: 'coordinator' | 'rear' | 'stationed' | 'recipient' | 'mentor' | 'observer';
  starts_on: string;
  ends_on: MaybeText;
  removed_at: MaybeMoment;
  created_at: Now;
}

interface NeedsTable {
  id: Generated<string>;
  team_id: string;
  title: string;
  description: string;
  subject: string;
  grade: string;
  state: ColumnType<'open' | 'planned' | 'met', 'open' | 'planned' | 'met' | undefined, 'open' | 'planned' | 'met'>;
  raised_by: string;
  created_at: Now;
}

interface InstallationTable {
  single: Generated<boolean>;
  demo_begun_at: MaybeMoment;
  demo_loaded_at: MaybeMoment;
}

interface DocumentsTable {
  id: Generated<string>;
  kind: string;
  schema_version: number;
  epoch: Generated<number>;
  created_at: Now;
}

interface DocumentUpdatesTable {
  document_id: string;
  seq: number;
  update: Buffer;
  account_id: MaybeText;
  created_at: Now;
}

interface DocumentSnapshotsTable {
  document_id: string;
  seq: number;
  state: Buffer;
  created_at: Now;
}

interface DocumentClientsTable {
  document_id: string;
  client_id: number;
  account_id: string;
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
  created_at: Now;
}

interface PlanVersionsTable {
  id: Generated<string>;
  lesson_id: string;
  seq: number;
  reason: 'quiet' | 'state' | 'class' | 'named' | 'before-restore' | 'restored';
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
  seen_at: Now;
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

interface ThreadsTable {
  id: Generated<string>;
  lesson_id: string;
  kind: 'strength' | 'question' | 'suggestion' | 'note';
  anchor_type: 'lesson' | 'plan' | 'step';
  step_id: MaybeText;
  wording: MaybeText;
  quote: MaybeText;
  prefix: MaybeText;
  suffix: MaybeText;
  created_at: Now;
  resolved_at: MaybeMoment;
  resolved_by: MaybeText;
}

interface CommentsTable {
  id: Generated<string>;
  thread_id: string;
  author_id: string;
  body: string;
  created_at: Now;
}

interface DecisionsTable {
  id: string;
  thread_id: string;
  outcome: 'adopted' | 'adapted' | 'declined';
  decided_by: string;
  decided_at: Now;
  reason: MaybeText;
  wording: MaybeText;
  replaced: MaybeText;
  withdrawn_at: MaybeMoment;
  withdrawn_by: MaybeText;
}
