import type { ColumnType, Generated } from 'kysely';
import type { MaybeMoment, MaybeText, Now } from './columns.ts';

/** The tables of the programme. */
export interface ProgrammeTables {
  organisations: OrganisationsTable;
  pairings: PairingsTable;
  teams: TeamsTable;
  members: MembersTable;
  needs: NeedsTable;
  installation: InstallationTable;
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
