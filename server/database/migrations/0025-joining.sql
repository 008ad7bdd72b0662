-- Whether observers wait to be let in, and who moves the steps.
alter table class_sessions add column lobby boolean not null default false;
alter table class_sessions add column step_rule text not null default 'either' check (step_rule in ('either', 'lead', 'floor'));

-- What was last decided about somebody at the door of a class: let in, or not (taken out included).
create table class_admissions (
  session_id uuid not null references class_sessions on delete cascade,
  account_id uuid not null references accounts,
  admitted boolean not null,
  decided_by uuid not null references accounts,
  decided_at timestamptz not null default now(),
  primary key (session_id, account_id)
);

-- Private words to the teachers of a class. They are kept for the two teachers and their author alone.
create table class_prompts (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references class_sessions on delete cascade,
  account_id uuid not null references accounts,
  role text not null,
  to_role text not null check (to_role in ('lead', 'local', 'both')),
  body text not null,
  sent_at timestamptz not null default now()
);
create index class_prompts_session on class_prompts (session_id, sent_at);

-- The camera and big screen of a classroom. It shows a code until somebody of the school pairs it; from then on it has an
-- account of its own, which no other room knows: it sees classes of its school and nothing else. The token is in its browser
-- alone, here is its hash.
create table classroom_devices (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique,
  code text unique,
  code_expires_at timestamptz,
  account_id uuid unique references accounts,
  organisation_id uuid references organisations,
  name text,
  paired_by uuid references accounts,
  paired_at timestamptz,
  seen_at timestamptz,
  created_at timestamptz not null default now(),
  check ((paired_at is null) = (account_id is null)),
  check ((paired_at is null) = (organisation_id is null))
);
create index classroom_devices_organisation on classroom_devices (organisation_id);
