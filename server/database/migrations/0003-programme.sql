create table organisations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  kind text not null check (kind in ('supporting', 'recipient', 'home')),
  created_by uuid references accounts,
  created_at timestamptz not null default now()
);

create table pairings (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  supporting_organisation_id uuid not null references organisations,
  recipient_organisation_id uuid not null references organisations,
  starts_on date not null,
  ends_on date,
  created_at timestamptz not null default now(),
  check (supporting_organisation_id <> recipient_organisation_id),
  check (ends_on is null or ends_on >= starts_on)
);
create index pairings_supporting on pairings (supporting_organisation_id);
create index pairings_recipient on pairings (recipient_organisation_id);

create table teams (
  id uuid primary key default gen_random_uuid(),
  pairing_id uuid not null references pairings,
  name text not null,
  kind text not null check (kind in ('management-and-teaching', 'subject-task-force', 'teaching-research')),
  created_at timestamptz not null default now()
);
create index teams_pairing on teams (pairing_id);

-- A member is an account in a role for a term, both days included. Access ends with the term; the row and authorship stay.
-- "removed_at" ends it at once. A coordinator has no team: theirs is the organisation and its pairings.
create table members (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts,
  organisation_id uuid not null references organisations,
  team_id uuid references teams,
  role text not null check (role in ('coordinator', 'rear', 'stationed', 'recipient', 'mentor', 'observer')),
  starts_on date not null,
  ends_on date,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  check ((role = 'coordinator') = (team_id is null)),
  check (ends_on is null or ends_on >= starts_on)
);
create index members_account on members (account_id);
create index members_organisation on members (organisation_id);
create index members_team on members (team_id);

create table needs (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams,
  title text not null,
  description text not null,
  subject text not null,
  grade text not null,
  state text not null default 'open' check (state in ('open', 'planned', 'met')),
  raised_by uuid not null references accounts,
  created_at timestamptz not null default now()
);
create index needs_team on needs (team_id);

-- What is true of the installation as a whole: one row. The demo is loaded in steps; one begun and not loaded is carried on.
create table installation (
  single boolean primary key default true check (single),
  demo_begun_at timestamptz,
  demo_loaded_at timestamptz
);
insert into installation default values;
