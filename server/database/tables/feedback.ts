import type { Generated } from 'kysely';
import type { MaybeMoment, MaybeText, Now } from './columns.ts';

/** The tables of feedback. */
export interface FeedbackTables {
  threads: ThreadsTable;
  comments: CommentsTable;
  decisions: DecisionsTable;
  thread_sources: ThreadSourcesTable;
  thread_source_authors: ThreadSourceAuthorsTable;
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

interface ThreadSourcesTable {
  thread_id: string;
  lesson_id: string;
}

interface ThreadSourceAuthorsTable {
  thread_id: string;
  account_id: string;
  position: number;
}
