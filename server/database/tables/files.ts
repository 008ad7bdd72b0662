import type { MaybeMoment, Now } from './columns.ts';

/** The tables of files. */
export interface FilesTables {
  files: FilesTable;
  lesson_files: LessonFilesTable;
}

interface FilesTable {
  id: string;
  content: string;
  name: string;
  size: number;
  type: string;
  width: number | null;
  height: number | null;
  sha256: Buffer;
  organisation_id: string;
  created_by: string;
  created_at: Now;
}

interface LessonFilesTable {
  lesson_id: string;
  file_id: string;
  added_at: Now;
  used_at: MaybeMoment;
}
