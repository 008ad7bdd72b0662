-- Lessons whose plan was taken over from another lesson. "root_id" is the first lesson of the family, which all of its members share.
create table lesson_origins (
  lesson_id uuid primary key references lessons on delete cascade,
  origin_id uuid not null references lessons on delete cascade,
  root_id uuid not null references lessons on delete cascade,
  reason text not null,
  class_names text[] not null,
  copied_by uuid not null references accounts,
  copied_at timestamptz not null default now()
);
create index lesson_origins_root on lesson_origins (root_id);

-- Who wrote what was taken over, as of then.
create table lesson_origin_authors (
  lesson_id uuid not null references lesson_origins on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  position smallint not null,
  primary key (lesson_id, account_id)
);

-- A template belongs to an account, to a team, or to an organisation. "content" is a plan without people and classes (gzip of JSON).
create table plan_templates (
  id uuid primary key default gen_random_uuid(),
  team_id uuid references teams on delete cascade,
  organisation_id uuid references organisations on delete cascade,
  created_by uuid not null references accounts on delete cascade,
  name text not null,
  description text not null default '',
  subject text not null default '',
  grade text not null default '',
  with_text boolean not null,
  content bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (team_id is null or organisation_id is null)
);
create index plan_templates_team on plan_templates (team_id);
create index plan_templates_organisation on plan_templates (organisation_id);
create index plan_templates_own on plan_templates (created_by) where team_id is null and organisation_id is null;

-- Where the wording of a suggestion was brought from, and who had written it there.
create table thread_sources (
  thread_id uuid primary key references threads on delete cascade,
  lesson_id uuid not null references lessons on delete cascade
);

create table thread_source_authors (
  thread_id uuid not null references thread_sources on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  position smallint not null,
  primary key (thread_id, account_id)
);
