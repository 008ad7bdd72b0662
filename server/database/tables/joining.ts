import type { Generated } from 'kysely';
import type { MaybeMoment, MaybeText, Now } from './columns.ts';

/** The tables of who gets into a class and how, and of what is said there in private. */
export interface JoiningTables {
  class_admissions: ClassAdmissionsTable;
  class_prompts: ClassPromptsTable;
  classroom_devices: ClassroomDevicesTable;
}

interface ClassAdmissionsTable {
  session_id: string;
  account_id: string;
  admitted: boolean;
  decided_by: string;
  decided_at: Now;
}

interface ClassPromptsTable {
  id: Generated<string>;
  session_id: string;
  account_id: string;
  role: 'lead' | 'local' | 'device' | 'observer';
  to_role: 'lead' | 'local' | 'both';
  body: string;
  sent_at: Now;
}

interface ClassroomDevicesTable {
  id: Generated<string>;
  token_hash: Buffer;
  code: MaybeText;
  code_expires_at: MaybeMoment;
  account_id: MaybeText;
  organisation_id: MaybeText;
  name: MaybeText;
  paired_by: MaybeText;
  paired_at: MaybeMoment;
  seen_at: MaybeMoment;
  created_at: Now;
}
