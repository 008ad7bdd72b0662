import type { Generated } from 'kysely';
import type { MaybeText, Now } from './columns.ts';

/** The tables of what a class is shown: its board, and files of the lesson. */
export interface BoardTables {
  class_boards: ClassBoardsTable;
  class_shown: ClassShownTable;
}

interface ClassBoardsTable {
  session_id: string;
  document_id: string;
  drawers: Generated<'lead' | 'teachers' | 'room'>;
}

interface ClassShownTable {
  id: Generated<number>;
  session_id: string;
  account_id: string;
  kind: 'nothing' | 'board' | 'file';
  page_id: MaybeText;
  file_id: MaybeText;
  page: number | null;
  at: Now;
}
