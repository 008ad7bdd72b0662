create table lessons (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams,
  need_id uuid references needs,
  document_id uuid not null unique references documents,
  title text not null,
  subject text not null,
  grade text not null,
  textbook text not null default '',
  periods smallint not null default 1,
  minutes smallint not null default 40,
  state text not null default 'draft' check (state in ('draft', 'review', 'revision', 'final', 'taught', 'reflected')),
  planned_for timestamptz,
  created_by uuid not null references accounts,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index lessons_team on lessons (team_id);

create table lesson_people (
  lesson_id uuid not null references lessons on delete cascade,
  account_id uuid not null references accounts,
  part text not null check (part in ('lead-planner', 'co-planner', 'mentor', 'observer')),
  created_at timestamptz not null default now(),
  primary key (lesson_id, account_id)
);
create index lesson_people_account on lesson_people (account_id);

create table lesson_states (
  id uuid primary key default gen_random_uuid(),
  lesson_id uuid not null references lessons on delete cascade,
  from_state text,
  to_state text not null,
  account_id uuid not null references accounts,
  created_at timestamptz not null default now()
);
create index lesson_states_lesson on lesson_states (lesson_id);
