create table class_sessions (
  id uuid primary key default gen_random_uuid(),
  lesson_id uuid not null references lessons on delete cascade,
  state text not null check (state in ('planned', 'open', 'ended')),
  scheduled_for timestamptz,
  opened_by uuid not null references accounts,
  opened_at timestamptz,
  ended_at timestamptz,
  step_id text,
  step_started_at timestamptz,
  -- When the server last knew of this class: after a crash, those who do not come back are taken to have left then.
  seen_at timestamptz,
  created_at timestamptz not null default now()
);
create index class_sessions_lesson on class_sessions (lesson_id);
-- A lesson is in one class at a time.
create unique index class_sessions_open on class_sessions (lesson_id) where state = 'open';

-- The plan's steps as they were when the class opened, and what really happened.
create table class_steps (
  session_id uuid not null references class_sessions on delete cascade,
  id text not null,
  position integer not null,
  minutes real,
  floor text not null,
  text jsonb not null,
  started_at timestamptz,
  actual_seconds double precision not null default 0,
  primary key (session_id, id)
);

-- One row a person and role, over all their joins: "seconds" adds up the visits, "present_since" is the running one.
create table attendance (
  session_id uuid not null references class_sessions on delete cascade,
  account_id uuid not null references accounts,
  role text not null check (role in ('lead', 'local', 'device', 'observer')),
  participant_id uuid not null,
  epoch integer not null default 1,
  joined_at timestamptz not null default now(),
  present_since timestamptz,
  left_at timestamptz,
  seconds double precision not null default 0,
  primary key (session_id, account_id, role)
);

create table chat_messages (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references class_sessions on delete cascade,
  account_id uuid not null references accounts,
  role text not null,
  body text not null,
  sent_at timestamptz not null default now()
);
create index chat_messages_session on chat_messages (session_id, sent_at);
