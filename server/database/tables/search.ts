import type { Generated } from 'kysely';

/** The tables of search. Rows of comments, files, needs and cards of lessons are written by triggers. */
export interface SearchTables {
  search_entries: SearchEntriesTable;
  search_plans: SearchPlansTable;
}

interface SearchEntriesTable {
  id: Generated<number>;
  lesson_id: string | null;
  need_id: string | null;
  kind: 'lesson' | 'plan' | 'step' | 'comment' | 'file' | 'need';
  anchor: Generated<string>;
  field: Generated<string>;
  position: Generated<number>;
  weight: number;
  body: string;
  folded: Generated<string>;
  tokens: Generated<string>;
}

interface SearchPlansTable {
  document_id: string;
  seq: number;
  rules: number;
}
