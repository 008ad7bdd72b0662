import type { Kysely } from 'kysely';
import type { BoardTables } from './tables/boards.ts';
import type { ClassroomTables } from './tables/classroom.ts';
import type { DocumentsTables } from './tables/documents.ts';
import type { FeedbackTables } from './tables/feedback.ts';
import type { FilesTables } from './tables/files.ts';
import type { IdentityTables } from './tables/identity.ts';
import type { JoiningTables } from './tables/joining.ts';
import type { NotificationsTables } from './tables/notifications.ts';
import type { PlanningTables } from './tables/planning.ts';
import type { ProgrammeTables } from './tables/programme.ts';
import type { RecordingTables } from './tables/recording.ts';
import type { SearchTables } from './tables/search.ts';
import type { ToolsTables } from './tables/tools.ts';

/**
 * The tables as Kysely sees them, by room; `migrations/` is the truth. `date` columns are `YYYY-MM-DD` strings, int8 are numbers.
 */
export interface Database
  extends
    IdentityTables,
    NotificationsTables,
    ProgrammeTables,
    DocumentsTables,
    FilesTables,
    PlanningTables,
    ClassroomTables,
    JoiningTables,
    ToolsTables,
    BoardTables,
    RecordingTables,
    FeedbackTables,
    SearchTables {}

/** The open database, or a transaction of it. */
export type Db = Kysely<Database>;
