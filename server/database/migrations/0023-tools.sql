-- How the students of a class sit, which seats are empty today, and the local teacher's head count. Seats have numbers
-- (row × 100 + column), never names.
create table class_seating (
  session_id uuid primary key references class_sessions on delete cascade,
  row_count smallint,
  column_count smallint,
  empty_seats integer[] not null default '{}',
  expected smallint,
  present smallint,
  counted_by uuid references accounts,
  counted_at timestamptz,
  check ((row_count is null) = (column_count is null)),
  check ((present is null) = (counted_by is null) and (present is null) = (expected is null))
);

-- Hands as they went up; of a seat or of a person.
create table class_hands (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references class_sessions on delete cascade,
  seat integer,
  account_id uuid references accounts,
  raised_at timestamptz not null default now(),
  lowered_at timestamptz,
  check (num_nonnulls(seat, account_id) = 1)
);
create index class_hands_session on class_hands (session_id, raised_at);
create unique index class_hands_seat on class_hands (session_id, seat) where lowered_at is null and seat is not null;
create unique index class_hands_person on class_hands (session_id, account_id) where lowered_at is null and account_id is not null;

-- Who was asked to speak; one at a time.
create table class_calls (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references class_sessions on delete cascade,
  seat integer,
  account_id uuid references accounts,
  drawn boolean not null default false,
  called_by uuid not null references accounts,
  called_at timestamptz not null default now(),
  done_at timestamptz,
  check (num_nonnulls(seat, account_id) = 1)
);
create index class_calls_session on class_calls (session_id, called_at);
create unique index class_calls_current on class_calls (session_id) where done_at is null;

-- A countdown runs to "ends_at", or stands still with "left_ms" to go.
create table class_timers (
  session_id uuid primary key references class_sessions on delete cascade,
  seconds integer not null,
  ends_at timestamptz,
  left_ms integer,
  check (num_nonnulls(ends_at, left_ms) = 1)
);

-- Questions; "counts" are those counted by hand, "hidden" the short texts that are kept from the class.
create table class_questions (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references class_sessions on delete cascade,
  step_id text,
  kind text not null check (kind in ('choice', 'yesno', 'text')),
  prompt text not null,
  options smallint not null,
  correct text,
  asked_by uuid not null references accounts,
  asked_at timestamptz not null default now(),
  closed_at timestamptz,
  put_away_at timestamptz,
  shown boolean not null default false,
  counts jsonb not null default '{}',
  hidden text[] not null default '{}'
);
create index class_questions_session on class_questions (session_id, asked_at);
create unique index class_questions_current on class_questions (session_id) where put_away_at is null;

-- The code by which students' devices join; it is given back when the class ends.
alter table class_sessions add column answering_code text;
create unique index class_sessions_code on class_sessions (answering_code) where answering_code is not null;

-- Devices of students: no account, no name, at most a seat. Only the hash of what lets them in is kept.
create table class_devices (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references class_sessions on delete cascade,
  token_hash bytea not null unique,
  seat integer,
  joined_at timestamptz not null default now(),
  left_at timestamptz
);
create index class_devices_session on class_devices (session_id);

create table class_answers (
  question_id uuid not null references class_questions on delete cascade,
  device_id uuid not null references class_devices on delete cascade,
  answer text not null,
  answered_at timestamptz not null default now(),
  primary key (question_id, device_id)
);
